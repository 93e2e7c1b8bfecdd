"""Make the index of the library from the facts pack: all of it, in one transaction."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from chiiki import __version__
from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit.domain import record_action
from chiiki.web.library.catalogue import all_drafts
from chiiki.web.library.engines import Entry, engine, facet_term, scope_term
from chiiki.web.library.enums import Kind, Visibility
from chiiki.web.library.facts import pack as shared_pack
from chiiki.web.library.models import IndexState, Record, RecordFacet, RecordName, RecordText
from chiiki.web.library.text import fold, index_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.facts.pack import Pack
    from chiiki.web.access.actors import Actor
    from chiiki.web.library.catalogue.draft import Draft

__all__ = ["build_index", "ensure_index", "index_checksum", "is_index_current", "write_drafts"]

EDITION_OF_CODE = 1
"""Raise it when the index of the same pack comes out differently."""

BATCH = 2000
NAME_LENGTH = 200


def index_checksum(pack: Pack) -> str:
    """Return what the index of `pack` is stamped with: the facts, and the code that reads them."""
    parts = [__version__, str(EDITION_OF_CODE), pack.name, pack.edition]
    parts += [f"{table.name}:{table.sha256}" for table in pack.schema.tables.values()]
    return sha256("\n".join(parts).encode()).hexdigest()


def ensure_index(*, actor: Actor = SYSTEM) -> bool:
    """Build the index where there is none of this pack and this code; say whether it was built."""
    if is_index_current():
        return False
    build_index(actor=actor, pack=shared_pack())
    return True


def is_index_current() -> bool:
    """Say whether there is an index of this pack and this code."""
    return IndexState.objects.filter(checksum=index_checksum(shared_pack())).exists()


def build_index(*, actor: Actor, pack: Pack) -> int:
    """Replace the index by that of `pack`, in one transaction, and return the number of records.

    Readers see the old index until the new one is whole.
    """
    drafts = list(all_drafts(pack))
    checksum = index_checksum(pack)
    with transaction.atomic():
        # the log lets one writer in at a time, so two processes that start together build one after the other
        record_action(
            actor=actor,
            action="library.index",
            subject_kind="index",
            subject_id=checksum,
            after={"checksum": checksum, "n_records": len(drafts)},
            detail={"edition": pack.edition, "n_records": len(drafts)},
        )
        write_drafts(drafts)
        IndexState.objects.all().delete()
        IndexState.objects.create(pk=1, checksum=checksum, n_records=len(drafts))
    return len(drafts)


@transaction.atomic
def write_drafts(drafts: Sequence[Draft], *, visibility: Visibility = Visibility.PUBLIC) -> None:
    """Replace all records by `drafts`; ids follow their order."""
    for model in (RecordFacet, RecordName, RecordText, Record):
        model.objects.all()._raw_delete(using=model.objects.db)  # noqa: SLF001 -- no rows are read before
    entries = [_written(number, draft, visibility) for number, draft in enumerate(drafts, start=1)]
    texts = [text for _, text, _ in entries]
    Record.objects.bulk_create([record for record, _, _ in entries], batch_size=BATCH)
    RecordText.objects.bulk_create(texts, batch_size=BATCH)
    RecordName.objects.bulk_create(
        [
            RecordName(record_id=text.pk, folded=name[:NAME_LENGTH])
            for text in texts
            for name in dict.fromkeys([*text.names.split("\n"), *text.shorts.split("\n")])
            if name
        ],
        batch_size=BATCH,
    )
    RecordFacet.objects.bulk_create(
        [
            RecordFacet(record_id=number, facet=facet, value=value)
            for number, draft in enumerate(drafts, start=1)
            for facet, value in sorted(draft.facets)
            if value
        ],
        batch_size=BATCH,
    )
    engine().refill(entry for _, _, entry in entries)


def _written(number: int, draft: Draft, visibility: Visibility) -> tuple[Record, RecordText, Entry]:
    names = _folded(draft.name)
    shorts = _folded((*draft.short, *draft.aliases, draft.subject_id))
    body = list(dict.fromkeys(text for text in (*draft.texts, draft.locator) if text))
    folded = [*names, *shorts, *_folded(body)]
    text = RecordText(
        record_id=number,
        names="\n".join(names),
        shorts="\n".join(shorts),
        body="\n".join(body),
        folded="\n".join(dict.fromkeys(folded)),
    )
    entry = Entry(
        number,
        names=_scoped(_terms([*names, *shorts]), visibility),
        texts=_scoped(_terms(folded), visibility),
        facets=frozenset(
            {
                scope_term(visibility),
                facet_term("kind", draft.kind),
                *(facet_term(facet, value) for facet, value in draft.facets if value),
            }
        ),
    )
    return _record(number, draft, visibility), text, entry


def _folded(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(folded for text in texts if text and (folded := fold(text).text)))


def _terms(folded: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(index_terms(text) for text in folded))


def _scoped(terms: frozenset[str], visibility: Visibility) -> frozenset[str]:
    """Mark the terms of what not everybody may see: nobody else's search meets them, so its time tells nothing."""
    if visibility is Visibility.PUBLIC:
        return terms
    return frozenset(f"{scope_term(visibility)}_{term}" for term in terms)


def _record(number: int, draft: Draft, visibility: Visibility) -> Record:
    owner_kind, owner_id = draft.owner_page or ("", "")
    page_kind, page_id = draft.page or (draft.kind, draft.subject_id)
    return Record(
        id=number,
        kind=draft.kind,
        subject_id=draft.subject_id,
        visibility=visibility,
        name_ja=draft.name.ja,
        name_en=draft.name.en,
        short_ja=draft.short.ja,
        short_en=draft.short.en,
        sort_ja=fold(draft.name.ja).text[:NAME_LENGTH],
        sort_en=fold(draft.name.en or draft.name.ja).text[:NAME_LENGTH],
        type=draft.type,
        owner_ja=draft.owner.ja,
        owner_en=draft.owner.en,
        owner_kind=owner_kind,
        owner_id=owner_id,
        place_ja=draft.place.ja,
        place_en=draft.place.en,
        start_fy=draft.start_fy,
        end_fy=draft.end_fy,
        dated_on=draft.dated_on,
        grade=draft.grade,
        n_related=draft.n_related,
        source_id=draft.source_id,
        locator=draft.locator,
        page_kind=Kind(page_kind),
        page_id=page_id,
    )
