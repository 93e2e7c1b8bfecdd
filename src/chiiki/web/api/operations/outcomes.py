"""What came of it: outcomes with their indicators, and totals that must equal the sum of their parts."""

from __future__ import annotations

from math import isclose
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chiiki.web.access.rules import anyone
from chiiki.web.api.declare import declares
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.paging import TEXT, Paging, begin, page
from chiiki.web.api.problems import ProblemError
from chiiki.web.api.rowshapes import row_json, row_model
from chiiki.web.api.shapes import Page
from chiiki.web.api.tables import cells, key_of, row_number, rows_where

__all__ = ["router"]

router = Router(tags=["outcomes"])

OutcomeRow = row_model("outcomes")
CheckRow = row_model("checks")
IndicatorRow = row_model("outcome_indicators")


class OutcomeItem(Schema):
    """One outcome with what its indicator counts."""

    outcome: OutcomeRow = Field(description="What is stated")  # type: ignore[valid-type]
    indicator: IndicatorRow = Field(description="What it counts")  # type: ignore[valid-type]
    fact: str = Field(description="Path of the statement with everything that is known about it")
    checks: list[str] = Field(description="Paths of the totals of which it is a part")


class Reconciliation(Schema):
    """A stated total beside the sum of its parts."""

    check: CheckRow = Field(description="The stated total")  # type: ignore[valid-type]
    parts: list[OutcomeRow] = Field(description="The parts, each stated by a source of its own")  # type: ignore[valid-type]
    sum: float | None = Field(description="Sum of the parts; null where one is missing", examples=[4897])
    difference: float | None = Field(description="Sum minus total; null where one is missing", examples=[0])
    agrees: bool | None = Field(description="Whether sum and total are equal; null where that cannot be said")


class OutcomeFilter(Paging):
    """Which outcomes."""

    subject: str | None = Field(
        default=None,
        max_length=100,
        pattern=TEXT,
        description="Id of the programme, designation, group or plan",
        examples=["KCI"],
    )
    indicator: str | None = Field(
        default=None, max_length=100, pattern=TEXT, description="Id of the indicator", examples=["patents"]
    )
    kind: str | None = Field(
        default=None, max_length=40, pattern=TEXT, description="outcome, output, target, expected, context or count"
    )


@router.get("/outcomes", response=Page[OutcomeItem], summary="Outcomes")
@declares(anyone)
def outcomes(request: HttpRequest, asked: Query[OutcomeFilter]) -> dict[str, Any]:
    """Stated counts and amounts, in the order of the pack."""
    given = {"subject_id": asked.subject, "indicator": asked.indicator, "kind": asked.kind}
    numbers = rows_where("outcomes", {name: text for name, text in given.items() if text is not None})
    start = begin(request, asked)
    items = [_outcome(number) for number in numbers[start : start + asked.limit]]
    return page(request, items, start=start, n_total=len(numbers))


@router.get("/outcomes/{outcome_id}", response=OutcomeItem, summary="One outcome")
@declares(anyone)
def outcome(request: HttpRequest, outcome_id: str) -> dict[str, Any]:
    """One stated count or amount."""
    return _outcome(_found("outcomes", outcome_id, _("There is no outcome of this id.")))


@router.get("/checks", response=list[Reconciliation], summary="Totals beside the sums of their parts")
@declares(anyone)
def checks(request: HttpRequest) -> list[dict[str, Any]]:
    """Every stated total that the pack can set beside its parts."""
    return [_check(number) for number in rows_where("checks", {})]


@router.get("/checks/{check_id}", response=Reconciliation, summary="One total")
@declares(anyone)
def check(request: HttpRequest, check_id: str) -> dict[str, Any]:
    """One stated total with its parts."""
    return _check(_found("checks", check_id, _("There is no total of this id.")))


def _found(table: str, key: str, absent: str) -> int:
    number = row_number(table, key)
    if number is None:
        raise ProblemError(ProblemCode.NOT_FOUND, detail=absent)
    return number


def _outcome(number: int) -> dict[str, Any]:
    row, key = cells("outcomes", number), key_of("outcomes", number)
    parts = rows_where("check_parts", {"outcome_id": key})
    return {
        "outcome": row_json("outcomes", number),
        "indicator": row_json("outcome_indicators", row_number("outcome_indicators", str(row["indicator"])) or 0),
        "fact": f"/api/v1/facts/outcomes/{key}/value",
        "checks": [f"/api/v1/checks/{cells('check_parts', part)['check_id']}" for part in parts],
    }


def _check(number: int) -> dict[str, Any]:
    key = key_of("checks", number)
    ids = [str(cells("check_parts", part)["outcome_id"]) for part in rows_where("check_parts", {"check_id": key})]
    found = [place for place in (row_number("outcomes", outcome_id) for outcome_id in ids) if place is not None]
    values = [cells("outcomes", place)["value"] for place in found]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    total = sum(numbers) if len(numbers) == len(ids) else None
    expected = cells("checks", number)["expected"]
    is_known = total is not None and isinstance(expected, int | float)
    difference = total - expected if is_known else None  # type: ignore[operator]
    return {
        "check": row_json("checks", number),
        "parts": [row_json("outcomes", place) for place in found],
        "sum": total,
        "difference": difference,
        # Counts and yen are whole; the tolerance is for the few stated with one decimal.
        "agrees": None if difference is None else isclose(difference, 0, abs_tol=1e-6),
    }
