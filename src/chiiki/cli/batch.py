"""The briefs of all prefectures, on both cores."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import typer

from chiiki.brief.compose import compose
from chiiki.brief.files import default_name, write_brief
from chiiki.brief.render import render
from chiiki.cli.subjects import opened_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from chiiki.brief.document import Lang
    from chiiki.brief.files import Format
    from chiiki.facts.pack import Pack

__all__ = ["write_all"]

_MOST_PROCESSES = 2
"""More would pass 400 MB of memory together."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What to write, for a process that has nothing yet."""

    folder: Path
    forms: tuple[Format, ...]
    lang: Lang
    pack: Path | None
    force: bool


def write_all(folder: Path, *, forms: Sequence[Format], lang: Lang, pack: Path | None, force: bool) -> None:
    """Write the brief of every prefecture into `folder` and say which are done.

    Raises
    ------
    OutputError
        If a file stands in the way that no brief wrote, or `folder` cannot be written.
    """
    order = _Order(folder=folder, forms=tuple(forms), lang=lang, pack=pack, force=force)
    regions = [region.region_id for region in opened_pack(pack).regions if region.kind == "prefecture"]
    n_written = 0
    for names in _shown(_written(regions, order), total=len(regions)):
        n_written += len(names)
    typer.echo(f"{n_written} files in {folder}")


def _written(regions: Sequence[str], order: _Order) -> Iterator[list[str]]:
    n_processes = min(_MOST_PROCESSES, os.cpu_count() or 1, max(len(regions), 1))
    # spawned, not forked: a fork copies the locks of other threads, and Python 3.12 warns of it
    pool = ProcessPoolExecutor(n_processes, get_context("spawn"), initializer=_prepare, initargs=(order,))
    with pool as processes:
        try:
            yield from processes.map(_write_one, regions)
        finally:
            # after a refusal or an interrupt the rest is not begun
            processes.shutdown(cancel_futures=True)


_ready: list[tuple[_Order, Pack]] = []


def _prepare(order: _Order) -> None:
    _ready[:] = [(order, opened_pack(order.pack))]


def _write_one(region_id: str) -> list[str]:
    order, pack = _ready[0]
    document = compose("region", region_id, pack=pack, lang=order.lang)
    names = []
    for form in order.forms:
        name = default_name(document.id, lang=document.lang, form=form)
        write_brief(order.folder / name, render(document, form), force=order.force)
        names.append(name)
    return names


def _shown(results: Iterator[list[str]], *, total: int) -> Iterable[list[str]]:
    """Pass `results` on, with a progress bar on a terminal and plain lines elsewhere."""
    if sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415 -- only on a terminal
        from rich.progress import track  # noqa: PLC0415 -- as above

        yield from track(results, description="briefs", total=total, console=Console(stderr=True))
        return
    for names in results:
        typer.echo(" ".join(names), err=True)
        yield names
