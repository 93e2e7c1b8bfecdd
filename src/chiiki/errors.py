"""What can go wrong, as one tree.

::

    ChiikiError
    ├── InputError (ValueError)          an argument cannot be used
    │   ├── ShapeError                   wrong dimensions, or lengths that differ
    │   ├── MissingValueError            missing cells where none are allowed
    │   └── UnknownNameError (LookupError)  no such region, programme, number, table, language
    ├── MethodError (ArithmeticError)    too few units, no overlap, no convergence
    ├── MixedPeriodsError (ValueError)   a ratio or sum over periods that differ
    ├── ProvenanceError (ValueError)     a number without origin, or two for one id
    ├── PackError (ValueError)           the facts pack is damaged or edited
    ├── OutputError (OSError)            a file cannot be written, or would overwrite a foreign one
    └── MissingExtraError (ImportError)  a command needs an extra that is not installed
"""

from __future__ import annotations

__all__ = [
    "ChiikiError",
    "InputError",
    "MethodError",
    "MissingExtraError",
    "MissingValueError",
    "MixedPeriodsError",
    "OutputError",
    "PackError",
    "ProvenanceError",
    "ShapeError",
    "UnknownNameError",
]


class ChiikiError(Exception):
    """Base of all errors that chiiki raises; ``code`` never changes once released."""

    code = "chiiki"


class InputError(ChiikiError, ValueError):
    """An argument cannot be used as it is."""

    code = "input"


class ShapeError(InputError):
    """An array has the wrong dimensions, or two have lengths that differ."""

    code = "input.shape"


class MissingValueError(InputError):
    """Cells are missing where the method cannot say what that means."""

    code = "input.missing"


class UnknownNameError(InputError, LookupError):
    """Nothing has that name; the message suggests what may have been meant."""

    code = "input.unknown-name"


class MethodError(ChiikiError, ArithmeticError):
    """The method has no answer for this input: too few units, no overlap, no convergence."""

    code = "method"


class MixedPeriodsError(ChiikiError, ValueError):
    """Two numbers cover different periods, so their ratio or sum means nothing."""

    code = "periods.mixed"


class ProvenanceError(ChiikiError, ValueError):
    """A number has no origin, or one id stands for two numbers."""

    code = "provenance"


class PackError(ChiikiError, ValueError):
    """The facts pack is damaged or was edited: file, row, column, value and remedy."""

    code = "facts.pack"


class OutputError(ChiikiError, OSError):
    """A file cannot be written, or a foreign file stands where it should go."""

    code = "output"


class MissingExtraError(ChiikiError, ImportError):
    """The command needs an optional extra; the message says how to add it."""

    code = "extra.missing"
