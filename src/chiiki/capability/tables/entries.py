"""The chance of entry from the periods of a table: which can be compared, what was learnt, how good it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.entry import entry_model
from chiiki.capability.entry_panel import PREDICTORS
from chiiki.capability.tables.asking import in_labels
from chiiki.capability.tables.presence import present
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.entry import EntryModel
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.presence import Cut, Present

__all__ = ["Entries", "entries_of", "in_order"]


@dataclass(frozen=True, slots=True)
class Entries:
    """What the periods of a table say of entries."""

    model: EntryModel | None
    """None where the periods do not carry one."""

    last: Matrix | None
    """The last period, with the regions and fields that all periods have."""

    findings: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def probability(self, matrix: Matrix) -> FloatArray:
        """Return the chance of entry by the labels of `matrix`; NaN where there is none.

        Parameters
        ----------
        matrix : Matrix
            Any period; only the last one has a chance.
        """
        chance = np.full(matrix.values.shape, np.nan)
        if self.model is None or self.last is None or matrix.period != self.last.period:
            return chance
        rows, columns = (
            _places(mine, theirs)
            for mine, theirs in ((matrix.regions, self.last.regions), (matrix.fields, self.last.fields))
        )
        chance[np.ix_(rows >= 0, columns >= 0)] = self.model.probability[np.ix_(rows[rows >= 0], columns[columns >= 0])]
        return chance


def entries_of(found: Sequence[Matrix], *, rule: Cut, lag: int, has_complexity: bool) -> Entries:
    """Fit the entry model on the periods of a table, where it has enough of them.

    Parameters
    ----------
    found : sequence of Matrix
        One per period; whole numbers are put into their order, other labels keep that of the table.
    rule : Cut
        When a region counts as having a field.
    lag : int
        After how many periods an entry counts.
    has_complexity : bool
        Whether PCI is a predictor.

    Returns
    -------
    Entries
        Without model where periods are too few or carry none; findings or cautions say why.
    """
    if len(found) < (needed := 2 * lag + 1):
        return Entries(None, None, findings=(_too_few(found, needed=needed),))
    matrices = in_order(found)
    labels = [matrix.period or "" for matrix in matrices]
    shared = _shared([present(matrix, rule) for matrix in matrices])
    last = shared[-1].matrix
    amounts, presences = np.stack([each.matrix.values for each in shared]), np.stack([each.presence for each in shared])
    predictors = [name for name in PREDICTORS if has_complexity or name != "pci"]
    try:
        with in_labels(last):
            model = entry_model(amounts, presence=presences, lag=lag, predictors=predictors)
    except (InputError, MethodError, MissingExtraError) as error:
        return Entries(None, None, cautions=(_no_model(str(error), labels),))
    return Entries(model, last, findings=_words(model, labels, last), cautions=(*_uneven(labels), *model.cautions))


def _too_few(found: Sequence[Matrix], *, needed: int) -> str:
    n = len(found)
    have = "the table was read as one period" if n == 1 else f"the table has {n}"
    return f"no entry_probability: an entry model needs {needed} periods or more (column of the periods: time); {have}"


def in_order(found: Sequence[Matrix]) -> list[Matrix]:
    """Put periods that are whole numbers into their order; others keep that of the table.

    Parameters
    ----------
    found : sequence of Matrix
        One per period.
    """
    labels = [matrix.period or "" for matrix in found]
    if all(label.isascii() and label.isdigit() for label in labels):
        return sorted(found, key=lambda matrix: int(matrix.period or ""))
    return list(found)


def _shared(found: Sequence[Present]) -> list[Present]:
    """Keep the regions and fields that all periods have, in the order of the last one."""
    last = found[-1].matrix
    regions = [label for label in last.regions if all(label in set(each.matrix.regions) for each in found)]
    fields = [label for label in last.fields if all(label in set(each.matrix.fields) for each in found)]
    kept = []
    for each in found:
        rows, columns = _places(regions, each.matrix.regions), _places(fields, each.matrix.fields)
        cells = np.ix_(rows, columns)
        matrix = each.matrix.kept(regions=rows, fields=columns)
        kept.append(type(each)(matrix, each.presence[cells], each.ratios[cells]))
    return kept


def _places(labels: Sequence[str], among: Sequence[str]) -> IntArray:
    """Position of each label, -1 where it is not there."""
    place = {label: at for at, label in enumerate(among)}
    return np.array([place.get(label, -1) for label in labels], dtype=np.intp)


def _no_model(reason: str, labels: list[str]) -> Caution:
    """Say why, with the period's label for its position and without the suffix of another one."""
    text = re.sub(r" \(period [^)]*\)$", "", reason)
    text = re.sub(r"^period (\d+)", lambda at: f"period {labels[int(at[1])]}", text)
    return Caution("no-entry-model", f"There is no entry_probability. {text[0].upper()}{text[1:]}")


def _uneven(labels: list[str]) -> tuple[Caution, ...]:
    if not all(label.isascii() and label.isdigit() for label in labels):
        return ()
    gaps = np.diff([int(label) for label in labels]).tolist()
    if len(set(gaps)) == 1:
        return ()
    message = f"The periods are {min(gaps)} to {max(gaps)} apart: entries over unequal spans were taken as alike."
    return (Caution("uneven-periods", message),)


def _words(model: EntryModel, labels: list[str], last: Matrix) -> tuple[str, ...]:
    lag, fit, found = model.fit.lag, model.fit, model.judgement

    def spans(starts: tuple[int, ...]) -> str:
        return ", ".join(f"{labels[start]} to {labels[start + lag]}" for start in starts)

    alone = "" if model.auc_of_density is None else f" (density alone {model.auc_of_density:.3f})"
    effects = "; ".join(f"{part.name} {part.estimate:.3f} (SE {part.se:.3f})" for part in fit.coefficients)
    bins = "; ".join(f"{place.stated:.3f} stated, {place.observed:.3f} observed" for place in found.calibration)
    common = f"the {len(last.regions):,} regions and {len(last.fields):,} fields that all periods have"
    learnt = f"{fit.n_entries:,} entries in {fit.n_cells:,} open pairs of {common}"
    distance = f"Brier {found.brier:.4f}, of the base rate {found.brier_of_base:.4f}, skill {found.skill:.3f}"
    judged = f"{found.n_happened:,} entries in {found.n:,}; AUC {found.auc:.3f}{alone}; {distance}"
    return (
        f"entry model learnt from {spans(fit.starts)}: {learnt}; {effects}",
        f"judged on {spans(model.judged_starts)}: {judged}",
        f"calibration: {bins}",
        f"entry_probability: of an entry {lag} period{'s' if lag > 1 else ''} after {labels[-1]}",
    )
