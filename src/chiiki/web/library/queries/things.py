"""One record by its kind and id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.library.queries.records import visible_to

if TYPE_CHECKING:
    from chiiki.web.access.actors import Actor
    from chiiki.web.library.enums import Kind
    from chiiki.web.library.models import Record

__all__ = ["find_record"]


def find_record(kind: Kind, subject_id: str, *, actor: Actor) -> Record | None:
    """Return a record that `actor` may know of; None where there is none."""
    if not subject_id.isprintable():  # PostgreSQL refuses a NUL instead of finding nothing
        return None
    return visible_to(actor).filter(kind=kind, subject_id=subject_id).first()
