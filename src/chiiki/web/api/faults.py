"""What is wrong with parameters, in words: what the validator found, worded for people."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.problems import FieldError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

__all__ = ["parameter_problem"]

MESSAGES: Mapping[str, _StrOrPromise] = MappingProxyType(
    {
        "int_parsing": _("This is no whole number."),
        "int_from_float": _("This is no whole number."),
        "int_parsing_size": _("This number is too large."),
        "less_than_equal": _("This number is too large."),
        "greater_than_equal": _("This number is too small."),
        "string_too_long": _("This text is too long."),
        "string_too_short": _("This text is too short."),
        "string_pattern_mismatch": _("This text has signs that are not allowed."),
        "literal_error": _("This is none of the allowed values."),
        "enum": _("This is none of the allowed values."),
        "missing": _("This parameter is needed."),
        "too_long": _("This is given too often."),
        "bool_parsing": _("This is neither true nor false."),
    }
)
"""Type of the fault, as pydantic names it → what is said."""

OTHER = _("This value cannot be used.")


def parameter_problem(faults: Sequence[Mapping[str, Any]], request: HttpRequest) -> ProblemError:
    """Return the problem that names each parameter with its value and what is allowed."""
    return ProblemError(ProblemCode.BAD_PARAMETER, errors=[_fault(fault, request) for fault in faults[:20]])


def _fault(fault: Mapping[str, Any], request: HttpRequest) -> FieldError:
    names = [part for part in fault.get("loc", ()) if isinstance(part, str)]
    name = names[-1] if names else ""
    limits = fault.get("ctx", {})
    allowed = limits.get("expected") or next((f"{sign} {limits[key]}" for key, sign in _LIMITS if key in limits), None)
    return FieldError(
        field=name,
        value=request.GET.get(name, "")[:200],
        message=MESSAGES.get(fault.get("type", ""), OTHER),
        allowed=allowed and str(allowed),
        next=_("Give an allowed value, or leave the parameter out."),
    )


_LIMITS = (("le", "≤"), ("ge", "≥"), ("max_length", "≤"), ("min_length", "≥"), ("pattern", "~"))
