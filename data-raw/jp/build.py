"""Build the facts pack from the raw tables and the decisions: ``python data-raw/jp/build.py``.

The steps run in the order of ``STEPS``; each returns rows for some tables. The rows are checked against ``fields.yml``
in the pack's folder, sorted by their keys and written with ``datapackage.json``; ``ledger.csv`` beside this file says
what became of every raw row.
"""

from __future__ import annotations

import argparse
import importlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from steps.checking import in_order, problems_of
from steps.context import Context
from steps.dictionary import load_dictionary
from steps.ledger import COLUMNS
from steps.package import csv_bytes, vocabulary_rows, write_pack

if TYPE_CHECKING:
    from steps.context import Row
    from steps.dictionary import Dictionary

__all__ = ["build", "main"]

HERE = Path(__file__).resolve().parent
PACK = HERE.parents[1] / "src/chiiki/facts/data/jp"
LEDGER = HERE / "ledger.csv"
# Later steps may read the tables of earlier ones (context.tables); sources comes last, since it lists those used.
STEPS = (
    "regions",
    "industries",
    "statistics",
    "plans",
    "laws",
    "programmes",
    "links",
    "budgets",
    "measures",
    "calls",
    "outcomes",
    "checks",
    "partnerships",
    "selections",
    "evaluations",
    "coverage",
    "disagreements",
    "sources",
)


def build(dictionary: Dictionary) -> tuple[Context, dict[str, list[Row]], list[str]]:
    """Run all steps.

    Returns
    -------
    context : Context
        With the ledger.
    tables : dict of str to list of row
        All tables of the dictionary, complete and sorted.
    problems : list of str
        What the checks found.
    """
    context = Context(HERE)
    for name in STEPS:
        context.add(importlib.import_module(f"steps.{name}").build(context))
    problems = context.unaccounted() + problems_of(
        context.tables | {"vocabularies": vocabulary_rows(dictionary)}, dictionary
    )
    tables = {table.name: in_order(context.tables.get(table.name, []), table) for table in dictionary.tables.values()}
    tables["vocabularies"] = vocabulary_rows(dictionary)
    return context, tables, problems


def main() -> int:
    """Build, then write or compare; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the facts pack from the raw tables and the decisions.")
    parser.add_argument("--out", type=Path, default=PACK, help="folder of the pack (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="compare with the pack in --out instead of writing it")
    parser.add_argument("--draft", action="store_true", help="write even though problems were found")
    options = parser.parse_args()
    dictionary = load_dictionary(PACK / "fields.yml")
    context, tables, problems = build(dictionary)
    print("\n".join(problems[:60]), f"{len(problems)} problems", sep="\n" if problems else "", file=sys.stderr)
    if problems and not options.draft:
        return 1
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        write_pack(tables, dictionary, folder=made)
        ledger = csv_bytes(context.ledger.lines, COLUMNS)
        if options.check:
            return _compare(made, options.out, ledger=ledger)
        options.out.mkdir(parents=True, exist_ok=True)
        for path in sorted(made.iterdir()):
            shutil.copyfile(path, options.out / path.name)
        if options.out == PACK:
            LEDGER.write_bytes(ledger)
    for name, rows in tables.items():
        print(f"{name:28}{len(rows):7}")
    return 0


def _compare(made: Path, committed: Path, *, ledger: bytes) -> int:
    differing = [path.name for path in sorted(made.iterdir()) if not _is_same(path, committed / path.name)]
    for name in differing:
        print(f"{name}: {_first_difference(made / name, committed / name)}")
    if committed == PACK and (not LEDGER.exists() or LEDGER.read_bytes() != ledger):
        differing.append("ledger.csv")
        print("ledger.csv: differs")
    print(f"{len(differing)} files differ" if differing else "the pack is what the build makes")
    return 1 if differing else 0


def _is_same(left: Path, right: Path) -> bool:
    return right.exists() and left.read_bytes() == right.read_bytes()


def _first_difference(made: Path, committed: Path) -> str:
    if not committed.exists():
        return "is not in the committed pack"
    new, old = (path.read_text(encoding="utf-8").split("\n") for path in (made, committed))
    line = next(
        (n for n, pair in enumerate(zip(new, old, strict=False)) if pair[0] != pair[1]), min(len(new), len(old))
    )
    return f"line {line + 1}: built {''.join(new[line : line + 1])!r}, committed {''.join(old[line : line + 1])!r}"


if __name__ == "__main__":
    sys.exit(main())
