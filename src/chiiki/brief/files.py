"""Where a brief is written, and which files it may replace.

A brief carries a mark in its first or last bytes, so that a later brief may replace it;
a file without the mark is somebody else's and stays. Each file is written beside its place
and moved there when it is whole, so that no half-written file is ever seen.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from chiiki.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Lang

__all__ = ["FORMATS", "Format", "default_name", "formats_wanted", "is_brief", "target_path", "write_brief"]

Format = Literal["html", "pdf", "md", "json"]
FORMATS: Final[tuple[Format, ...]] = ("html", "pdf", "md", "json")

_MARKS = (
    b'<meta name="generator" content="chiiki brief',
    b"<!-- chiiki brief",
    b'{\n "schema_version": ',
    b"chiiki brief",
)
"""What HTML, Markdown, JSON and PDF (its keywords) carry."""

_STARTS = {"html": 4096, "md": 64, "json": 64}
"""Bytes within which the mark stands; a PDF may have it anywhere."""


def default_name(subject_id: str, *, lang: Lang, form: Format) -> str:
    """Name the file of a brief: ``chiiki-04.ja.html``."""
    return f"chiiki-{subject_id}.{lang}.{form}"


def formats_wanted(given: Sequence[str], out: str | None) -> tuple[Format, ...]:
    """Check the formats that were asked for; without any, the ending of `out` decides, else HTML.

    Raises
    ------
    InputError
        If a format is unknown, or several are to go into one file.
    """
    if unknown := [form for form in given if form not in FORMATS]:
        msg = f"there is no format {unknown[0]!r}; choose from {', '.join(FORMATS)}."
        raise InputError(msg)
    ending = Path(out).suffix.removeprefix(".") if out else ""
    asked = tuple(dict.fromkeys(given)) or ((ending,) if ending in FORMATS else ("html",))
    wanted = tuple(form for form in FORMATS if form in asked)
    if len(wanted) > 1 and out is not None and not _is_folder(out):
        msg = f"{len(wanted)} formats cannot go into one file ({out}); name a folder, or one format at a time."
        raise InputError(msg)
    return wanted


def _is_folder(out: str) -> bool:
    return out != "-" and (out.endswith(("/", os.sep)) or Path(out).is_dir())


def target_path(out: str | None, name: str) -> Path:
    """Return where a brief goes: `out` itself, or `name` in the folder `out` or in the current one."""
    if out is None:
        return Path(name)
    return Path(out) / name if _is_folder(out) else Path(out)


def is_brief(path: Path) -> bool:
    """Say whether an earlier brief wrote the file `path`."""
    content = path.read_bytes()
    form = path.suffix.removeprefix(".")
    if content.startswith(b"%PDF"):
        return _MARKS[-1] in content
    return any(mark in content[: _STARTS.get(form, 4096)] for mark in _MARKS[:-1])


def write_brief(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write `content` to `path`, whole or not at all; missing folders are made.

    Raises
    ------
    OutputError
        If a file stands there that no brief wrote (unless `force`), or the place cannot
        be written.
    """
    try:
        if not force:
            _refuse_foreign(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OutputError:
        raise
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror or error}. Name a place that you may write to with --out."
        raise OutputError(msg) from error


def _refuse_foreign(path: Path) -> None:
    if path.is_file() and not is_brief(path):
        msg = f"{path} was not written by an earlier brief. Name another file, or overwrite it with --force."
        raise OutputError(msg)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except BaseException:
        # an interrupt too must leave nothing behind
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
