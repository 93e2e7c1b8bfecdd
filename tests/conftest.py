"""Fixtures for all tests: the shipped pack, and an artificial one that tests may change."""

from __future__ import annotations

import pytest

from chiiki.facts.pack import SHIPPED, load_pack
from small_pack import small_tables, write_pack


@pytest.fixture
def small_pack_folder(tmp_path):
    """Write the artificial pack; nothing in it is a fact."""
    return write_pack(tmp_path / "small", small_tables())


@pytest.fixture
def small_pack(small_pack_folder):
    return load_pack(small_pack_folder)


@pytest.fixture(scope="session")
def jp_pack():
    """The shipped pack, read once for all tests."""
    return load_pack(SHIPPED)
