"""Fixtures for all tests: the shipped pack, and an artificial one that tests may change."""

from __future__ import annotations

import shutil

import pytest

from chiiki.facts.pack import SHIPPED, load_pack
from chromium import browser_path, launched
from small_pack import small_tables, write_pack


@pytest.fixture(scope="session")
def _small_pack_original(tmp_path_factory):
    return write_pack(tmp_path_factory.mktemp("small"), small_tables())


@pytest.fixture
def small_pack_folder(_small_pack_original, tmp_path):
    """Copy the artificial pack for one test; nothing in it is a fact."""
    return shutil.copytree(_small_pack_original, tmp_path / "small")


@pytest.fixture
def small_pack(small_pack_folder):
    return load_pack(small_pack_folder)


@pytest.fixture(scope="session")
def jp_pack():
    """The shipped pack, read once for all tests."""
    return load_pack(SHIPPED)


@pytest.fixture(scope="session")
def browser():
    """Start one browser for all tests of a process: it cannot be started twice."""
    browser_path()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where there is a browser

    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()


COUNTED = {
    "n_faults": "faults: {n} in {n_tests} runs of commands",
    "n_cells": "rights: {n} cells asserted in {n_tests} tests",
    "n_hostile": "hostile addresses: {n} requests in {n_tests} tests",
}
"""Property of a test → the line that says how much was tried."""


COUNTED = {
    "n_faults": "faults: {} in {} runs of commands",
    "n_sent_at_once": "forms sent at once: {}, of {} kinds",
    "n_pairs": "pairs of pages that tell no two worlds apart: {}, of {} readers",
    "n_searched": "searches of a page for a canary: {}, of {} readers",
}
"""Property that tests record → how the summary says their sum, and how many tests there were."""


def pytest_terminal_summary(terminalreporter):
    """Say how often tests tried what they try many times."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    called = [report for report in reports if getattr(report, "when", "") == "call"]
    for counted, words in COUNTED.items():
        numbers = [n for report in called for name, n in report.user_properties if name == counted]
        if numbers:
            terminalreporter.write_line(words.format(sum(numbers), len(numbers)))
