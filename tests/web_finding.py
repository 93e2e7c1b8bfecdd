"""One page of records, for tests that ask for words, filters or a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chiiki.web.library.queries.records import PER_PAGE, Question, ask_records, page_of

if TYPE_CHECKING:
    from chiiki.web.access.actors import Actor
    from chiiki.web.library.queries.records import Found

__all__ = ["find_records"]


def find_records(*, actor: Actor, page: int = 1, per_page: int = PER_PAGE, **asked: Any) -> Found:
    """Ask as the lists do; `asked` are the fields of a question."""
    return page_of(ask_records(Question(**asked), actor=actor), page=page, per_page=per_page)
