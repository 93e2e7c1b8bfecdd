"""Pages and examples of counting and significance run as they stand."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import numpy as np
import pytest

PAGES = Path(__file__).parents[2] / "docs" / "explanation"


@pytest.mark.parametrize("name", ["counting", "significance"])
def test_examples_of_the_pages_run(name):
    result = doctest.testfile(str(PAGES / f"capability-{name}.md"), module_relative=False, encoding="utf-8")

    assert result.attempted > 3
    assert result.failed == 0


@pytest.mark.parametrize("name", ["counting", "documents", "draws", "events", "null_model", "significance", "tails"])
def test_examples_of_the_docstrings_run(name):
    result = doctest.testmod(importlib.import_module(f"chiiki.capability.{name}"), extraglobs={"np": np})

    assert result.attempted > 0
    assert result.failed == 0
