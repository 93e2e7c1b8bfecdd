"""Write screenshots of every kind of page of the web, in both languages and at three widths, to look at.

Usage: ``./run python scripts/look.py --out DIR``            all of them, and a sheet per kind
       ``./run python scripts/look.py --out DIR home "brief*"``  only these kinds
       ``./run python scripts/look.py --out DIR --views dark,print home``  only in these windows

Runs a site of its own, which needs no network, and the browser of the system.
"""

from __future__ import annotations

import argparse
import json
import runpy
import sys
import tempfile
from dataclasses import dataclass
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

TESTS = Path(__file__).parents[1] / "tests"

VIEWS: dict[str, dict[str, Any]] = {
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "768": {"viewport": {"width": 768, "height": 900}},
    "360": {"viewport": {"width": 360, "height": 780}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "twice": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "print": {"viewport": {"width": 680, "height": 900}},
}
"""Name → the window in which a page is seen; 680 px are an A4 sheet between its margins."""

SHEET = "body{{margin:8px;font:14px sans-serif}}div{{display:flex;gap:8px;align-items:start}}img{{width:{width}px}}"

SHEET_WIDTH = 300


@dataclass(frozen=True, slots=True)
class Sight:
    """One page to look at."""

    name: str
    """Of its files: the kind and the language."""

    url: str
    cookies: tuple[dict[str, Any], ...] = ()
    """Of whoever looks."""

    content: str = ""
    """The page itself, where no address gives it: that of a failure."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="kinds of pages, or patterns of them; all without one")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pictures")
    parser.add_argument("--views", default=",".join(VIEWS), help=f"windows, of {','.join(VIEWS)}")
    given = parser.parse_args(arguments)
    views = given.views.split(",")
    if wrong := set(views) - set(VIEWS):
        parser.error(f"no such window: {', '.join(sorted(wrong))}; there are {', '.join(VIEWS)}")
    given.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(TESTS))
    chromium, site = (runpy.run_path(str(TESTS / name)) for name in ("chromium.py", "running_site.py"))
    with tempfile.TemporaryDirectory() as folder, site["running_site"](Path(folder)) as running:
        sights = [sight for sight in _sights(running) if _is_wanted(sight, given.kinds)]
        if not sights:
            parser.error("no such kind; tests/web/browser/page_kinds.py names them")
        with sync_playwright() as playwright:
            browser = chromium["launched"](playwright)
            for sight in sights:
                print(_seen(browser, sight, views=views, out=given.out), flush=True)
            browser.close()
    return 0


def _is_wanted(sight: Sight, kinds: Sequence[str]) -> bool:
    return not kinds or any(fnmatch(sight.name.rpartition(".")[0], kind.replace(" ", "-")) for kind in kinds)


def _sights(running: Any) -> Iterator[Sight]:  # noqa: ANN401 -- a site of the tests, which has no types
    """Return every kind of page in both languages, and whatever a page needs to be seen."""
    kinds = runpy.run_path(str(TESTS / "web" / "browser" / "page_kinds.py"))
    stage = json.loads(running.shell("import web_stage; print(web_stage.staged())"))
    sessions = {
        who: ({"name": stage["cookie"], "value": key, "url": running.address},)
        for who, key in stage["sessions"].items()
    }
    public: dict[str, tuple[str, str]] = {
        kind: ("", path) for kind, path in {**kinds["PAGE_KINDS"], **kinds["MORE_PAGES"]}.items()
    }
    for lang in ("ja", "en"):
        for kind, (who, path) in {**public, **kinds["MEMBER_KINDS"]}.items():
            address = running.address + path.format(lang=lang, **stage["things"])
            yield Sight(_name(kind, lang), address, sessions.get(who, ()))
        for kind in kinds["BROKEN_KINDS"]:
            yield Sight(_name(kind, lang), f"{running.address}/{lang}/", content=stage["answers"][f"{kind}.{lang}"])


def _name(kind: str, lang: str) -> str:
    return f"{kind.replace(' ', '-')}.{lang}"


def _seen(browser: Browser, sight: Sight, *, views: Sequence[str], out: Path) -> Path:
    """Take a page in each window, and put the pictures beside each other."""
    taken = [_picture(browser, sight, view=view, to=out / f"{sight.name}.{view}.png") for view in views]
    return _sheet(browser, taken, to=out / f"sheet.{sight.name}.png")


def _picture(browser: Browser, sight: Sight, *, view: str, to: Path) -> Path:
    """Take one whole page."""
    context = browser.new_context(**VIEWS[view])
    context.add_cookies([*sight.cookies])  # type: ignore[list-item]
    page = context.new_page()
    if sight.content:
        page.route(sight.url, lambda route: route.fulfill(body=sight.content, content_type="text/html; charset=utf-8"))
    page.goto(sight.url)
    if urlsplit(page.url).path != urlsplit(sight.url).path:
        print(f"{sight.name} led on to {page.url}", file=sys.stderr)
    if view == "print":
        page.emulate_media(media="print")
    page.screenshot(path=to, full_page=True)
    context.close()
    return to


def _sheet(browser: Browser, pictures: Sequence[Path], *, to: Path) -> Path:
    """Put the pictures of one page beside each other, for a first look."""
    page = browser.new_page(viewport={"width": (SHEET_WIDTH + 8) * len(pictures) + 16, "height": 900})
    shown = "".join(f'<img src="{escape(picture.resolve().as_uri())}" alt="">' for picture in pictures)
    source = to.with_suffix(".html")
    source.write_text(f"<style>{SHEET.format(width=SHEET_WIDTH)}</style><div>{shown}</div>", encoding="utf-8")
    page.goto(source.resolve().as_uri())
    page.screenshot(path=to, full_page=True)
    page.close()
    source.unlink()
    return to


if __name__ == "__main__":
    sys.exit(main())
