"""Write files whole or not at all, and never over what somebody else put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

__all__ = ["write_files"]


def write_files(folder: Path, files: Mapping[str, bytes], *, ours: Collection[str] = (), force: bool = False) -> None:
    """Write `files` into `folder`, all or none.

    Each is written under a temporary name first and takes its place when all are complete.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    files : mapping of str to bytes
        Name to content.
    ours : collection of str
        Names that an earlier run wrote and that may be replaced.
    force : bool
        Replace foreign files too.

    Raises
    ------
    OutputError
        If a foreign file stands in the way, or the folder cannot be written.
    """
    foreign = [name for name in files if name not in ours and (folder / name).exists()]
    if foreign and not force:
        msg = (
            f"{folder / foreign[0]} exists and was not written by an earlier export"
            f"{f' (and {len(foreign) - 1} more)' if len(foreign) > 1 else ''}. "
            "Choose another folder with --out, or add --force to replace it."
        )
        raise OutputError(msg)
    parts = {name: folder / f".{name}.part" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            parts[name].write_bytes(content)
        for name, part in parts.items():
            part.replace(folder / name)
    except OSError as error:
        for part in parts.values():
            _remove(part)
        reason = error.strerror or error
        msg = f"{folder} cannot be written ({reason}). Nothing was left half-written; choose another folder with --out."
        raise OutputError(msg) from error


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the folder itself is what cannot be written, and the message says so
