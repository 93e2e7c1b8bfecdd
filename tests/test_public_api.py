"""What a package offers is what its ``__all__`` says, sorted, documented and real."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import chiiki

# The web is an application: what it offers are addresses, which the walk of all routes checks.
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(chiiki.__path__, "chiiki.")
    if not module.name.startswith("chiiki.web") and not any(part.startswith("_") for part in module.name.split("."))
)


def _kind_then_name(public):
    """Order as the linter does: constants, classes, functions."""
    return (not public.isupper(), not public[0].isupper(), public)


@pytest.mark.parametrize("name", ["chiiki", *MODULES])
def test_all_is_sorted_and_every_name_in_it_exists_and_is_documented(name):
    module = importlib.import_module(name)
    offered = module.__all__

    assert list(offered) == sorted(offered, key=_kind_then_name)
    assert len(set(offered)) == len(offered)
    for public in offered:
        thing = getattr(module, public)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert inspect.getdoc(thing), f"{name}.{public} has no docstring"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_defines_no_public_function_or_class_that_it_does_not_offer(name):
    module = importlib.import_module(name)
    defined = {
        key
        for key, thing in vars(module).items()
        if not key.startswith("_")
        and (inspect.isclass(thing) or inspect.isfunction(thing))
        and thing.__module__ == name
    }

    assert defined <= set(module.__all__)
