"""The page on coverage says what the stored simulation found, and the default keeps its level in it."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]
STORED = json.loads((ROOT / "tests/golden/evaluation/coverage/coverage.json").read_text(encoding="utf-8"))


def test_the_page_is_the_one_that_the_script_makes():
    page = (ROOT / "docs/explanation/evaluation-coverage.md").read_text(encoding="utf-8")
    filled = runpy.run_path(str(ROOT / "scripts" / "coverage_page.py"))["filled"]

    assert filled(page, STORED) == page


def test_the_default_covers_93_to_97_percent_in_the_twelve_designs_of_5000_replications():
    names = [one["name"] for one in STORED["designs"]]
    found = {one["design"]: one["coverage"] for one in STORED["coverage"] if one["interval"] == "randomisation"}

    assert STORED["replications"] == 5_000
    assert all(0.93 <= found[name] <= 0.97 for name in names[:12])
    assert names[12] == "D5"
    assert found["D5"] < 0.9
