"""Build the wheel, install it in an empty environment, do the main job there, and weigh it.

Usage: ``./run python scripts/check_wheel.py``
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LARGEST_INSTALL_MB = 280
"""The default install before the web part exists (docs/explanation/choices.md)."""

METHODS = ("rca", "proximity", "density", "complexity", "fitness", "outlook", "opportunity", "similar", "partners")
"""What has to work with NumPy alone."""

PANEL = ("panel.csv", "--unit", "unit", "--time", "year", "--outcome", "income", "--first-treated", "first")

EVALUATIONS = (
    ("did", *PANEL, "--estimator", "bjs"),
    ("power", *PANEL, "--replications", "99"),
    ("synthetic", *PANEL, "--treated", "u3"),
    ("overlap", *PANEL, "--first-treated", "second"),
    ("sensitivity", *PANEL, "--kind", "specifications"),
    ("balance", *PANEL[:5], "--level", "income", "--log-effect", "effect", "--from", "2003", "--to", "2012"),
    ("programme", "KCI"),
)
"""The same for evaluations; what needs an extra beside them is left out with its reason."""


def main() -> int:
    """Run every step and return 0, or stop at the first that fails."""
    uv = _uv()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _run([uv, "build", "--wheel", "--quiet", "--out-dir", str(work)], cwd=ROOT)
        wheel = next(work.glob("*.whl"))
        environment = work / "empty"
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(environment)], cwd=work)
        python = environment / "bin" / "python"
        started = time.perf_counter()
        _run([uv, "pip", "install", "--quiet", "--python", str(python), str(wheel)], cwd=work)
        seconds = time.perf_counter() - started
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, installed in {seconds:.1f} s")
        size = _megabytes(environment)
        print(f"default install: {size:.0f} MB (allowed {LARGEST_INSTALL_MB})")
        _main_job(environment / "bin" / "chiiki", work)
        _methods(environment / "bin" / "chiiki", work)
        _evaluations(environment / "bin" / "chiiki", work)
    return 0 if size <= LARGEST_INSTALL_MB else 1


def _main_job(chiiki: Path, work: Path) -> None:
    environment = _environment(work)
    for extra in (["--lang", "ja"], ["--lang", "en", "--format", "json"], ["--lang", "en", "--format", "pdf"]):
        started = time.perf_counter()
        _run([str(chiiki), "brief", "04", *extra, "--force"], cwd=work, env=environment)
        print(f"chiiki brief 04 {' '.join(extra)}: {time.perf_counter() - started:.2f} s")
    document = json.loads((work / "chiiki-04.en.json").read_text(encoding="utf-8"))
    if document["id"] != "04" or not document["numbers"]:
        msg = "the brief made by the installed wheel has no numbers"
        raise SystemExit(msg)
    _run([str(chiiki), "facts", "check"], cwd=work, env=environment)


def _methods(chiiki: Path, work: Path) -> None:
    """Run methods on a table of the pack, where no extra is installed."""
    environment = _environment(work)
    _run([str(chiiki), "facts", "export", "--table", "employment", "--out", "facts"], cwd=work, env=environment)
    columns = ["--region", "region_id", "--field", "section", "--value", "persons", "--time", "year"]
    for method in METHODS:
        asked = ["capability", method, "facts/employment.csv", *columns, "--option", "period=2021"]
        _run([str(chiiki), *asked, "--out", f"{method}.csv"], cwd=work, env=environment)
    print(f"chiiki capability {' '.join(METHODS)}: without extras")


def _evaluations(chiiki: Path, work: Path) -> None:
    """Run evaluations of a small panel and a programme of the pack, and the plan that ships."""
    environment = _environment(work)
    (work / PANEL[0]).write_text("\n".join(_panel_lines()) + "\n", encoding="utf-8")
    for asked in EVALUATIONS:
        _run([str(chiiki), "evaluate", *asked, "--out", f"{asked[0]}.json"], cwd=work, env=environment)
    _run([str(chiiki), "evaluate", "run", "kci", "--out", "kci"], cwd=work, env=environment)
    skipped = json.loads((work / "kci" / "result.json").read_text(encoding="utf-8"))["skipped"]
    print(f"chiiki evaluate {' '.join(asked[0] for asked in EVALUATIONS)} run: without extras, {len(skipped)} left out")


def _panel_lines() -> Iterator[str]:
    """Lay out twenty units over thirteen years; every third was treated, in two cohorts, a few twice."""
    yield "unit,year,income,first,second,effect"
    for unit in range(20):
        first = 2005 + unit % 2 * 3 if unit % 3 == 0 else 0
        second = 2007 if unit % 4 == 0 else 0
        for year in range(2000, 2013):
            effect = 0.05 if first and year >= first else 0.0
            noise = math.sin(7 * unit + 3 * year * (1 + unit % 5)) / 5
            income = 10 + unit / 3 + (year - 2000) / 10 + noise + 10 * effect
            yield f"u{unit},{year},{income:.4f},{first},{second},{effect}"


def _environment(work: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(work)}


def _uv() -> str:
    found = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    if not Path(found).exists():
        msg = "check_wheel: uv not found; start this script with ./run python scripts/check_wheel.py"
        raise SystemExit(msg)
    return found


def _run(command: list[str], *, cwd: Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=cwd, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own commands


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
