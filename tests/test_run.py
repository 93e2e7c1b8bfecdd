"""The project speaks of itself alone, and ``./run`` stays a short script."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_lock_file_is_tracked():
    locks = [path.name for path in _tracked() if path.name in {"uv.lock", "package-lock.json", "yarn.lock"}]

    assert locks == []


def test_no_tracked_text_names_a_registry_host_or_a_path_of_one_machine():
    forbidden = re.compile(
        r"pythonho"
        r"sted|py"
        r"pi\.org/simple|npm"
        r"js\.org|deb\.deb"
        r"ian|(?<![\w.])/(?:wo"
        r"rk|fa"
        r"rm)/"
    )
    found = []
    for path in _tracked():
        if path.suffix in {".otf", ".png", ".gz"} or not path.exists():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in [forbidden.search(text)] if hit]

    assert found == []


def test_run_is_a_posix_script_without_syntax_errors():
    checked = subprocess.run(["sh", "-n", str(ROOT / "run")], capture_output=True, check=False)

    assert checked.returncode == 0, checked.stderr
