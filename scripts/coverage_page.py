"""Fill in the tables of the page on the coverage of intervals from a stored simulation.

The simulation is one command of some four minutes on a quiet core; what stands between the marks of the page is
made from what it wrote::

    chiiki evaluate coverage --format json --out tests/golden/evaluation/coverage/coverage.json --force
    python scripts/coverage_page.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
STORED = ROOT / "tests" / "golden" / "evaluation" / "coverage" / "coverage.json"
PAGE = ROOT / "docs" / "explanation" / "evaluation-coverage.md"

COLUMNS = {
    "randomisation": "randomisation",
    "mechanism": "by mechanism",
    "neyman": "Neyman",
    "wild": "wild",
    "jackknife": "jackknife",
    "regional-jackknife": "regional jackknife",
    "bootstrap": "bootstrap t",
    "percentile": "percentile",
    "analytic-bjs": "imputation",
    "analytic-cs": "Callaway-Sant'Anna",
    "analytic-twfe": "two-way",
}
ESTIMATORS = {"randomisation": "imputation", "analytic-cs": "Callaway-Sant'Anna", "analytic-twfe": "two-way"}
LOW, HIGH = 0.93, 0.97
FIRST = 13
"""Designs of the main table; the rest are further ones."""

Cells = dict[tuple[str, str], dict[str, Any]]


def main() -> None:
    """Fill the page in."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), stored), encoding="utf-8")


def filled(page: str, stored: dict[str, Any]) -> str:
    """Return the page with everything between its marks made anew.

    Parameters
    ----------
    page : str
        With marks such as ``<!-- begin size -->`` and ``<!-- end -->``.
    stored : dict
        As ``chiiki evaluate coverage --format json`` writes it.
    """
    cells = {(one["design"], one["interval"]): one for one in stored["coverage"]}
    names = [one["name"] for one in stored["designs"]]
    blocks = {
        "summary": _summary(stored, cells, names[:FIRST]),
        "designs": _markdown(["design", "what"], [[one["name"], one["words"]] for one in stored["designs"]]),
        "failures": _failures(cells, names[:FIRST]),
        "bias": _bias(cells, names),
        **{key: _table(cells, names, key) for key in ("coverage", "size", "power", "width")},
    }
    return re.sub(
        r"(<!-- begin (\w+) -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}\n{blocks[found[2]]}\n\n{found[3]}",
        page,
        flags=re.DOTALL,
    )


def _summary(stored: dict[str, Any], cells: Cells, names: Sequence[str]) -> str:
    found = {name: float(cells[name, "randomisation"]["coverage"]) for name in names if name != "D5"}
    error = max(cells[name, "randomisation"]["monte_carlo_error"] for name in found)
    worst = min(found, key=lambda name: found[name])
    said = [
        f"{stored['replications']:,} studies of each design, {stored['draws']:,} draws, seed {stored['seed']};",
        f"Monte Carlo error of a coverage near 95 %: {100 * error:.1f} points.",
        "In the twelve designs without spatial correlation the default holds the truth in",
        f"{100 * min(found.values()):.1f} to {100 * max(found.values()):.1f} %; the lowest is {worst}.",
    ]
    return "\n".join(said)


def _table(cells: Cells, names: Sequence[str], key: str) -> str:
    rows = [[name, *(_cell(cells.get((name, interval)), key) for interval in COLUMNS)] for name in names]
    return _markdown(["design", *COLUMNS.values()], rows)


def _cell(one: dict[str, Any] | None, key: str) -> str:
    if one is None or one[key] is None:
        return "–"
    if key == "width":
        return f"{one[key]:.1f}" + (f" ({100 * one['unbounded']:.0f} % without end)" if one["unbounded"] > 0 else "")
    text = f"{100 * one[key]:.1f}"
    is_off = key == "coverage" and not LOW <= one[key] <= HIGH
    return (f"**{text}**" if is_off else text) + ("*" if one["is_refused"] else "")


def _failures(cells: Cells, names: Sequence[str]) -> str:
    lines = []
    for interval, words in COLUMNS.items():
        found = [(name, cells[name, interval]["coverage"]) for name in names if (name, interval) in cells]
        off = [f"{name} {100 * share:.1f} %" for name, share in found if not LOW <= share <= HIGH]
        lines.append(f"- {words}: {', '.join(off) or 'nowhere in the designs in which it exists'}.")
    return "\n".join(lines)


def _bias(cells: Cells, names: Sequence[str]) -> str:
    rows = [[name, *(f"{cells[name, interval]['bias']:+.2f}" for interval in ESTIMATORS)] for name in names]
    return _markdown(["design", *ESTIMATORS.values()], rows)


def _markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    columns = list(zip(*rows, strict=True))[1:]
    marks = ["---", *("---" if any(cell[:1].isalpha() for cell in column) else "---:" for column in columns)]
    lines = [header, marks, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
