"""The worked examples of the explanation pages come out."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "explanation"


@pytest.mark.parametrize("name", ["structure", "variety", "balance", "shift-share"])
def test_the_worked_example_of_the_page_comes_out(name):
    result = doctest.testfile(str(PAGES / f"capability-{name}.md"), module_relative=False, encoding="utf-8")

    assert result.attempted > 0
    assert result.failed == 0
