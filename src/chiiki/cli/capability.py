"""``chiiki capability``: the methods of regional capability on anyone's own table."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chiiki.cli.methods import METHODS
from chiiki.cli.methods.method import ROLES, parsed_options
from chiiki.cli.terminal import say
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.capability.composite import Scheme
    from chiiki.capability.tables import Answer
    from chiiki.cli.methods.method import Method
    from chiiki.frames.table import Table

__all__ = ["capability_app"]

HELP = """Measure what regions can do, and what they could do next, in a table of your own.

The table has one row per region and field ("long form"), as CSV, Excel or Parquet.

\b
Examples:
  chiiki capability rca jobs.csv --region pref --field industry --value jobs
  chiiki capability complexity jobs.csv --region pref --field industry --value jobs --format table
  chiiki capability rca --help
"""

LONG = 200_000
"""Rows from which a command says what it is doing: smaller tables take about a second."""

capability_app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)


def _command(method: Method) -> Callable[..., None]:
    """Make the command of `method`: its columns become options, its words the help page."""

    def command(**given: Any) -> None:  # noqa: ANN401 -- typer passes what the signature below says
        _run(method, **given)

    parameters = list(_parameters(method))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__doc__ = _help(method)
    command.__name__ = method.name
    return command


def _parameters(method: Method) -> list[inspect.Parameter]:
    table = typer.Argument(help="File (.csv, .tsv, .xlsx, .parquet), or - for CSV on standard input.", metavar="TABLE")
    found: list[tuple[str, object, object]] = [("table", Annotated[str, table], inspect.Parameter.empty)]
    for role in method.roles:
        needed = "" if role in method.needs else " Optional."
        metavar = "FILE" if role == "scheme" else "COL"
        option = typer.Option(f"--{role}", help=f"{ROLES[role]}{needed}", metavar=metavar)
        found.append((role, Annotated[str | None, option], None))
    choice = typer.Option("--option", help="An option of the method, see above; may be given more than once.")
    form = typer.Option("--format", "-f", help="csv, json, parquet or table; without it by the ending of --out.")
    out = typer.Option("--out", "-o", help="File for the result; standard output when left out.")
    force = typer.Option("--force", help="Replace a file that is there.")
    found += [
        ("option", Annotated[list[str] | None, choice], None),
        ("form", Annotated[str | None, form], None),
        ("out", Annotated[Path | None, out], None),
        ("force", Annotated[bool, force], False),
    ]
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, annotation, default in found
    ]


def _help(method: Method) -> str:
    options = [
        f"  {option.name}={option.takes}: {option.meaning}"
        + (f" (default: {option.default})" if option.default else "")
        for option in method.all_options
    ]
    return "\n".join(
        [
            method.question,
            "",
            f"Columns of the result: {method.columns}.",
            "",
            "\b",
            "Options, as --option NAME=VALUE:",
            *options,
            "",
            f"In use: chiiki capability {method.name} {method.example}",
        ]
    )


def _run(  # noqa: PLR0913 -- one per option of the command
    method: Method,
    *,
    table: str,
    option: list[str] | None,
    form: str | None,
    out: Path | None,
    force: bool,
    **columns: str | None,
) -> None:
    from chiiki.capability import tables  # noqa: PLC0415 -- NumPy, not needed for --help
    from chiiki.cli.tables import form_of, read_table, require_free, write_answer  # noqa: PLC0415 -- as above

    options = parsed_options(method, option or ())
    chosen = form_of(form, out)
    require_free(out, force=force)
    read = read_table(table, sheet=options.pop("sheet", None))
    is_long = read.table.n_rows >= LONG
    if is_long:
        say(f"{read.table.title}: {read.table.n_rows:,} rows read, computing {method.name}")
    asked = _asked(method, columns, read.table)
    function: Callable[..., Answer[Any]] = getattr(tables, method.name.replace("-", "_"))
    found = function(read.table, **asked, **options)
    answer = replace(found, cautions=(*read.cautions, *found.cautions))
    if is_long:
        say(f"writing {answer.n_rows:,} rows")
    write_answer(answer, form=chosen, out=out, force=force)


def _asked(method: Method, columns: dict[str, str | None], table: Table[Any]) -> dict[str, object]:
    """Return the columns as the door names them; a needed one may have the name of its role."""
    asked: dict[str, object] = {role: name for role, name in columns.items() if name is not None and role != "scheme"}
    lacking = [role for role in method.needs if role not in asked and role != "scheme" and role not in table.names]
    if lacking:
        has = ", ".join(map(repr, table.names[:20]))
        msg = f"{method.name} needs the column of the {lacking[0]}: add --{lacking[0]} COL. {table.title} has {has}."
        raise InputError(msg)
    asked |= {role: role for role in method.needs if role not in asked and role != "scheme"}
    if "scheme" in method.needs and not columns.get("scheme"):
        msg = f"{method.name} needs a scheme: add --scheme FILE (TOML)."
        raise InputError(msg)
    if columns.get("scheme"):
        asked["scheme"] = _scheme(str(columns["scheme"]))
    return asked


def _scheme(path: str) -> Scheme:
    """Read a scheme from a file, or one that ships by its name."""
    from chiiki.capability.composite import parse_scheme  # noqa: PLC0415 -- only for schemes
    from chiiki.studies.capability_index import scheme_names, shipped_scheme  # noqa: PLC0415 -- as above

    if path in scheme_names() and not Path(path).exists():
        return shipped_scheme(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        shipped = ", ".join(scheme_names())
        msg = (
            f"the scheme {path} cannot be read ({error.strerror or error}). "
            f"Name a TOML file with --scheme, or one that ships: {shipped}."
        )
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"the scheme {path} is no text in UTF-8: {error}. Save it as UTF-8 and run again."
        raise InputError(msg) from error
    return parse_scheme(text, name=Path(path).name)


for _method in METHODS.values():
    capability_app.command(_method.name)(_command(_method))
