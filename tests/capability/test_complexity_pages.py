"""The worked examples of the explanation pages come out, and say no figure that is not so."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.conventions import CONVENTIONS
from chiiki.capability.reflections import reflections
from seeded_tables import latent

PAGES = Path(__file__).parents[2] / "docs" / "explanation"


def test_reflections_are_as_far_from_the_eigenvector_as_the_page_says():
    presence = rca(latent()).specialised
    text = (PAGES / "capability-complexity.md").read_text(encoding="utf-8")
    correlation = np.corrcoef(complexity(presence).eci, reflections(presence).eci)[0, 1]

    assert f"both correlate by {correlation:.2f}" in text


def test_every_convention_has_a_column_in_the_page():
    heading = next(
        line
        for line in (PAGES / "capability-conventions.md").read_text(encoding="utf-8").splitlines()
        if "`atlas`" in line
    )

    assert [cell.split("`")[1] for cell in heading.split("|")[2:-1]] == list(CONVENTIONS)
