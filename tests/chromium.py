"""Find and start the browser of the system; say how to install it where there is none."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "no browser for the end-to-end tests: apt-get install chromium, or name one in CHIIKI_CHROMIUM"


def browser_path():
    """Return the path of a browser; without one skip, or fail where one is required."""
    named = os.environ.get("CHIIKI_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.environ.get("CHIIKI_REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING)
    if found is None:
        pytest.skip(MISSING)
    return found


def launched(playwright):
    """Start the browser without anything that would talk to the network on its own."""
    return playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
