"""The page of a programme: its brief, with links to every thing that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.compose import assemble
from chiiki.brief.programme import compose_programme as compose_parts
from chiiki.brief.wording import load_wording

if TYPE_CHECKING:
    from chiiki.brief.document import Document, Lang
    from chiiki.facts.pack import Pack

__all__ = ["compose_programme"]


def compose_programme(programme_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one programme."""
    wording = load_wording(lang)
    return assemble(compose_parts(programme_id, pack=pack, wording=wording), pack=pack, wording=wording)
