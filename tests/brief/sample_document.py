"""An artificial document with every element a brief may have; none of its numbers is real."""

from __future__ import annotations

from dataclasses import replace

from chiiki.brief.charts import GradeBoxes, Label, Strip, Tile, TileGrid
from chiiki.brief.document import (
    Block,
    Cell,
    Claim,
    Definition,
    Document,
    Figure,
    Kpi,
    Link,
    NumberRef,
    SourceNote,
    Table,
)
from chiiki.brief.wording import load_wording
from chiiki.provenance import Number, NumberBook, Phrase

HOSTILE = '<script>alert("x")</script>&\'</style>'


LONG_URL = "https://example.org/" + "%E8%B3%87%E6%96%99" * 40
MANY = [f"S-{ordinal}" for ordinal in range(12)]
"""Ids of sources that back one number together."""


def _numbers() -> NumberBook:
    book = NumberBook()
    stated = {"source_ids": ("S-A",), "locators": ("table 2 <b>",)}
    book.add(
        Number(
            id="r04.population",
            value=2_280_000,
            unit="persons",
            period="2022",
            definition="population",
            resolution=1000,
            cautions=("rounded",),
            **stated,
        )
    )
    book.add(
        Number(
            id="r04.population.2000",
            value=2_365_000,
            unit="persons",
            period="2000",
            definition="population",
            resolution=1000,
            **stated,
        )
    )
    book.add(
        Number(
            id="r04.change",
            value=-0.036,
            unit="ratio",
            period="2000-2022",
            definition="change",
            formula=Phrase.signs("r04.population / r04.population.2000 - 1"),
            inputs=("r04.population", "r04.population.2000"),
        )
    )
    book.add(
        Number(
            id="r04.money",
            value=None,
            unit="JPY",
            period="FY2014",
            definition="money",
            missing="not_published",
            source_ids=("S-B",),
            locators=("p. 3",),
        )
    )
    book.add(
        Number(
            id="r04.hidden",
            value=None,
            unit="count",
            period="FY2014",
            definition="hidden",
            missing="suppressed",
            source_ids=("S-B",),
            locators=("p. 4",),
        )
    )
    book.add(
        Number(
            id="r04.effect",
            value=(1.1, 7.3),
            unit="index",
            period="FY2002-2011",
            definition="effect",
            formula=Phrase(en="bounds of an artificial estimate", ja="仮の推定値の上限と下限"),
        )
    )
    for code in range(1, 13):
        book.add(
            Number(
                id=f"r{code:02}.designations",
                value=code,
                unit="count",
                period="FY1996-2026",
                definition="designations",
                source_ids=("S-A", "S-B")[: 1 + code % 2],
                locators=("all rows", "page")[: 1 + code % 2],
            )
        )
    book.add(
        Number(
            id="r04.median",
            value=6.5,
            unit="index",
            period="FY1996-2026",
            definition="median",
            formula=Phrase(en="median of the designations of all regions", ja="全地域の指定・採択の件数の中央値"),
            inputs=tuple(f"r{code:02}.designations" for code in range(1, 13)),
        )
    )
    many = {"source_ids": tuple(MANY), "locators": tuple(f"row {source}" for source in MANY)}
    for subject in ("r04", "r02"):
        book.add(
            Number(id=f"{subject}.many", value=12, unit="count", period="FY2014", definition="many", **many),
        )
    for year in range(2001, 2007):
        book.add(
            Number(
                id=f"r04.index.{year}",
                value=1.0,
                unit="index",
                period=str(year),
                definition="index",
                formula=Phrase(
                    en="r04.population of the year / r04.population.2000",
                    ja="その年の r04.population / r04.population.2000",
                ),
                inputs=("r04.population.2000", "r01.designations"),
            )
        )
    return book


def _kpis(lang) -> tuple[Kpi, ...]:
    strip = Strip(
        alt="Artificial strip. Two sentences.",
        values=(1.0, 4.0, 9.0),
        own=4.0,
        median=4.0,
        median_label=Label("中央値" if lang == "ja" else "median"),
    )
    boxes = GradeBoxes(alt="Artificial grades. Two.", grades=("A", "", "-"), note=Label("A:1"))
    count = ("4", "件") if lang == "ja" else ("4", "")
    people = ("228.0", "万人") if lang == "ja" else ("2.28", "million")
    return (
        Kpi(
            label="指定" if lang == "ja" else "Designations",
            period="1996〜2026年度",
            unit=count[1],
            strip=strip,
            value=NumberRef("r04.designations", count[0]),
            alt="",
            context=("12地域中9位",),
        ),
        Kpi(
            label="評価" if lang == "ja" else "Grades",
            period="FY",
            unit="",
            strip=boxes,
            value=NumberRef("r04.hidden", "x"),
            alt="",
            context=(),
        ),
        Kpi(
            label="人口" if lang == "ja" else "Population",
            period="2022",
            unit=people[1],
            strip=strip,
            value=NumberRef("r04.population", people[0]),
            alt="",
            context=("…",),
        ),
        Kpi(
            label="金額" if lang == "ja" else "Money",
            period="FY2014",
            unit="",
            strip=None,
            value=NumberRef("r04.money", "未公表" if lang == "ja" else "not published"),
            alt="",
            context=(),
        ),
    )


def _grid() -> TileGrid:
    tiles = tuple(
        Tile(
            region_id=f"{code:02}",
            row=code // 4,
            col=code % 4,
            name="県",
            level=1 + code % 5,
            value=Label(str(code), f"r{code:02}.designations"),
            words=f"region {code}: {code}",
        )
        for code in range(1, 13)
    )
    return TileGrid(
        alt="Tile grid of an artificial count. Highest 12.",
        title="件数",
        tiles=tiles,
        classes=("1", "2", "3", "4", "5〜12"),
        own="04",
        own_label="見本県",
    )


def _table(*, n_total: int | None = None) -> Table:
    return Table(
        caption=("表の主張 ", NumberRef("r04.population", "228.0万人")),
        header=("地域", "人口（千人）", "件数", "金額", "評価"),
        rows=(
            (
                Cell(("見本県",), tone="own"),
                Cell((NumberRef("r04.population", "2,280"),), align="right"),
                Cell(("",), align="right", tone="gap"),
                Cell((NumberRef("r04.money", "未公表"),), align="right"),
                Cell(("A",), tone="grade"),
            ),
            (
                Cell((HOSTILE,)),
                Cell(("–",), align="right"),
                Cell(("0",), align="right"),
                Cell((NumberRef("r04.hidden", "x"),), align="right"),
                Cell(("…",), tone="none"),
            ),
            (
                Cell(("計",), tone="total"),
                Cell(("2,280",), align="right", tone="total"),
                Cell(("0",), align="right"),
                Cell(("…",), align="right"),
                Cell(("",)),
            ),
        ),
        note=("x は秘匿。",),
        n_total=n_total,
    )


def _claim(block, *text) -> Claim:
    return Claim(id=block, rule=f"sample.{block}", text=text, inputs=("r04.population",), guard="r04.population > 0")


def _blocks() -> tuple[Block, ...]:
    small = Table(
        caption=("小さな表",),
        header=("項目", "理由"),
        rows=((Cell(("終了年度",)), Cell((Link("https://example.org/?a=1&b=2", "公募要領"), "に記載がない"))),),
    )
    return (
        Block(
            id="timeline",
            page=1,
            heading=_claim("timeline", "見本県の人口は", NumberRef("r04.population", "228.0万人"), "である"),
            figure=Figure(
                chart=_grid(),
                measure=("件数（1996〜2026年度）",),
                alt="…",
                table=_table(n_total=47),
                note=("注のことば",),
            ),
            sentences=((NumberRef("r04.change", "3.6%減"), "った。"),),
            cautions=(("件数は支援の大きさを表さない。",),),
            source_ids=("S-A", "S-B"),
        ),
        Block(
            id="grid",
            page=1,
            width="half",
            heading=_claim("grid", "件数は一、二、三の順に多い"),
            figure=Figure(chart=_grid(), measure=("件数",), alt="…", table=None),
            source_ids=("S-A",),
        ),
        Block(
            id="findings",
            page=1,
            width="half",
            heading=_claim("findings", "わかること"),
            ordered=True,
            items=(
                ("支援は", NumberRef("r04.designations", "4件"), "である。"),
                ("効果は", NumberRef("r04.effect", "1.1〜7.3"), "。"),
            ),
        ),
        Block(
            id="unknown",
            page=2,
            heading=_claim("unknown", "1項目が確認できない"),
            tables=(_table(), small),
            source_ids=tuple(MANY),
            items=(("終了年度",),),
            sentences=(("中央値は", NumberRef("r04.median", "6.5"), "。"),),
        ),
    )


def sample(lang="ja", *, kind="region") -> Document:
    """Build the artificial document."""
    numbers = _numbers()
    names = {number.definition for number in numbers}
    source = SourceNote(
        id="S-A",
        title=f"題名 {HOSTILE}",
        publisher="見本庁",
        published_on="2014-11-28",
        accessed_on="2026-11-01",
        url="https://example.org/a?x=1&y=2",
        licence="CC BY 4.0",
        terms="CC BY 4.0",
        credit="出典：見本庁（artificial）",
        kind="publisher",
    )
    linked = (Link("#s-S-linked", "資料L"), Link("#s-S-absent", "資料なし"))
    conflict = replace(_table(), caption=("食い違い",), note=linked)
    return Document(
        kind=kind,
        id={"region": "04", "programme": "KCI", "national": "jp"}[kind],
        lang=lang,
        edition="2026.11",
        as_of="2026-11-20",
        subject=f"見本県 {HOSTILE}",
        title=_claim("title", "見本県に届いた指定は", NumberRef("r04.designations", "4件"), "である"),
        lead=(
            (
                "指定は中央値（",
                NumberRef("r04.median", "6.5"),
                "）を下回る。人口は",
                NumberRef("r04.change", "3.6%減"),
                "った。",
            ),
        ),
        kpis=_kpis(lang),
        blocks=_blocks(),
        numbers=numbers,
        definitions={name: Definition(id=name, name=f"名 {name}", text=f"{name} の定義 {HOSTILE}") for name in names},
        sources={
            "S-A": source,
            "S-B": replace(source, id="S-B", title="資料B", url="javascript:alert(1)", published_on=""),
            "S-linked": replace(source, id="S-linked", title="資料L"),
            "S-unused": replace(source, id="S-unused", title="資料U"),
            **{name: replace(source, id=name, title=f"資料{name}", url=LONG_URL) for name in MANY},
        },
        conflicts=(conflict,),
        labels=load_wording(lang).table("frame") | {"caution_text.rounded": "丸めた値" if lang == "ja" else "rounded"},
        subjects={f"r{code:02}": f"第{code}県" for code in range(1, 12)},
        pack_sha256="ab" * 32,
    )
