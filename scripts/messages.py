"""Keep the messages of the web complete in both languages, and compile them.

The English sentence is the message; each app holds the Japanese one in its
``locale/ja/LC_MESSAGES/django.po``.

Usage: ``./run python scripts/messages.py``           add new messages, drop unused ones
       ``./run python scripts/messages.py --check``   say what is missing, stale or unused; exit 1 if anything
"""

from __future__ import annotations

import argparse
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WEB = Path(__file__).parents[1] / "src" / "chiiki" / "web"

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
"""Functions that mark a message, and which arguments are its context, text and plural."""

HEADER = rb"""msgid ""
msgstr ""
"Language: ja\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
"""No date and no name: two branches that add messages differ only in these messages."""

_PLACES = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")


def main() -> int:
    """Update or check the catalogue of every app; return 1 if a check found anything."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    check = options.parse_args().check
    problems = [problem for app in _apps() for problem in (_check(app) if check else _update(app))]
    for problem in problems:
        print(problem)
    return 1 if problems and check else 0


def _apps() -> list[Path]:
    return sorted(path.parent for path in WEB.glob("*/__init__.py"))


def _po_path(app: Path) -> Path:
    return app / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def messages_of(app: Path) -> Catalog:
    """Collect the messages that the Python files and templates of an app mark."""
    found = Catalog(locale="ja", fuzzy=False)
    for path in sorted(app.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        for _line, message, _comments, context in _marked(path):
            found.add(message, context=context, locations=[(str(path.relative_to(WEB)), 0)])
    return found


def _marked(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # inside parentheses Python's reader of tokens does not mind how the lines are indented
        text = f"(\n{templatize(text)}\n)"
    return extract("python", BytesIO(text.encode()), keywords=KEYWORDS)


def _existing(app: Path) -> Catalog:
    path = _po_path(app)
    if not path.exists():
        return Catalog(locale="ja", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale="ja")


def _check(app: Path) -> list[str]:
    used, existing = messages_of(app), _existing(app)
    place = _po_path(app).relative_to(WEB)
    problems = []
    for message in used:
        if not message.id:
            continue
        translated = existing.get(message.id, context=message.context)
        if translated is None or not _is_translated(translated.string):
            problems.append(f"{place}: {message.id!r} has no Japanese; add it, or run scripts/messages.py first")
        elif _places(message.id) != _places(translated.string):
            problems.append(f"{place}: {message.id!r} and {translated.string!r} have different places")
    problems += [
        f"{place}: {message.id!r} is not used any more"
        for message in existing
        if message.id and used.get(message.id, context=message.context) is None
    ]
    return problems


def _is_translated(string: str | Sequence[str] | None) -> bool:
    return bool(string) if isinstance(string, str) or string is None else all(string)


def _places(text: str | Sequence[str] | None) -> set[str]:
    last = text if isinstance(text, str) else (text or ("",))[-1]
    return {match.group() for match in _PLACES.finditer(last)}


def _update(app: Path) -> list[str]:
    """Write the catalogue of an app anew, with the Japanese it already has; name what still lacks one."""
    used, existing = messages_of(app), _existing(app)
    if not len(used):
        return []
    merged = Catalog(locale="ja", fuzzy=False)
    for message in sorted(used, key=lambda one: (str(one.id), one.context or "")):
        if message.id:
            before = existing.get(message.id, context=message.context)
            merged.add(message.id, before.string if before else None, context=message.context)
    path = _po_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(HEADER)
        write_po(stream, merged, width=120, omit_header=True)
    return [f"{path.relative_to(WEB)}: {one.id!r} needs its Japanese" for one in merged if one.id and not one.string]


if __name__ == "__main__":
    sys.exit(main())
