"""Take tables along: CSV, JSON, XLSX or Parquet, with their schema and credits.

Beside the data stand ``datapackage.json`` (fields, checksums, rows) and ``README.md`` (n of
N rows per table, each source with its licence). CSV is byte for byte the pack's own file.
With ``bom`` it is made for spreadsheets: a byte order mark, and text that begins with
``= + - @`` gets an apostrophe in front, since a spreadsheet would run it as a formula. XLSX
cells are typed as text, so there nothing is changed and leading zeros stay.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Literal, get_args

from chiiki.errors import InputError
from chiiki.facts.cite import credit_text
from chiiki.facts.formats import json_bytes, parquet_bytes, xlsx_bytes
from chiiki.facts.schema import DESCRIPTOR
from chiiki.facts.select import as_text
from chiiki.facts.writing import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from chiiki.facts.pack import Pack
    from chiiki.facts.read import TableRead

__all__ = ["Format", "export_tables"]

Format = Literal["csv", "json", "xlsx", "parquet"]
FORMATS: tuple[str, ...] = get_args(Format)

MARK = "chiiki facts export"
"""Written into the descriptor, so that a later run knows its own files."""

RISKY = ("=", "+", "-", "@")
BOM = b"\xef\xbb\xbf"


def export_tables(  # noqa: PLR0913 -- one per option of the command
    pack: Pack,
    folder: Path,
    *,
    tables: Sequence[str] = (),
    format: str = "csv",  # noqa: A002 -- the option's name
    bom: bool = False,
    force: bool = False,
    on_table: Callable[[str, int], object] = lambda _name, _n_rows: None,
) -> dict[str, int]:
    """Write `tables` into `folder` and return the rows of each.

    Parameters
    ----------
    pack : Pack
        The facts.
    folder : Path
        Made where it is missing; files of an earlier export are replaced.
    tables : sequence of str
        Names; all tables when empty. Every row is written.
    format : {"csv", "json", "xlsx", "parquet"}
        One file per table.
    bom : bool
        CSV for spreadsheets, see above.
    force : bool
        Replace foreign files too.
    on_table : callable
        Called with name and rows when a table is ready to be written, to show progress.

    Raises
    ------
    InputError
        If the format is unknown, or `bom` is asked for without CSV.
    MissingExtraError
        If Parquet is asked for without the extra ``lake``.
    OutputError
        If a foreign file stands in the way, or the folder cannot be written.
    """
    _check(format, bom=bom)
    names = list(dict.fromkeys(tables)) or list(pack.schema.tables)
    reads = {name: pack.read(name) for name in names}
    files = {}
    for name, read in reads.items():
        files[f"{name}.{format}"] = _content(pack, name, read, format=format, bom=bom)
        on_table(name, read.n_rows)
    files[DESCRIPTOR] = _descriptor(pack, files, reads=reads, format=format)
    files["README.md"] = _readme(pack, reads).encode("utf-8")
    write_files(folder, files, ours=_earlier(folder), force=force)
    return {name: read.n_rows for name, read in reads.items()}


def _check(format: str, *, bom: bool) -> None:  # noqa: A002 -- the option's name
    if format not in FORMATS:
        msg = f"the format {format!r} is not known. Allowed: {', '.join(FORMATS)}."
        raise InputError(msg)
    if bom and format != "csv":
        msg = f"--bom is for CSV, got the format {format}. Leave one of the two out."
        raise InputError(msg)


def _content(pack: Pack, name: str, read: TableRead, *, format: str, bom: bool) -> bytes:  # noqa: A002
    table = pack.schema.tables[name]
    if format == "json":
        return json_bytes(table, read, edition=pack.edition)
    if format == "xlsx":
        return xlsx_bytes(table, read)
    if format == "parquet":
        return parquet_bytes(table, read)
    return _spreadsheet_csv(read) if bom else (pack.folder / table.path).read_bytes()


def _spreadsheet_csv(read: TableRead) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(read.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in zip(*read.columns.values(), strict=True))
    return BOM + stream.getvalue().encode("utf-8")


def _harmless(cell: object) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(RISKY) else cell
    return as_text(cell)  # type: ignore[arg-type]


def _descriptor(pack: Pack, files: dict[str, bytes], *, reads: dict[str, TableRead], format: str) -> bytes:  # noqa: A002
    package = json.loads((pack.folder / DESCRIPTOR).read_text(encoding="utf-8"))
    resources = []
    for resource in package["resources"]:
        name = resource["name"].replace("-", "_")
        if name not in reads:
            continue
        path = f"{name}.{format}"
        resource |= {"path": path, "format": format, "bytes": len(files[path]), "rows": reads[name].n_rows}
        resource["hash"] = f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if format != "csv":
            for key in ("profile", "mediatype", "encoding"):
                resource.pop(key, None)
        _keep_keys_within(resource, set(reads))
        resources.append(resource)
    package |= {"generator": MARK, "resources": resources}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _keep_keys_within(resource: dict[str, dict[str, list[dict[str, dict[str, str]]]]], names: set[str]) -> None:
    """Drop references to tables that were not exported: they could not be checked."""
    keys = resource["schema"].pop("foreignKeys", [])
    within = [key for key in keys if key["reference"]["resource"].replace("-", "_") in {"", *names}]
    if within:
        resource["schema"]["foreignKeys"] = within


def _readme(pack: Pack, reads: dict[str, TableRead]) -> str:
    ids = [str(cell) for read in reads.values() for cell in read.columns.get("source_id", ())]
    lines = [
        f"# {pack.schema.title or pack.name}, edition {pack.edition}",
        "",
        "The compilation is under CC BY 4.0; each source keeps its own terms, listed below.",
        "Cite: chiiki facts, edition " + pack.edition + ", as of " + pack.as_of + ".",
        "",
        "## Tables",
        "",
        *(f"- {name}: {read.n_rows:,} of {read.n_rows:,} rows" for name, read in reads.items()),
        "",
    ]
    return "\n".join(lines) + "\n" + credit_text(pack, ids)


def _earlier(folder: Path) -> set[str]:
    """Name the files that an earlier export wrote into `folder`."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        if package["generator"] != MARK:
            return set()
        return {DESCRIPTOR, "README.md", *(resource["path"] for resource in package["resources"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
