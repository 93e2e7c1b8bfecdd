"""Units: a closed list, the same in code and in the pack."""

from __future__ import annotations

import pytest

from chiiki.errors import UnknownNameError
from chiiki.units import KINDS, kind_of


def test_the_code_and_the_pack_have_the_same_units(jp_pack):
    assert set(KINDS) == {term.code for term in jp_pack.vocabularies if term.vocabulary == "unit"}


def test_money_and_ratios_are_told_apart():
    assert kind_of("JPY") == "money"
    assert kind_of("ratio") == "ratio"


def test_a_unit_outside_the_list_is_refused_with_the_list():
    with pytest.raises(UnknownNameError, match=r"'yen' is no unit. Allowed: JPY, areas"):
        kind_of("yen")
