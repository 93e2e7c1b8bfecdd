"""Every example that stands in a docstring or on a page of explanation is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import chiiki

ROOT = Path(__file__).parents[1]
SOURCES = {
    found.name: ROOT / "src" / (found.name.replace(".", "/") + ("/__init__.py" if found.ispkg else ".py"))
    for found in pkgutil.walk_packages(chiiki.__path__, "chiiki.")
}


def _has_examples(path):
    return ">>> " in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(name for name, path in SOURCES.items() if _has_examples(path)))
def test_every_example_in_the_docstrings_is_true(name):
    assert doctest.testmod(importlib.import_module(name), extraglobs={"np": np}).failed == 0


@pytest.mark.parametrize(
    "path", [path for path in sorted((ROOT / "docs").glob("*/*.md")) if _has_examples(path)], ids=lambda path: path.stem
)
def test_every_example_on_a_page_is_true(path):
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")

    assert result.attempted > 0
    assert result.failed == 0
