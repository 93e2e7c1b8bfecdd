"""``chiiki facts``: look at the tables behind the briefs, check them, take them along."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.terminal import say

if TYPE_CHECKING:
    from chiiki.facts.check import Report

__all__ = ["check", "export", "facts_app", "show", "tables"]

HELP = """Look at the facts, check them, take them along.

\b
Examples:
  chiiki facts list
  chiiki facts show designations --where programme_id=KCI --sources
  chiiki facts export --table outcomes --format xlsx --out outcomes
  chiiki facts check
"""

PackOption = Annotated[
    Path | None, typer.Option("--pack", help="Folder of a facts pack; the shipped one when left out.")
]

facts_app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)


@facts_app.command()
def check(
    *,
    pack: PackOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as a JSON list.")] = False,
) -> None:
    """Check a facts pack: files, cells, keys, spans, sources, totals.

    In use: chiiki facts check

    In use: chiiki facts check --pack my-pack --json

    Every problem is listed with file, row, column and remedy. Exit code 1 when there is one.
    """
    from chiiki.facts.check import check_pack  # noqa: PLC0415 -- not needed for --help
    from chiiki.facts.pack import SHIPPED  # noqa: PLC0415 -- as above

    report = check_pack(SHIPPED if pack is None else pack)
    if as_json:
        typer.echo(_problems_json(report))
    elif not report.problems:
        _print_rows(report)
    _print_problems(report, to_stdout=not as_json)
    if report.problems:
        raise typer.Exit(1)


@facts_app.command("list")
def tables(
    *,
    pack: PackOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """List the tables: name, rows, title.

    In use: chiiki facts list

    In use: chiiki facts list --csv
    """
    from chiiki.cli.grid import write_rows  # noqa: PLC0415 -- not needed for --help
    from chiiki.facts.pack import load_pack  # noqa: PLC0415 -- as above

    opened = load_pack(pack)
    rows = [(name, opened.read(name).n_rows, table.title) for name, table in opened.schema.tables.items()]
    write_rows(("table", "n_rows", "title"), rows, form="json" if as_json else "csv" if as_csv else "table")
    say(f"{opened.name} {opened.edition}: {len(rows)} tables, {sum(row[1] for row in rows):,} rows")


@facts_app.command()
def show(  # noqa: PLR0913 -- each parameter is an option of the command
    table: Annotated[str, typer.Argument(help="Name of a table: chiiki facts list.")],
    *,
    where: Annotated[list[str] | None, typer.Option(help="FIELD=VALUE; may be given more than once.")] = None,
    column: Annotated[list[str] | None, typer.Option(help="A column to show; may be given more than once.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many rows; all when left out.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")] = "table",
    sources: Annotated[bool, typer.Option("--sources", help="Add each row's source: title, address, licence.")] = False,
    pack: PackOption = None,
) -> None:
    """Show rows of a table.

    In use: chiiki facts show programmes --column programme_id --column name_en

    In use: chiiki facts show designations --where programme_id=KCI --format csv

    How many of the table's rows are shown is always said, on stderr.
    """
    from chiiki.cli.grid import require_form, write_rows  # noqa: PLC0415 -- not needed for --help
    from chiiki.facts.pack import load_pack  # noqa: PLC0415 -- as above
    from chiiki.facts.select import select  # noqa: PLC0415 -- as above

    require_form(form)
    found = select(load_pack(pack), table, where=where or (), columns=column or (), limit=limit, with_sources=sources)
    write_rows(found.columns, found.rows, form=form)
    cut = (
        f"; {found.n_matching:,} fit, --limit {limit} leaves out the rest" if len(found.rows) < found.n_matching else ""
    )
    say(f"{table}: {len(found.rows):,} of {found.n_rows:,} rows{cut}")


@facts_app.command()
def export(  # noqa: PLR0913 -- each parameter is an option of the command
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files.")],
    table: Annotated[
        list[str] | None, typer.Option(help="A table; may be given more than once; all if left out.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="csv, json, xlsx or parquet.")] = "csv",
    bom: Annotated[
        bool,
        typer.Option("--bom", help="CSV for spreadsheets: byte order mark, text that looks like a formula is quoted."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that no export wrote.")] = False,
    pack: PackOption = None,
) -> None:
    """Write tables as files, with datapackage.json (fields, checksums) and README.md (licence per source).

    In use: chiiki facts export --out facts

    In use: chiiki facts export --table indicators --table regions --format xlsx --out facts

    Every row is written, and the README says how many.
    """
    from chiiki.facts.export import export_tables  # noqa: PLC0415 -- not needed for --help
    from chiiki.facts.pack import load_pack  # noqa: PLC0415 -- as above

    opened = load_pack(pack)
    n_tables = len(set(table or opened.schema.tables))
    step = count(1)
    written = export_tables(
        opened,
        out,
        tables=table or (),
        format=form,
        bom=bom,
        force=force,
        on_table=lambda name, n_rows: say(f"{next(step)} of {n_tables}  {name}: {n_rows:,} of {n_rows:,} rows"),
    )
    for name in written:
        typer.echo(out / f"{name}.{form}")


def _problems_json(report: Report) -> str:
    rows = [
        {"file": p.file, "row": p.row, "column": p.column, "value": p.value, "problem": p.what, "remedy": p.remedy}
        for p in report.problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _print_rows(report: Report) -> None:
    width = max(len(name) for name in report.n_rows)
    for name, n_rows in report.n_rows.items():
        typer.echo(f"{name:{width}}  {n_rows:>7,}")


def _print_problems(report: Report, *, to_stdout: bool) -> None:
    """Print the problems under their file, then the sum of it all."""
    file = ""
    for problem in report.problems if to_stdout else ():
        if problem.file != file:
            file = problem.file
            n_problems = sum(1 for other in report.problems if other.file == file)
            typer.echo(f"{file}: {n_problems} {'problem' if n_problems == 1 else 'problems'}")
        typer.echo(f"  {problem}")
    n_rows = sum(report.n_rows.values())
    n_problems = len(report.problems)
    say(f"{len(report.n_rows)} tables, {n_rows:,} rows, {n_problems} {'problem' if n_problems == 1 else 'problems'}")
