# ruff: noqa: PLR2004 -- the aims stand beside what they judge
"""Speed of the site: ours beside a bare Django page and Datasette, server and load in one run.

Usage: ``./run --all-extras python benchmarks/web.py [--quick]``

``DATABASE_URL`` (a database of its own, which is filled) adds the same figures on PostgreSQL;
``CHIIKI_PEERS`` names an interpreter that has Datasette. Loopback only; every measurement ends by
itself. Times say something only beside times from the same machine at rest.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from csv import DictReader
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from web_load import asked_once, at_pace, most_per_second
from web_pages import CACHED, KINDS, TABLE, database_pages, searches, table_pages
from web_servers import WORKERS, free_port, granian, memory_mb, running, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
FACTS = HERE.parent / "src" / "chiiki" / "facts" / "data" / "jp"
LARGEST_PAGE = 200_000
N_SEARCHED = 100_000


def main() -> int:
    """Measure and print; nothing here can fail a build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="two seconds a measurement instead of five")
    options = parser.parse_args()
    seconds = 2.0 if options.quick else 5.0
    with tempfile.TemporaryDirectory(prefix="chiiki-web-") as folder:
        bare = _bare(seconds)
        datasette = _datasette(Path(folder), seconds)
        for url in dict.fromkeys(("", os.environ.get("DATABASE_URL", ""))):
            _ours(Path(folder), url, bare=bare, datasette=datasette, seconds=seconds)
    return 0


def _say(what: str, figure: str, *, aim: str = "", is_met: bool | None = None) -> None:
    met = {None: "", True: "yes", False: "NO"}[is_met]
    print(f"  {what:44} {figure:>34}   {aim:28} {met}", flush=True)


def _bare(seconds: float) -> float:
    port = free_port()
    with running(granian("web_bare:application", port), port=port, cwd=HERE):
        most_per_second(port, ["/"], seconds=1)
        rate, _ = most_per_second(port, ["/"], seconds=seconds)
    print(f"bare Django page, {WORKERS} workers: {rate:,.0f} a second")
    return rate


def _datasette(folder: Path, seconds: float) -> float | None:
    """Serve the largest table of the pack by Datasette; None without an interpreter that has it."""
    python = os.environ.get("CHIIKI_PEERS", "").split(os.pathsep)[0]
    if not python:
        print("Datasette: not measured, CHIIKI_PEERS names no interpreter that has it")
        return None
    database = folder / "facts.db"
    with closing(sqlite3.connect(database)) as connection, (FACTS / f"{TABLE}.csv").open(encoding="utf-8") as stream:
        rows = list(DictReader(stream))
        names = ", ".join(rows[0])
        connection.execute(f"CREATE TABLE {TABLE} ({names})")
        places = ", ".join("?" * len(rows[0]))
        insert = f"INSERT INTO {TABLE} VALUES ({places})"  # noqa: S608 -- a name of ours
        connection.executemany(insert, [tuple(row.values()) for row in rows])
        connection.commit()
    port = free_port()
    command = [python, "-m", "datasette", str(database), "--port", str(port), "--setting", "suggest_facets", "off"]
    # pages are asked for by the row to start after, as its own links do
    paths = [f"/facts/{TABLE}?_next={start}&_size=100" for start in range(0, len(rows) - 100, 100)]
    with running(command, port=port, cwd=folder):
        most_per_second(port, paths, seconds=1)
        rate, _ = most_per_second(port, paths, seconds=seconds)
    print(f"Datasette, the same 100-row pages (one process, as it runs): {rate:,.0f} a second")
    return rate


def _ours(folder: Path, url: str, *, bare: float, datasette: float | None, seconds: float) -> None:
    name = "postgresql" if url else "sqlite"
    print(f"\nchiiki on {name}, {WORKERS} workers")
    environment = {"CHIIKI_DATA": str(folder / name), "DATABASE_URL": url, "CHIIKI_URL": "http://127.0.0.1"}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "chiiki", "upgrade"], env={**os.environ, **environment}, check=True)
    _say("tables, static files and index, from nothing", f"{time.perf_counter() - started:.1f} s")
    port = free_port()
    with running(
        granian("chiiki.web.config.wsgi:application", port), port=port, cwd=HERE, environment=environment
    ) as pid:
        _brief(port)
        settle(pid)
        _cached(port, bare=bare, seconds=seconds)
        _database(port, seconds=seconds)
        _table(port, datasette=datasette, seconds=seconds)
        _sizes(port)
        _memory(pid, "after all of that")
    _search(environment, seconds=seconds)


def _brief(port: int) -> None:
    path = "/ja/briefs/region/04"
    first = asked_once(port, path).seconds
    again = min(asked_once(port, path).seconds for _ in range(20))
    _say("a brief from nothing (fresh process)", f"{first:.2f} s", aim="<= 1.5 s", is_met=first <= 1.5)
    _say("the same from the cache", f"{again * 1e3:.1f} ms", aim="<= 50 ms", is_met=again <= 0.05)


def _cached(port: int, *, bare: float, seconds: float) -> None:
    for path in CACHED:
        most_per_second(port, [path], seconds=1)
        rate, n_failed = most_per_second(port, [path], seconds=seconds)
        ratio = rate / bare
        said = f"{rate:,.0f}/s, {ratio:.2f} x bare" + (f", {n_failed} FAILED" if n_failed else "")
        _say(f"from the cache: {path}", said, aim=">= 0.7 x bare Django", is_met=ratio >= 0.7 and not n_failed)


def _database(port: int, *, seconds: float) -> None:
    paths = database_pages()
    half = len(paths) // 2
    rate, n_failed = most_per_second(port, paths[:half], seconds=seconds)
    said = f"{rate:,.0f}/s" + (f", {n_failed} FAILED" if n_failed else "")
    _say("from the database: a list with filters", said, aim=">= 150 a second", is_met=rate >= 150)
    pace = at_pace(port, paths[half:], per_second=75, seconds=seconds)
    said = f"median {pace.median:.0f}, p95 {pace.p95:.0f} ms"
    _say("the same at 75 a second", said, aim="p95 <= 100 ms", is_met=pace.p95 <= 100 and not pace.n_failed)


def _table(port: int, *, datasette: float | None, seconds: float) -> None:
    rate, n_failed = most_per_second(port, table_pages(), seconds=seconds)
    said = f"{rate:,.0f}/s" + (f", {rate / datasette:.2f} x Datasette" if datasette else "")
    said += f", {n_failed} FAILED" if n_failed else ""
    _say("a 100-row table page", said, aim=">= 1 x Datasette", is_met=rate >= datasette if datasette else None)


def _sizes(port: int) -> None:
    sizes = {}
    for path in (f"/{lang}/{kind}" for kind in KINDS for lang in ("ja", "en")):
        answer = asked_once(port, path.removesuffix("/") if path.count("/") > 2 else path, gzip=False)
        sizes[path] = answer.n_bytes if answer.status == 200 else -answer.status
    largest = max(sizes, key=lambda path: sizes[path])
    said = f"{sizes[largest] / 1e3:,.0f} kB ({largest})"
    _say(f"largest of {len(sizes)} pages, unpacked", said, aim="<= 200 kB", is_met=sizes[largest] <= LARGEST_PAGE)
    for path, size in sizes.items():
        if size < 0:
            _say(f"{path} answered", str(-size), is_met=False)


def _memory(pid: int, when: str) -> None:
    found = memory_mb(pid)[:WORKERS]
    said = " and ".join(f"{size:.0f}" for size in found) + " MB"
    _say(f"memory of the workers {when}", said, aim="<= 300 MB each", is_met=bool(found) and max(found) <= 300)


def _search(environment: dict[str, str], *, seconds: float) -> None:
    """Search an index of 100,000 records: those of the pack again and again under other names."""
    command = [sys.executable, str(HERE / "web_search_fill.py"), str(N_SEARCHED)]
    subprocess.run(command, env={**os.environ, **environment}, check=True)
    port = free_port()
    command = granian("chiiki.web.config.wsgi:application", port)
    with running(command, port=port, cwd=HERE, environment=environment) as pid:
        asked_once(port, "/ja/")
        settle(pid)
        for lang, words in searches().items():
            paths = _asked(words, lang=lang)
            for path in paths[:4]:
                asked_once(port, path)
            pace = at_pace(port, paths, per_second=10, seconds=max(seconds, 4) * 2)
            said = f"median {pace.median:.0f}, p95 {pace.p95:.0f} ms, {pace.n_failed} failed"
            what = f"search in {N_SEARCHED:,} records, {lang}"
            _say(what, said, aim="p95 <= 100 ms", is_met=pace.p95 <= 100 and not pace.n_failed)


def _asked(words: Sequence[str], *, lang: str) -> list[str]:
    """Ask for each word with a period that nobody asked for before, so that no cache helps."""
    return [f"/{lang}/search?q={quote(word)}&from={1950 + number}" for number in range(12) for word in words]


if __name__ == "__main__":
    sys.exit(main())
