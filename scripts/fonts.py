"""Make the two shipped fonts and the table of letter widths from Noto Sans CJK.

Run as ``python scripts/fonts.py FOLDER`` where FOLDER holds ``NotoSansCJK-Regular.ttc`` and
``NotoSansCJK-Bold.ttc`` (Debian: ``/usr/share/fonts/opentype/noto`` after installing
``fonts-noto-cjk``). Writes ``src/chiiki/brief/fonts/*.otf`` and
``src/chiiki/brief/charts/widths.py``. Needs fontTools.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "src/chiiki/brief/fonts"
WIDTHS = ROOT / "src/chiiki/brief/charts/widths.py"
FAMILY = "Noto Sans CJK JP"
WEIGHTS = ("Regular", "Bold")
EM = 1000


def wanted_characters() -> set[int]:
    """List the characters shipped.

    Returns
    -------
    set of int
        Code points of JIS X 0208 levels 1 and 2, the vendor rows of code page 932 (Ⅱ ① ㈱ 髙 﨑),
        Latin letters with marks, and the signs that briefs print.
    """
    points = {*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2028)}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in range(0x40, 0xFD):
            text = bytes((lead, trail)).decode("cp932", errors="ignore")
            points |= {ord(character) for character in text if unicodedata.category(character) != "Co"}
    signs = "−〜～△▲▽▼∥‖⇄→←↑↓…‥–—′″○●◎◇◆□■☆★※†‡¥€°±×÷≤≥≒≠∞√Σμ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㊤㊥㊦㈱㈲℃㎡㌔％‰𠮷"
    return points | {ord(character) for character in signs}


def subset_font(collection: Path, *, points: set[int], target: Path) -> TTFont:
    """Cut the Japanese face of a collection down to `points` and save it as OTF.

    Parameters
    ----------
    collection
        Path of the ``.ttc``.
    points
        Code points to keep.
    target
        File to write.

    Returns
    -------
    TTFont
        The font as saved.
    """
    font = next(face for face in TTCollection(collection).fonts if face["name"].getDebugName(1) == FAMILY)
    options = subset.Options(
        layout_features=["kern", "palt", "halt"],
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=["*"],
        drop_tables=["VORG", "BASE", "DSIG", "vmtx", "vhea"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    return TTFont(target)


def width_table(font: TTFont) -> dict[int, str]:
    """Group the characters that are not one em wide by their advance width.

    Parameters
    ----------
    font
        A font of 1,000 units per em.

    Returns
    -------
    dict
        Width in thousandths of an em → the characters, in order.
    """
    groups: dict[int, list[str]] = {}
    for point, glyph in sorted(font.getBestCmap().items()):
        width = font["hmtx"][glyph][0]
        if width != EM:
            groups.setdefault(width, []).append(chr(point))
    return {width: "".join(groups[width]) for width in sorted(groups)}


def widths_module(tables: dict[str, dict[int, str]]) -> str:
    """Write the Python module that holds the tables.

    Parameters
    ----------
    tables
        Weight → table of :func:`width_table`.

    Returns
    -------
    str
        Source text.
    """
    lines = [
        '"""Advance widths of the shipped fonts; written by ``scripts/fonts.py``, not by hand.',
        "",
        "Thousandths of an em → characters; every character absent here is one em wide.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        f"__all__ = {sorted(weight.upper() for weight in tables)!r}",
    ]
    for weight, table in tables.items():
        lines += ["", f"{weight.upper()}: Final[dict[int, str]] = {{"]
        for width, characters in table.items():
            pieces = [characters[i : i + 16] for i in range(0, len(characters), 16)]
            lines.append(f"    {width}: " + " ".join(ascii(piece) for piece in pieces) + ",")
        lines.append("}")
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Write fonts and table.

    Parameters
    ----------
    folder
        Where the two collections lie.
    """
    points = wanted_characters()
    tables = {}
    for weight in WEIGHTS:
        target = FONTS / f"NotoSansCJKjp-{weight}.otf"
        font = subset_font(folder / f"NotoSansCJK-{weight}.ttc", points=points, target=target)
        tables[weight] = width_table(font)
        print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.2f} MB")
    WIDTHS.write_text(widths_module(tables), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
