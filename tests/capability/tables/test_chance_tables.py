"""Chance at the door: probabilities of pairs beside their relatedness, in the caller's labels."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.null_model import validated_projection
from chiiki.capability.tables import relatedness
from chiiki.errors import InputError

REGIONS, FIELDS = [f"r{number}" for number in range(8)], ["x", "y", "z"]
PRESENCE = np.random.default_rng(3).random((8, 3)) < 0.6
PRESENCE[:, 0] |= ~PRESENCE.any(axis=1)

JOBS = {
    "pref": [region for region in REGIONS for _ in FIELDS],
    "trade": FIELDS * len(REGIONS),
    "jobs": PRESENCE.ravel().astype(float).tolist(),
}


def asked(**options):
    return relatedness(JOBS, region="pref", field="trade", value="jobs", presence="positive", **options)


@pytest.mark.parametrize(("adjust", "word"), [(False, "not adjusted"), (True, "adjusted")])
def test_pairs_have_the_probability_of_the_null_model(adjust, word):
    answer = asked(p_values=True, adjust=adjust)

    projection = validated_projection(PRESENCE)
    expected = (projection.adjusted if adjust else projection.p_values)[~np.eye(3, dtype=bool)]
    assert list(answer.frame()["p_value"]) == expected.tolist()
    assert list(answer.frame()) == ["trade", "other_trade", "value", "p_value"]
    assert answer.settings["p-values"] == f"configuration model, {word}"


def test_without_being_asked_there_is_no_probability():
    assert list(asked().frame()) == ["trade", "other_trade", "value"]


def test_fields_that_meet_in_documents_have_no_probability_from_regions():
    with pytest.raises(InputError, match="p_values are of fields that meet in regions"):
        relatedness({"id": [1, 1], "class": ["x", "y"]}, document="id", field="class", p_values=True)
