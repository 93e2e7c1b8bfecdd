"""Compiled loops, an accelerator for long sessions with large tables; all methods work without.

Starting the compiler's machinery takes one to two seconds of a process, compiled or not, and
compiling a moment more. So nothing here happens by itself: :func:`compile_all` compiles once
and keeps the result on disk, :func:`load` takes what is kept into this process, and from then
on large tables use it. :func:`engine` says which is in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from chiiki.capability.kernels import document_loops, loops
from chiiki.errors import MethodError, MissingExtraError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LOOPS", "Loop", "compile_all", "engine", "load", "loop", "unload"]


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop to compile."""

    function: Callable[..., Any]

    signature: str
    """Types of the arguments in numba's words; other types are refused when called."""


LOOPS = {
    "count_shared_bits": Loop(loops.count_shared_bits, "void(uint64[:,::1], float64[:,::1], int64, int64)"),
    "count_runs": Loop(document_loops.count_runs, "void(int32[::1], int32[::1], float64[::1], int64[::1])"),
    "write_pairs": Loop(
        document_loops.write_pairs,
        "void(int64[::1], int64[::1], int64[::1], int32[::1], int32[::1], int64, int64, int64)",
    ),
    "sum_listed": Loop(
        loops.sum_listed,
        "void(int64[::1], uint16[::1], float64[:,::1], float64[::1], float64[:,::1], int64, int64)",
    ),
}
"""All loops by name."""

_loaded: dict[str, Callable[..., Any]] = {}  # of this process: what load() took in


def engine() -> Literal["numba", "numpy"]:
    """Say what large tables are computed with in this process.

    Returns
    -------
    str
        ``"numba"`` after :func:`load` or :func:`compile_all`, else ``"numpy"``.

    Examples
    --------
    >>> engine()
    'numpy'
    """
    return "numba" if _loaded else "numpy"


def loop(name: str) -> Callable[..., Any] | None:
    """Return a compiled loop that this process has loaded.

    Parameters
    ----------
    name : str
        A name in :data:`LOOPS`.

    Returns
    -------
    callable or None
        Holds no lock while it runs, so threads can share the rows. None where nothing
        is loaded; the caller then takes its way through NumPy.
    """
    return _loaded.get(name)


def compile_all() -> tuple[str, ...]:
    """Compile what is not yet kept on disk, keep it, and use it in this process.

    Returns
    -------
    tuple of str
        Names of the loops that had to be compiled; empty when all were kept.

    Raises
    ------
    MissingExtraError
        If numba is not installed.
    OutputError
        If no folder can be written.

    Notes
    -----
    Kept beside the module, or in the user's cache folder where that cannot be
    written; ``NUMBA_CACHE_DIR`` names another place. Another version of chiiki,
    Python, numba, or another processor needs its own.
    """
    compiler = _Compiler()
    missing = tuple(name for name in LOOPS if not compiler.is_kept(name))
    _loaded.update({name: compiler.compiled(name) for name in LOOPS})
    return missing


def load() -> tuple[str, ...]:
    """Use what :func:`compile_all` kept in this process, without compiling anything.

    Returns
    -------
    tuple of str
        Names of the loops.

    Raises
    ------
    MissingExtraError
        If numba is not installed.
    MethodError
        If a loop is not kept for this version and processor.
    """
    compiler = _Compiler()
    if missing := [name for name in LOOPS if not compiler.is_kept(name)]:
        msg = (
            f"not compiled for this version and processor: {', '.join(missing)}. "
            "Run chiiki.capability.kernels.compiled.compile_all() once."
        )
        raise MethodError(msg)
    _loaded.update({name: compiler.compiled(name) for name in LOOPS})
    return tuple(LOOPS)


def unload() -> None:
    """Compute with NumPy again in this process."""
    _loaded.clear()


class _Compiler:
    """What is needed of numba, imported when first wanted."""

    def __init__(self) -> None:
        try:
            import numba  # noqa: PLC0415 -- an optional extra, and slow to import
            from numba.core import caching, registry, sigutils  # noqa: PLC0415
        except ImportError as error:
            how = "pip install 'chiiki[stats]', or in a checkout ./run --all-extras …"
            msg = f"Compiled loops need the extra stats. Add it: {how}"
            raise MissingExtraError(msg) from error
        self._numba: Any = numba  # without types
        self._caching: Any = caching
        self._context: Any = registry.cpu_target.target_context
        types: Any = sigutils.normalize_signature
        self._types = {name: types(one.signature)[0] for name, one in LOOPS.items()}

    def is_kept(self, name: str) -> bool:
        try:
            cache = self._caching.FunctionCache(LOOPS[name].function)
        except RuntimeError as error:  # numba found no folder that it can write
            msg = "compiled loops can be kept nowhere: set NUMBA_CACHE_DIR to a folder that can be written."
            raise OutputError(msg) from error
        return bool(cache.load_overload(self._types[name], self._context))

    def compiled(self, name: str) -> Callable[..., Any]:
        made: Callable[..., Any] = self._numba.njit(
            LOOPS[name].function, nogil=True, cache=True, fastmath={"contract"}
        )  # another order of sums would gather what lies apart, far slower
        compiler: Any = made
        before = self._numba.config.SLP_VECTORIZE
        self._numba.config.SLP_VECTORIZE = 1  # sums that stand beside each other share a register
        try:
            compiler.compile(self._types[name])  # takes the kept one where there is one
        finally:
            self._numba.config.SLP_VECTORIZE = before
        compiler.disable_compile()
        return made
