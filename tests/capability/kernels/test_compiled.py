from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from chiiki.capability.kernels import compiled, loops

needs_numba = pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="the extra stats is not installed")

FRESH = "from chiiki.capability.kernels import compiled\n"


def fresh(script: str, folder: os.PathLike[str]) -> subprocess.CompletedProcess[str]:
    """Run in a new process that keeps compiled loops in `folder`."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    command = [sys.executable, "-c", FRESH + script]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_nothing_is_compiled_or_loaded_unless_asked():
    assert compiled.engine() == "numpy"
    assert all(compiled.loop(name) is None for name in compiled.LOOPS)


@pytest.mark.slow
@needs_numba
def test_loops_are_compiled_once_and_then_loaded(tmp_path):
    first = fresh("print(*compiled.compile_all(), compiled.engine())", tmp_path)
    assert first.stdout.split() == [*compiled.LOOPS, "numba"], first.stderr
    script = "print(len(compiled.load()), len(compiled.compile_all()), compiled.engine())\n"
    script += "compiled.loop('count_shared_bits')(1, 2, 3, 4)"
    again = fresh(script, tmp_path)
    assert again.stdout.split() == [str(len(compiled.LOOPS)), "0", "numba"], again.stderr
    assert "No matching definition" in again.stderr  # other types are refused, never compiled


@pytest.mark.slow
@needs_numba
def test_loading_what_is_not_kept_says_what_to_run(tmp_path):
    run = fresh("compiled.load()", tmp_path)
    assert "chiiki.errors.MethodError: not compiled for this version and processor: count_shared_bits" in run.stderr
    assert "Run chiiki.capability.kernels.compiled.compile_all() once." in run.stderr


def test_unloading_goes_back_to_numpy(monkeypatch):
    monkeypatch.setattr(compiled, "_loaded", {"count_shared_bits": loops.count_shared_bits})
    assert compiled.engine() == "numba"
    compiled.unload()
    assert compiled.engine() == "numpy"


def test_without_numba_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(
        compiled.MissingExtraError, match=r"need the extra stats\. Add it: pip install 'chiiki\[stats\]'"
    ):
        compiled.load()


def test_shared_bits_as_plain_python():
    words = np.array([[3, 2**63], [1, 2**63 + 1], [2**64 - 1, 0]], dtype=np.uint64)
    counts = np.zeros((3, 3))
    with np.errstate(over="ignore"):  # the machine's own arithmetic wraps around
        loops.count_shared_bits(words, counts, 0, 3)
    assert counts.tolist() == [[3, 2, 2], [2, 3, 1], [2, 1, 64]]
