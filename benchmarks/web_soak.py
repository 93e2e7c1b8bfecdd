"""An hour of mixed load: whether the memory of the workers grows, files stay open, anything fails.

Usage: ``./run --all-extras python benchmarks/web_soak.py [--minutes 60] [--per-second 20]``

``DATABASE_URL`` names a PostgreSQL database of its own; without it, SQLite. Loopback only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from web_load import at_pace
from web_pages import KINDS, database_pages, searches, table_pages
from web_servers import WORKERS, free_port, granian, memory_mb, n_open_files, running

HERE = Path(__file__).parent
N_PARTS = 6
LARGEST_MB = 300
MOST_GROWTH = 0.05


def main() -> int:
    """Load, and print after each part what the workers hold; nothing here can fail a build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--per-second", type=float, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chiiki-soak-") as folder:
        environment = {"CHIIKI_DATA": folder, "CHIIKI_URL": "http://127.0.0.1"}
        subprocess.run([sys.executable, "-m", "chiiki", "upgrade"], env={**os.environ, **environment}, check=True)
        port = free_port()
        command = granian("chiiki.web.config.wsgi:application", port)
        with running(command, port=port, cwd=HERE, environment=environment) as pid:
            _soak(port, pid, minutes=options.minutes, per_second=options.per_second)
    return 0


def _soak(port: int, pid: int, *, minutes: float, per_second: float) -> None:
    paths = _mixed()
    print(f"{WORKERS} workers, {per_second:g} requests a second over {len(paths):,} addresses")
    held, n_failed = [], 0
    for part in range(1, N_PARTS + 1):
        # each part begins where the one before ended, so that pages come back after the cache let them go
        start = int((part - 1) * per_second * minutes * 60 / N_PARTS) % len(paths)
        pace = at_pace(port, paths[start:] + paths[:start], per_second=per_second, seconds=minutes * 60 / N_PARTS)
        n_failed += pace.n_failed
        held.append(max(memory_mb(pid)[:WORKERS]))
        said = f"largest worker {held[-1]:.0f} MB, {n_open_files(pid)} open files, {pace.n_failed} failed"
        print(
            f"  after {minutes * part / N_PARTS:5.1f} min: {pace.n:,} requests, p95 {pace.p95:.0f} ms; {said}",
            flush=True,
        )
    growth = held[-1] / held[0] - 1
    print(f"  growth after the first part: {growth:+.1%} (aim: below {MOST_GROWTH:.0%}: {growth < MOST_GROWTH})")
    print(f"  largest worker {held[-1]:.0f} MB (aim: at most {LARGEST_MB}: {held[-1] <= LARGEST_MB})")
    print(f"  {n_failed} requests failed (aim: 0)")


def _mixed() -> list[str]:
    kinds = [f"/{lang}/{kind}" for kind in KINDS for lang in ("ja", "en")]
    found = [f"/{lang}/search?q={word}" for lang, words in searches().items() for word in words if word.isascii()]
    rest = [*database_pages(), *table_pages(), *found]
    # a page of each kind between any two of the others, as readers come and go
    return [path for index, one in enumerate(rest) for path in (kinds[index % len(kinds)], one)]


if __name__ == "__main__":
    sys.exit(main())
