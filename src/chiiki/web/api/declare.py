"""How an operation names its rule: ``@declares(anyone)`` below ``@router.get(…)``.

>>> @router.get("/plans", response=…)                    # doctest: +SKIP
... @declares(anyone)
... def plans(request, …): ...
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from chiiki.web.access.views import Declaration

if TYPE_CHECKING:
    from collections.abc import Callable

    from ninja import Router

    from chiiki.web.access.rules import Rule

__all__ = ["Endpoint", "declares", "endpoints_of"]

Function = TypeVar("Function", bound="Callable[..., object]")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the interface: what it answers, and who may ask."""

    path: str
    """As in the OpenAPI document: ``/plans/{subject_id}``."""

    name: str
    declaration: Declaration
    parameters: frozenset[str]
    """Names of the parameters of the query."""

    @property
    def allow(self) -> str:
        """Value of the header Allow."""
        return ", ".join((*self.declaration.methods, "OPTIONS"))


def declares(rule: Rule) -> Callable[[Function], Function]:
    """Bind an operation to the rule that is asked before it runs."""

    def mark(operation: Function) -> Function:
        operation.declaration = Declaration(rule, ("GET", "HEAD"), is_shared=True)  # type: ignore[attr-defined]
        return operation

    return mark


def endpoints_of(router: Router) -> list[Endpoint]:
    """Return every address of `router`.

    Raises
    ------
    TypeError
        If an operation declares no rule: the site does not start with it.
    """
    found = []
    for path, view in router.path_operations.items():
        for operation in view.operations:
            declaration = getattr(operation.view_func, "declaration", None)
            if not isinstance(declaration, Declaration):
                msg = f"{operation.view_func.__name__} declares no rule: put @declares(…) above it."
                raise TypeError(msg)
            names = {
                name
                for model in operation.models
                if model.__ninja_param_source__ == "query"
                for name in model.__ninja_flatten_map__
            }
            found.append(Endpoint(path, operation.view_func.__name__, declaration, frozenset(names)))
    return found
