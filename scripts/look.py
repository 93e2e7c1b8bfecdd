"""Write screenshots of every kind of page of the web, in both languages and at three widths, to look at.

Usage: ``./run python scripts/look.py --out DIR``            all of them, and a sheet per kind
       ``./run python scripts/look.py --out DIR home region``  only these kinds

Runs a site of its own, which needs no network, and the browser of the system.
"""

from __future__ import annotations

import argparse
import runpy
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser

TESTS = Path(__file__).parents[1] / "tests"

VIEWS = (
    ("1280", {"viewport": {"width": 1280, "height": 900}}),
    ("768", {"viewport": {"width": 768, "height": 900}}),
    ("360", {"viewport": {"width": 360, "height": 780}}),
    ("dark", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
    ("twice", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}),
)
"""Name → the window in which a page is seen."""

SHEET = "body{{margin:8px;font:14px sans-serif}}div{{display:flex;gap:8px;align-items:start}}img{{width:{width}px}}"

SHEET_WIDTH = 300


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="kinds of pages; all without one")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pictures")
    given = parser.parse_args(arguments)
    kinds = runpy.run_path(str(TESTS / "web" / "browser" / "page_kinds.py"))["PAGE_KINDS"]
    unknown = set(given.kinds) - set(kinds)
    if unknown:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; there are {', '.join(kinds)}")
    chosen = {kind: kinds[kind] for kind in given.kinds or kinds}
    given.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(TESTS))
    chromium, site = (runpy.run_path(str(TESTS / name)) for name in ("chromium.py", "running_site.py"))
    with tempfile.TemporaryDirectory() as folder, site["running_site"](Path(folder)) as running:
        for picture in _pictures(chromium, chosen, address=running.address, out=given.out):
            print(picture)
    return 0


def _pictures(chromium: dict[str, Any], kinds: Mapping[str, str], *, address: str, out: Path) -> Iterator[Path]:
    with sync_playwright() as playwright:
        browser = chromium["launched"](playwright)
        for kind, path in kinds.items():
            for lang in ("ja", "en"):
                name = f"{kind.replace(' ', '-')}.{lang}"
                taken = [
                    _picture(
                        browser, f"{address}{path.format(lang=lang)}", window=window, to=out / f"{name}.{view}.png"
                    )
                    for view, window in VIEWS
                ]
                yield _sheet(browser, taken, to=out / f"sheet.{name}.png")
        browser.close()


def _picture(browser: Browser, url: str, *, window: dict[str, Any], to: Path) -> Path:
    """Take one whole page."""
    context = browser.new_context(**window)
    page = context.new_page()
    page.goto(url)
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
