"""Outlook: both terms by loops, the forms of packages, what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.advantage import rca
from chiiki.capability.complexity import complexity
from chiiki.capability.outlook import GAIN_FORMS, outlook
from chiiki.capability.relatedness import proximity
from chiiki.errors import InputError, ShapeError
from seeded_tables import latent

PRESENCE = rca(latent(8, 11, seed=21) + 1e-3).specialised
NEAR = proximity(PRESENCE)
PCI = np.random.default_rng(5).normal(size=11)


def by_loops(*, own_field, spread_by, both_terms, open_only):
    regions, fields = range(8), range(11)

    def density(r, a):
        others = [b for b in fields if own_field or b != a]
        return sum(NEAR[a, b] for b in others if PRESENCE[r, b]) / sum(NEAR[a, b] for b in others)

    coi = [sum(density(r, a) * PCI[a] for a in fields if not PRESENCE[r, a]) for r in regions]
    cog = np.zeros((8, 11))
    for r in regions:
        for a in fields:
            whose = {b: (b if spread_by == "origin" else a) for b in fields}
            first = sum(NEAR[a, b] / NEAR[whose[b]].sum() * PCI[b] for b in fields if not PRESENCE[r, b])
            cog[r, a] = first - (density(r, a) * PCI[a] if both_terms else 0)
            if open_only and PRESENCE[r, a]:
                cog[r, a] = 0
    return coi, cog


@pytest.mark.parametrize("own_field", [False, True])
@pytest.mark.parametrize("form", list(GAIN_FORMS))
def test_outlook_is_its_formula_in_each_form(form, own_field):
    chosen = GAIN_FORMS[form]
    found = outlook(PRESENCE, NEAR, pci=PCI, own_field=own_field, form=chosen)
    coi, cog = by_loops(
        own_field=own_field, spread_by=chosen.spread_by, both_terms=chosen.both_terms, open_only=chosen.open_only
    )

    # atol: sums of a few products
    np.testing.assert_allclose(found.coi, coi, atol=1e-12)
    np.testing.assert_allclose(found.cog, cog, atol=1e-12)


def test_a_region_that_has_everything_has_nothing_left_to_gain_outside():
    presence = PRESENCE.copy()
    presence[0] = True
    found = outlook(presence, proximity(presence), pci=PCI)

    # atol: a sum and its negative
    assert found.coi[0] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(found.cog[0], -PCI, atol=1e-12)


def test_the_inputs_are_not_changed():
    near, pci = NEAR.copy(), PCI.copy()

    outlook(PRESENCE, near, pci=pci)

    assert near.tolist() == NEAR.tolist()
    assert pci.tolist() == PCI.tolist()


def test_complexity_of_another_length_or_missing_is_refused():
    with pytest.raises(ShapeError, match=r"one value for each of 11 activities, got shape \(3,\)"):
        outlook(PRESENCE, NEAR, pci=np.ones(3))
    with pytest.raises(InputError, match="must be finite for each activity"):
        outlook(PRESENCE, NEAR, pci=np.full(11, np.nan))


def test_complexity_of_the_table_itself_can_be_given():
    assert np.isfinite(outlook(PRESENCE, NEAR, pci=complexity(PRESENCE).pci).cog).all()
