"""Make the reference pages from code, facts and wording, and put real output under commands.

Usage: ``./run python scripts/reference.py`` writes; with ``--check`` it compares instead, and
fails when a page differs from what it would write, or when something public is missing.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from pages.catalogue import error_classes, errors_page
from pages.commands import command_names, commands_page
from pages.contract import contract_page
from pages.coverage import coverage_page
from pages.dictionary import load_descriptor, tables_page, vocabularies_page
from pages.interface import interface_pages, public_names
from pages.meanings import definition_ids, glossary_page, numbers_page
from pages.outputs import with_real_output
from pages.peers import peers_page

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
SHOWN = {
    "README.md": "C.UTF-8",
    "README.ja.md": "ja_JP.UTF-8",
    "docs/tutorial/first-brief.md": "C.UTF-8",
    "docs/tutorial/capability.md": "C.UTF-8",
    "docs/tutorial/evaluation.md": "C.UTF-8",
    "docs/explanation/chain-linking.md": "C.UTF-8",
    "docs/explanation/evaluation-threats.md": "C.UTF-8",
}
"""Pages with commands and their output, and the locale they are run in."""

LINES = 12
"""Lines of a difference that are shown."""


def main() -> int:
    """Write all pages, or compare them with ``--check``; return 1 when they differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    pages = generated_pages()
    if not parser.parse_args().check:
        return _write(pages)
    problems = [*_differences(pages), *_strays(pages), *_missing(pages)]
    for problem in problems:
        print(problem)
    print(f"{len(pages)} pages, {len(problems)} problems" + (": run scripts/reference.py" if problems else ""))
    return 1 if problems else 0


def generated_pages() -> dict[Path, str]:
    """Return every page as it should be, by path."""
    made = {
        "cli.md": commands_page(),
        "tables.md": tables_page(),
        "vocabularies.md": vocabularies_page(),
        "errors.md": errors_page(),
        "brief-json.md": contract_page(),
        "numbers.md": numbers_page(),
        "coverage.md": coverage_page("en"),
        "coverage.ja.md": coverage_page("ja"),
        "glossary.md": glossary_page(),
        "peers.md": peers_page(),
        **interface_pages(),
    }
    pages = {REFERENCE / name: text for name, text in made.items()}
    for name, lang in SHOWN.items():
        path = ROOT / name
        pages[path] = with_real_output(path.read_text(encoding="utf-8"), lang=lang)
    return pages


def _write(pages: dict[Path, str]) -> int:
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for stray in _stray_paths(pages):
        stray.unlink()
    print(f"{len(pages)} pages written")
    return 0


def _differences(pages: dict[Path, str]) -> list[str]:
    found = []
    for path, text in pages.items():
        now = path.read_text(encoding="utf-8") if path.exists() else ""
        if now != text:
            lines = difflib.unified_diff(now.splitlines(), text.splitlines(), "committed", "made", lineterm="", n=0)
            found.append(f"{path.relative_to(ROOT)} differs:\n  " + "\n  ".join([*lines][:LINES]))
    return found


def _strays(pages: dict[Path, str]) -> list[str]:
    return [f"{path.relative_to(ROOT)} is not made any more" for path in _stray_paths(pages)]


def _stray_paths(pages: dict[Path, str]) -> list[Path]:
    kept = {*pages, REFERENCE / "index.md"}
    return [path for path in sorted(REFERENCE.rglob("*.md")) if path not in kept]


def _missing(pages: dict[Path, str]) -> list[str]:
    """Name what is public and stands on no page."""
    tables = [str(one["path"]).removesuffix(".csv") for one in load_descriptor()["resources"]]
    wanted = {
        "cli.md": [f"## {name}\n" for name in command_names()],
        "tables.md": [f"## {name} " for name in tables],
        "errors.md": [f"`chiiki.errors.{error.__name__}`" for error in error_classes()],
        "numbers.md": [f"| `{name}` |" for name in definition_ids()],
    }
    found = [
        f"{page}: no {text.strip()}"
        for page, texts in wanted.items()
        for text in texts
        if text not in pages[REFERENCE / page]
    ]
    interface = "".join(text for path, text in pages.items() if path.parent == REFERENCE / "api")
    return found + [f"no page has {name}" for name in public_names() if f"{name.rpartition('.')[2]}" not in interface]


if __name__ == "__main__":
    sys.exit(main())
