"""The style sheet of briefs as a static file of the site, made from its source when files are gathered."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from chiiki.brief.html import style_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.checks import CheckMessage
    from django.core.files.storage import Storage

__all__ = ["BriefSheetFinder"]

SHEET = "ui/brief.css"


class BriefSheetFinder(BaseFinder):
    """Find ``ui/brief.css``: the one sheet that a brief carries in itself and the site links."""

    def check(self, **_options: Any) -> list[CheckMessage]:  # noqa: ANN401 -- as Django declares it
        """Find nothing wrong: the sheet comes with the code."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:  # noqa: ANN401, FBT001, FBT002 -- as Django declares it
        """Return the place of the sheet where `path` names it."""
        if path != SHEET:
            return []
        found = str(_written())
        return [found] if find_all else found

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """List the sheet."""
        _written()
        yield SHEET, FileSystemStorage(location=_folder())


def _folder() -> Path:
    return Path(settings.OPTIONS.data) / "made"


def _written() -> Path:
    """Write the sheet unless it is there already; readers never see half of it."""
    place = _folder() / SHEET
    sheet = style_sheet()
    if place.exists() and place.read_text(encoding="utf-8") == sheet:
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(f".{os.getpid()}")
    draft.write_text(sheet, encoding="utf-8")
    return draft.replace(place)
