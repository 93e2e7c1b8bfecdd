"""Errors: one tree, stable codes, and the built-in class that a reader expects."""

from __future__ import annotations

import pytest

from chiiki import errors

CODES = {
    "ChiikiError": ("chiiki", Exception),
    "InputError": ("input", ValueError),
    "MethodError": ("method", ArithmeticError),
    "MissingExtraError": ("extra.missing", ImportError),
    "MissingValueError": ("input.missing", ValueError),
    "MixedPeriodsError": ("periods.mixed", ValueError),
    "OutputError": ("output", OSError),
    "PackError": ("facts.pack", ValueError),
    "ProvenanceError": ("provenance", ValueError),
    "ShapeError": ("input.shape", ValueError),
    "UnknownNameError": ("input.unknown-name", LookupError),
}


def test_the_list_of_errors_is_whole():
    assert sorted(CODES) == sorted(errors.__all__)


@pytest.mark.parametrize("name", sorted(CODES))
def test_an_error_has_its_code_and_its_builtin(name):
    code, builtin = CODES[name]
    error = getattr(errors, name)

    assert error.code == code
    assert issubclass(error, builtin)
    assert issubclass(error, errors.ChiikiError)


def test_no_two_errors_share_a_code():
    assert len({code for code, _ in CODES.values()}) == len(CODES)


def test_the_tree_in_the_docstring_names_every_error():
    assert all(name in errors.__doc__ for name in errors.__all__)
