r"""Who is compared with whom, said before anything is estimated.

A design takes a :class:`~chiiki.evaluation.panel.Panel` and a comparison group and lists, cohort
by cohort, the treated units, the units that stand for their untreated outcomes, and the periods
before and after. A unit `j` can stand for cohort `g` in period `t` where it is untreated then::

    never-treated   g_j is infinite
    not yet         t < g_j, so that a unit leaves the comparison when it starts

What identifies nothing is refused: no untreated unit, no period before, or an outcome that is
observed no later than the first treated period itself. Units that stay out are counted by reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.panel import Exclusion, first_of, usable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.evaluation.panel import Panel

__all__ = ["CohortDesign", "ComparisonGroup", "Design", "Match", "design_of", "match_controls"]

ComparisonGroup: TypeAlias = Literal["never", "not-yet", "matched"]
"""Units never treated; those and all that are not treated yet; or the never-treated that resemble treated ones."""


@dataclass(frozen=True, slots=True)
class CohortDesign:
    """One cohort: who is treated from then on, and who stands for it."""

    cohort: int
    """First treated period."""

    treated: tuple[str, ...]
    never: tuple[str, ...]
    not_yet: tuple[str, ...]
    """Units of later cohorts; each stands in only until it starts."""

    n_before: int
    """Periods of the window before the cohort starts."""

    n_after: int
    """Periods from its start on."""


@dataclass(frozen=True, slots=True)
class Match:
    """A treated unit and its nearest never-treated units."""

    treated: str
    controls: tuple[str, ...]
    """Nearest first."""

    distances: tuple[float, ...]
    """Root mean square over the features, in their standard deviations."""


@dataclass(frozen=True, slots=True)
class Design:
    """Who is compared with whom, over which periods."""

    panel: Panel
    """Units of the design only; what was left out stands in its ``exclusions``."""

    comparison: ComparisonGroup
    cohorts: tuple[CohortDesign, ...]
    matches: tuple[Match, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def n_treated(self) -> int:
        """Number of treated units."""
        return sum(len(cohort.treated) for cohort in self.cohorts)

    @property
    def n_never(self) -> int:
        """Number of units never treated within the window."""
        return self.panel.n_units - self.n_treated

    @property
    def window(self) -> tuple[int, int]:
        """First and last period."""
        return int(self.panel.periods[0]), int(self.panel.periods[-1])

    def describe(self) -> tuple[str, ...]:
        """Say in sentences who is compared with whom, who is left out, and why.

        Returns
        -------
        tuple of str
            The window, each cohort, each exclusion, each caution.
        """
        first, last = self.window
        lines = [
            f"{self.n_treated} treated and {self.n_never} never treated units, periods {first} to {last}.",
            *(_sentence(cohort, comparison=self.comparison) for cohort in self.cohorts),
            *(exclusion.message for exclusion in self.panel.exclusions),
            *(caution.message for caution in self.cautions),
        ]
        return tuple(lines)


def design_of(
    panel: Panel,
    *,
    comparison: ComparisonGroup = "not-yet",
    window: tuple[int, int] | None = None,
    ratio: int = 1,
    caliper: float | None = None,
) -> Design:
    """Lay out who is compared with whom, and refuse what identifies nothing.

    Parameters
    ----------
    panel : Panel
        As it was read; :func:`chiiki.evaluation.panel.usable` is applied.
    comparison : {"not-yet", "never", "matched"}
        Who stands for the untreated.
    window : tuple of two periods, optional
        First and last period that count; all when left out.
    ratio, caliper
        Of the matched comparison: see :func:`match_controls`.

    Returns
    -------
    Design
        Its panel is what an estimator takes. Where every unit is treated in the end, the window
        ends before the last cohort starts, with a Caution.

    Raises
    ------
    InputError
        If the window holds fewer than two periods of the panel.
    MethodError
        If no treated, no untreated unit or no period before is left, if no period follows the
        first treated one, or if no never-treated unit is there and only those may be compared.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.arange(12.0).reshape(3, 4)
    >>> g = np.array([2002.0, 2003.0, np.inf])
    >>> for line in design_of(Panel(("A", "B", "C"), np.arange(2000, 2004), y, g)).describe():
    ...     print(line)
    2 treated and 1 never treated units, periods 2000 to 2003.
    Cohort 2002: 1 treated (A) against 1 never treated and 1 not yet treated; 2 periods before, 2 from the start on.
    Cohort 2003: 1 treated (B) against 1 never treated and 0 not yet treated; 3 periods before, 1 from the start on.
    """
    kept = panel if window is None else _within(panel, window)
    kept = usable(_before_all_are_treated(kept) if comparison == "not-yet" else kept)
    matches: tuple[Match, ...] = ()
    if comparison != "not-yet" and kept.is_ever_treated.all():
        msg = "no unit is never treated, and only those may be compared. Compare with units not treated yet."
        raise MethodError(msg)
    if comparison == "matched":
        matches = match_controls(kept, ratio=ratio, caliper=caliper)
        kept = usable(_matched(kept, matches))
    _check_follow_up(kept)
    cohorts = tuple(_cohort(kept, cohort, comparison=comparison) for cohort in kept.cohorts)
    return Design(kept, comparison, cohorts, matches, (*kept.cautions, *_short_before(cohorts)))


def match_controls(panel: Panel, *, ratio: int = 1, caliper: float | None = None) -> tuple[Match, ...]:
    """Find the never-treated units that resemble each treated one before it starts.

    Features are the outcomes of all periods before the first cohort starts and the means of the
    covariates over them, each divided by its standard deviation over units. Units may be taken
    more than once; equal distances go to the unit that stands first.

    Parameters
    ----------
    panel : Panel
        Usable; features must be observed.
    ratio : int
        How many never-treated units each treated one gets, at least 1.
    caliper : float, optional
        Largest distance that counts, in standard deviations.

    Returns
    -------
    tuple of Match
        In the order of the treated units; ``controls`` is empty where none is near enough.

    Raises
    ------
    InputError
        If `ratio` is not between 1 and the number of never-treated units.
    MethodError
        If a unit lacks an outcome in every period before the first cohort, or no feature varies.

    Notes
    -----
    Matching on outcomes before makes treated units and their comparison alike at the start; what
    is left of a difference shrinks by itself afterwards (regression to the mean), which an
    estimate would take for an effect. Compare with the estimate of all untreated units.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 3.0], [1.0, 2.1, 2.0], [5.0, 6.0, 7.0]])
    >>> match_controls(Panel(("A", "B", "C"), np.arange(3), y, np.array([2.0, np.inf, np.inf])))[0].controls
    ('B',)
    """
    treated, never = panel.is_ever_treated, ~panel.is_ever_treated
    if not 1 <= ratio <= int(never.sum()):
        msg = f"ratio must be between 1 and the {int(never.sum())} never treated units, got {ratio}."
        raise InputError(msg)
    features = _features(panel)
    rows, columns = np.flatnonzero(treated), np.flatnonzero(never)
    gaps = features[rows][:, None] - features[columns]
    distances = np.sqrt(np.mean(gaps**2, axis=2))
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :ratio]
    found = []
    for row, order in enumerate(nearest):
        near = [k for k in order.tolist() if caliper is None or distances[row, k] <= caliper]
        controls = tuple(panel.units[columns[k]] for k in near)
        found.append(Match(panel.units[rows[row]], controls, tuple(float(distances[row, k]) for k in near)))
    return tuple(found)


def _features(panel: Panel) -> FloatArray:
    """Return what units are matched on, in standard deviations, shape (n_units, n_features)."""
    before = panel.periods < panel.cohorts[0]
    parts = [panel.outcomes[:, before]]
    parts += [cells[:, before].mean(axis=1, keepdims=True) for cells in panel.covariates.values()]
    cells = np.hstack(parts)
    if np.isnan(cells).any():
        unit = panel.units[int(np.argmax(np.isnan(cells).any(axis=1)))]
        msg = f"{unit!r} lacks an outcome or covariate before {panel.cohorts[0]}. Shorten the window or leave it out."
        raise MethodError(msg)
    spread = cells.std(axis=0, ddof=1)
    if not (spread > 0).any():
        msg = f"nothing differs between units before {panel.cohorts[0]}, so no unit is nearer than another."
        raise MethodError(msg)
    scaled: FloatArray = cells[:, spread > 0] / spread[spread > 0]
    return scaled


def _matched(panel: Panel, matches: Sequence[Match]) -> Panel:
    """Keep treated units that have a match and the units matched to them; count the others."""
    units = np.array(panel.units, dtype=object)
    found = {match.treated for match in matches if match.controls}
    controls = {unit for match in matches for unit in match.controls}
    treated = panel.is_ever_treated
    lone = treated & ~np.isin(units, list(found))
    far = ~treated & ~np.isin(units, list(controls))
    exclusions = list(panel.exclusions)
    if lone.any():
        exclusions.append(Exclusion("no-match", tuple(units[lone])))
    if far.any():
        exclusions.append(Exclusion("not-matched", tuple(units[far])))
    return replace(panel.subset(~lone & ~far), exclusions=tuple(exclusions))


def _within(panel: Panel, window: tuple[int, int]) -> Panel:
    inside: BoolArray = (panel.periods >= window[0]) & (panel.periods <= window[1])
    if int(inside.sum()) < 2:  # noqa: PLR2004 -- before and after
        msg = f"the window {window[0]} to {window[1]} holds {int(inside.sum())} periods of the panel; it needs two."
        raise InputError(msg)
    return panel.of_periods(inside)


def _before_all_are_treated(panel: Panel) -> Panel:
    """End the window before the last cohort starts, where every unit of known treatment is treated in it."""
    known = panel.first_treated[panel.is_known]
    last = known.max(initial=-np.inf)
    if not known.size or last > panel.periods[-1] or np.unique(known).size == 1:
        return panel
    cut = _within(panel, (int(panel.periods[0]), int(last) - panel.step))
    message = f"every unit is treated from {int(last)} on; the window ends before, so that some are not treated yet."
    return replace(cut, cautions=(*cut.cautions, Caution("treated-later", message)))


def _check_follow_up(panel: Panel) -> None:
    if panel.cohorts[0] < panel.periods[-1]:
        return
    msg = (
        f"treatment and last outcome fall into one period, {panel.periods[-1]}: a period that is partly before and "
        "partly under treatment shows no effect. Add later outcomes."
    )
    raise MethodError(msg)


def _cohort(panel: Panel, cohort: int, *, comparison: ComparisonGroup) -> CohortDesign:
    units = np.array(panel.units, dtype=object)
    later = panel.is_ever_treated & (panel.first_treated > cohort)
    return CohortDesign(
        cohort=cohort,
        treated=tuple(units[panel.first_treated == cohort]),
        never=tuple(units[~panel.is_ever_treated]),
        not_yet=tuple(units[later]) if comparison == "not-yet" else (),
        n_before=int((panel.periods < cohort).sum()),
        n_after=int((panel.periods >= cohort).sum()),
    )


def _short_before(cohorts: Sequence[CohortDesign]) -> list[Caution]:
    short = [cohort for cohort in cohorts if cohort.n_before == 1]
    if not short:
        return []
    message = (
        f"cohort {short[0].cohort} has one period before it starts, so nothing shows whether "
        "treated and untreated units moved together."
    )
    return [Caution("single-pre-period", message)]


def _sentence(cohort: CohortDesign, *, comparison: ComparisonGroup) -> str:
    against = f"{len(cohort.never)} {'matched' if comparison == 'matched' else 'never treated'}"
    if comparison == "not-yet":
        against += f" and {len(cohort.not_yet)} not yet treated"
    before = "1 period" if cohort.n_before == 1 else f"{cohort.n_before} periods"
    return (
        f"Cohort {cohort.cohort}: {len(cohort.treated)} treated ({first_of(cohort.treated)}) against {against}; "
        f"{before} before, {cohort.n_after} from the start on."
    )
