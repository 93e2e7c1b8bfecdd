"""Write the page on the coverage of intervals from a stored simulation.

The simulation is one command of some ten minutes; the page is made from what it wrote::

    chiiki evaluate coverage --format json --out tests/golden/evaluation/coverage/coverage.json --force
    python scripts/coverage_page.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
LOW, HIGH = 0.93, 0.97
FIRST = 13
"""Designs of the main table; the rest are further ones."""

Cells = dict[tuple[str, str], dict[str, Any]]


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(json.loads(STORED.read_text(encoding="utf-8"))), encoding="utf-8")


def page(stored: dict[str, Any]) -> str:
    """Return the page of a stored simulation as Markdown.

    Parameters
    ----------
    stored : dict
        As ``chiiki evaluate coverage --format json`` writes it.
    """
    cells = {(one["design"], one["interval"]): one for one in stored["coverage"]}
    designs = [one["name"] for one in stored["designs"]]
    words = {one["name"]: one["words"] for one in stored["designs"]}
    parts = [
        _opening(stored, cells, designs[:FIRST]),
        "\n".join(["| design | what |", "|---|---|", *(f"| {name} | {words[name]} |" for name in designs)]),
        "## Coverage of nominal 95 %\n",
        _table(cells, designs, "coverage"),
        _failures(cells, designs[:FIRST]),
        "## Size at 5 %\n\nHow often an interval excludes 0 where nothing has an effect, in %.\n",
        _table(cells, designs, "size"),
        "## Power\n\nHow often it excludes 0 where the effect is 2.8 standard deviations of the imputation estimate, in %. An interval "
        "that covers too little also finds more; compare only those that keep their level.\n",
        _table(cells, designs, "power"),
        "## Mean width\n\nIn standard deviations of the imputation estimate; an interval that knew it would be 3.9 wide.\n",
        _table(cells, designs, "width"),
        "## Bias\n\nMean estimate less the truth, in standard deviations of the imputation estimate.\n",
        _bias(cells, designs),
        CLOSING,
    ]
    return "\n".join(parts)


def _opening(stored: dict[str, Any], cells: Cells, names: list[str]) -> str:
    found = [cells[name, "randomisation"]["coverage"] for name in names if name != "D5"]
    worst = min((name for name in names if name != "D5"), key=lambda name: cells[name, "randomisation"]["coverage"])
    error = 100 * max(cells[name, "randomisation"]["monte_carlo_error"] for name in names)
    return f"""# How often the intervals hold the truth

**Question.** An interval of 95 % should hold the true effect in 95 of 100 studies. Which do, with 47 prefectures and few of them treated?

Studies with a known effect are simulated, {stored["replications"]:,} of each design, and every interval on offer is computed in each, with
{stored["draws"]:,} draws (seed {stored["seed"]}). The Monte Carlo error of a coverage near 95 % is {error:.1f} points. The default, studentised randomisation
inference, holds the truth in {100 * min(found):.1f} to {100 * max(found):.1f} % in the twelve designs without spatial correlation; the lowest is {worst}. The table
is made again by

```bash
chiiki evaluate coverage
```

or, for one design in seconds, `chiiki evaluate coverage --design D3s --replications 1000`.

## Designs

Prefectures have their residents of 2020 and lie where their capitals are. Years of treatment begin at a third, a half and two
thirds. Errors by size: their standard deviation is in proportion to residents to the power −¼; growth of gross
prefectural product and income per head shows −0.05 to −0.28. Effects of prefectures and years are left out, because every estimator here is
free of them.
"""


def _table(cells: Cells, designs: list[str], key: str) -> str:
    header = ["design", *COLUMNS.values()]
    rows = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * len(COLUMNS)]
    rows += [
        f"| {name} | " + " | ".join(_cell(cells.get((name, interval)), key) for interval in COLUMNS) + " |" for name in designs
    ]
    return "\n".join(rows) + "\n"


def _cell(one: dict[str, Any] | None, key: str) -> str:
    if one is None or one[key] is None:
        return "–"
    if key == "width":
        return f"{one[key]:.1f}" + (f" ({100 * one['unbounded']:.0f} % without end)" if one["unbounded"] > 0 else "")
    text = f"{100 * one[key]:.1f}"
    is_off = key == "coverage" and not LOW <= one[key] <= HIGH
    return (f"**{text}**" if is_off else text) + ("*" if one["is_refused"] else "")


def _failures(cells: Cells, designs: list[str]) -> str:
    lines = [
        "Bold: outside 93 to 97 %. An asterisk: users are refused this interval in such a design, and the row shows why. A dash: it does "
        "not exist there. *Bootstrap t* divides each draw by its standard error, *percentile* does not; the last three are "
        "analytic standard errors with t of 46 degrees of freedom. *By mechanism* and *regional jackknife* (eight regions) are for D5.\n",
        "### Where intervals fail\n",
    ]
    for interval, name in COLUMNS.items():
        found = [(design, cells[design, interval]["coverage"]) for design in designs if (design, interval) in cells]
        off = [f"{design} {100 * share:.0f} %" for design, share in found if not LOW <= share <= HIGH]
        lines.append(f"- {name}: " + (", ".join(off) if off else "nowhere in the designs in which it exists") + ".")
    return "\n".join(lines) + "\n"


def _bias(cells: Cells, designs: list[str]) -> str:
    names = {"randomisation": "imputation", "analytic-cs": "Callaway-Sant'Anna", "analytic-twfe": "two-way"}
    rows = ["| design | " + " | ".join(names.values()) + " |", "|---|---:|---:|---:|"]
    rows += [
        f"| {name} | " + " | ".join(f"{cells[name, interval]['bias']:+.2f}" for interval in names) + " |" for name in designs
    ]
    return "\n".join(rows) + "\n"


CLOSING = """## How to read it

- With eighteen treated the intervals hardly differ. With five, analytic ones claim 95 and give some 88 %; with one they give a quarter.
- The wild bootstrap does well with one cohort of five, too little with cohorts of two, two and one, and with one treated region its interval
  is so wide that it never finds anything.
- A cohort of one has no variance of its own. Neyman's interval does not exist then; bootstraps take the region as certain.
- Growing effects spoil two-way effects, not the others. An effect that is felt before the start (A1, A2) spoils all of them: the last year
  before is taken for a year without treatment. If people could react before, start the treatment earlier.
- Where neighbours are treated together and share shocks (D5), no interval that takes prefectures as independent keeps its level. That of the mechanism
  does, if the mechanism is right. The regional jackknife comes closer than the others.
- S1 makes errors of small prefectures larger than is seen, and treats one small prefecture: the default falls short there.

## When not to use it

The table speaks of 47 units, of normal errors and of the average effect over treated cells. For other numbers of units, ask
[what a study could find](evaluation-power.md). An interval that does well here can still be wrong where the comparison is: see
[intervals with few regions](evaluation-few-clusters.md) for what each one assumes.
"""

if __name__ == "__main__":
    main()
