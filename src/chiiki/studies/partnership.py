"""Which regions hold what a region's named options need, and the reverse.

The measure is that of :mod:`~chiiki.capability.partners` with two choices: only the options
that a brief names count, all the same, and only what a region is specialised in with persons
enough to be named counts as held. All options of a region would mostly be far ones, for which
every region would be sent to the largest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.partners import partners
from chiiki.provenance import Number
from chiiki.studies.capability import capability_table, cells_of, totals_of
from chiiki.studies.phrases import formula

if TYPE_CHECKING:
    from chiiki.capability.partners import Partners, Reason
    from chiiki.facts.pack import Pack
    from chiiki.provenance import NumberBook, Phrase
    from chiiki.studies.capability import Capability, CapabilityTable

__all__ = ["N_PARTNERS", "Partner", "add_partners"]

N_PARTNERS = 4
N_REASONS = 2


@dataclass(frozen=True, slots=True)
class Partner:
    """Another region that completes one, as number ids and industry codes."""

    region_id: str
    value: str
    """The smaller of the two."""

    gain: str
    give: str
    is_tied: bool
    gains: tuple[tuple[str, str], ...]
    """What the other holds and the option that it serves most."""

    gives: tuple[tuple[str, str], ...]
    """What this one holds and the other's option that it serves most."""


@lru_cache(maxsize=4)
def _partners(pack: Pack, year: int | None) -> Partners | None:
    table = capability_table(pack, year=year)
    if table is None or len(table.jobs.region_ids) == 1:
        return None
    options = table.options
    found = partners(options.presence, options.proximity, complexity=options.complexity)
    chosen = np.zeros(options.presence.shape)
    for row in range(len(chosen)):
        for option in table.named(row):
            chosen[row, option.activity] = 1.0
    weights = chosen / np.maximum(chosen.sum(axis=1, keepdims=True), 1.0)
    held = options.presence & table.is_of_size
    need = np.where(options.presence, 0.0, weights @ found.relatedness)
    directed = need @ held.T.astype(np.float64)
    values = np.minimum(directed, directed.T)
    return replace(found, values=values, directed=directed, need=need, weights=weights, presence=held)


def add_partners(book: NumberBook, pack: Pack, *, region_id: str, capability: Capability) -> tuple[Partner, ...]:
    """Add the regions that complete one best: ``r20.complement.2014.28``, ``.gain.``, ``.give.``.

    Returns
    -------
    tuple of Partner
        Best first; those that gain or give nothing are left out.
    """
    table = capability.table
    found = _partners(pack, None if table.is_fine else table.jobs.year)
    row = table.jobs.row(region_id)
    if found is None or row is None:
        return ()
    best = found.best(row, n=N_PARTNERS).nearest
    return tuple(
        _add_partner(book, table, found, row=row, other=one.region, is_tied=one.is_tied)
        for one in best
        if one.value > 0
    )


def _add_partner(  # noqa: PLR0913 -- keywords with one meaning each
    book: NumberBook, table: CapabilityTable, found: Partners, *, row: int, other: int, is_tied: bool
) -> Partner:
    own_id, other_id = (table.jobs.region_ids[position] for position in (row, other))
    ways = (("gain", own_id, found.directed[row, other]), ("give", other_id, found.directed[other, row]))
    gain, give = (
        _add(
            book,
            table,
            f"r{own_id}.{name}.{table.jobs.year}.{other_id}",
            value=100 * float(value),
            computed=formula("gain", region=whose, cells=cells_of(table)),
            inputs=totals_of(table, own_id),
        )
        for name, whose, value in ways
    )
    value = _add(
        book,
        table,
        f"r{own_id}.complement.{table.jobs.year}.{other_id}",
        value=100 * float(found.values[row, other]),
        computed=formula("complement", gain=gain, give=give),
        inputs=(gain, give),
    )
    reasons = found.reasons(row, other=other, n=N_REASONS)
    return Partner(other_id, value, gain, give, is_tied, _coded(table, reasons.gains), _coded(table, reasons.gives))


def _add(  # noqa: PLR0913 -- keywords with one meaning each
    book: NumberBook, table: CapabilityTable, number_id: str, *, value: float, computed: Phrase, inputs: tuple[str, ...]
) -> str:
    number = Number(
        id=number_id,
        value=value,
        unit="percent_point",
        period=str(table.jobs.year),
        definition="partner",
        formula=computed,
        inputs=inputs,
    )
    return book.add(number).id


def _coded(table: CapabilityTable, reasons: tuple[Reason, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((table.codes[reason.activity], table.codes[reason.serves]) for reason in reasons)
