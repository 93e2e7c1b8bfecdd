"""Briefs as files: composed once for each edition of the facts, kept whole, never served for another.

A brief is found by the checksum of the pack, the version of the code, its subject, language and
form, so that new facts or new code never show an old one. Files are written beside their place
and moved there; when they take too much room the ones unused for longest go.

A PDF is made by a child process. Whoever waits for one gives up after a while; the child does
not, and what it makes is kept for the next request.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from django.conf import settings

from chiiki.brief.compose import compose
from chiiki.brief.files import default_name, write_brief
from chiiki.brief.html import content_html
from chiiki.brief.pdf import page_content
from chiiki.brief.render import render
from chiiki.errors import ChiikiError
from chiiki.web.library.facts import pack
from chiiki.web.ui.edition import edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.document import Document, Kind, Lang

__all__ = [
    "BRIEF_FORMS",
    "BriefForm",
    "BriefWanted",
    "brief_subjects",
    "is_being_made",
    "kept_brief",
    "make_brief",
]

BriefForm = Literal["html", "pdf", "md", "json", "page"]

BRIEF_FORMS: Final = ("html", "pdf", "md", "json")
"""Files of a brief; ``page`` is what stands inside the frame of the site."""

MOST_BYTES = 256 * 1024 * 1024
"""Room for all briefs of a site: one edition in both languages and all forms takes some 250 MB."""

_LOG = logging.getLogger(__name__)
TYPESETTERS = threading.BoundedSemaphore(2)
"""Typst takes 200 MB in each child process."""

MOST_BEGUN: Final = 8
"""PDFs of this process that are made or wait for a typesetter; others are left to the background worker."""

_BEGUN: dict[BriefWanted, Future[bytes]] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class BriefWanted:
    """One brief in one language and form."""

    kind: Kind
    subject_id: str
    lang: Lang
    form: BriefForm

    @property
    def file_name(self) -> str:
        """Name of the file, as ``chiiki brief`` gives it."""
        if self.form == "page":
            return f"chiiki-{self.subject_id}.{self.lang}.page"
        return default_name(self.subject_id, lang=self.lang, form=self.form)

    @property
    def key(self) -> str:
        """What makes two of them the same, across editions."""
        return f"brief-{_edition_name()}-{self.kind}-{self.file_name}"


@cache
def brief_subjects() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Return kind → id → names (Japanese, English) of everything that has a brief."""
    regions = {row.region_id: (row.name_ja, row.name_en) for row in pack().regions if row.kind == "prefecture"}
    nation = next(row for row in pack().regions if row.kind == "nation")
    return {
        "national": {"jp": (nation.name_ja, nation.name_en)},
        "region": dict(sorted(regions.items())),
        "programme": {row.programme_id: (row.name_ja, row.name_en) for row in pack().programmes},
    }


def kept_brief(wanted: BriefWanted) -> bytes | None:
    """Return a brief that was made before under these facts and this code; None where there is none."""
    place = _place(wanted)
    try:
        content = place.read_bytes()
        os.utime(place)
    except OSError:
        return None
    return content


def make_brief(wanted: BriefWanted, *, limit_s: float | None = None) -> bytes | None:
    """Make a brief and keep it; None where a PDF was not done within `limit_s` seconds.

    Such a PDF is made to its end nevertheless, by a thread that keeps it. What cannot be kept,
    because the disk is full or refuses, is still returned.
    """
    if wanted.form != "pdf" or limit_s is None:
        return _made(wanted)
    begun = _begin(wanted)
    try:
        return begun.result(timeout=limit_s) if begun else None
    except TimeoutError:
        return None


def is_being_made(wanted: BriefWanted) -> bool:
    """Say whether a thread of this process makes it."""
    return wanted in _BEGUN


def _begin(wanted: BriefWanted) -> Future[bytes] | None:
    """Let a thread make a PDF, or join the one that does; None where too many are under way."""
    with _LOCK:
        if wanted not in _BEGUN and len(_BEGUN) < MOST_BEGUN:
            _BEGUN[wanted] = Future()
            threading.Thread(target=_see_through, args=(wanted,), name=f"brief-{wanted.file_name}", daemon=True).start()
        return _BEGUN.get(wanted)


def _see_through(wanted: BriefWanted) -> None:
    future = _BEGUN[wanted]
    try:
        future.set_result(kept_brief(wanted) or _made(wanted))
    except (ChiikiError, OSError, subprocess.SubprocessError) as error:
        future.set_exception(error)
    finally:
        with _LOCK:
            del _BEGUN[wanted]


def _made(wanted: BriefWanted) -> bytes:
    document = compose(wanted.kind, wanted.subject_id, pack=pack(), lang=wanted.lang)
    content = _typeset(document) if wanted.form == "pdf" else _written(document, wanted.form)
    _keep(wanted, content)
    return content


def _written(document: Document, form: BriefForm) -> bytes:
    if form == "page":
        return content_html(document, has_outline=True).encode()
    return render(document, form)


def _typeset(document: Document) -> bytes:
    """Typeset in a child process, since Typst never gives its memory back."""
    with TYPESETTERS:
        return subprocess.run(
            [sys.executable, "-m", "chiiki.brief.typeset"],
            input=page_content(document).encode(),
            stdout=subprocess.PIPE,
            check=True,
        ).stdout


@cache
def _edition_name() -> str:
    now = edition()
    return f"{now.checksum[:16]}-{now.version}"


def _folder() -> Path:
    return Path(settings.OPTIONS.data) / "briefs"


def _place(wanted: BriefWanted) -> Path:
    return _folder() / _edition_name() / wanted.kind / wanted.file_name


def _keep(wanted: BriefWanted, content: bytes) -> None:
    try:
        write_brief(_place(wanted), content, force=True)
        _make_room()
    except OSError as error:
        _LOG.warning("a brief was not kept: %s", error)


def _make_room() -> None:
    """Remove briefs of other editions, then those unused for longest, until the rest fits."""
    files = [(place, place.stat()) for place in _folder().rglob("*") if place.is_file()]
    current = _folder() / _edition_name()
    files.sort(key=lambda found: (current in found[0].parents, found[1].st_mtime))
    excess = sum(stat.st_size for _, stat in files) - MOST_BYTES
    for place, stat in files:
        if excess <= 0 and current in place.parents:
            return
        place.unlink(missing_ok=True)
        excess -= stat.st_size
