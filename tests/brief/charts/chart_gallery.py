"""Every chart with values as briefs have them, in Japanese and in English."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import chiiki
from chiiki.brief.charts import (
    Band,
    Column,
    ColumnKind,
    Columns,
    ColumnYear,
    DotMark,
    DotRow,
    Dots,
    Event,
    EventPoint,
    EventStudy,
    GradeBoxes,
    GradeCount,
    GradeCounts,
    Join,
    Key,
    Label,
    Line,
    Lineage,
    LineageBar,
    LineageLink,
    Matrix,
    MatrixCell,
    MatrixRow,
    OutlineMap,
    Point,
    Scatter,
    ScatterDot,
    ScatterName,
    Series,
    Shape,
    Site,
    Span,
    Strip,
    Tick,
    Tile,
    TileGrid,
    Timeline,
    integer_classes,
    level_of,
    read_outlines,
)

PACK = Path(chiiki.__file__).parent / "facts/data/jp"

COUNTS = [
    *(37, 11, 8, 13, 8, 13, 5, 12, 3, 1, 8, 9, 26, 20, 13, 10, 16, 7, 5, 16, 9, 19, 24, 5),
    *(5, 20, 19, 17, 4, 3, 3, 5, 9, 10, 7, 11, 5, 9, 3, 16, 1, 6, 7, 1, 2, 2, 11),
]


@cache
def prefectures():
    with (PACK / "regions.csv").open(encoding="utf-8") as rows:
        return [row for row in csv.DictReader(rows) if row["kind"] == "prefecture"]


@cache
def outlines():
    return read_outlines((PACK / "outlines.json").read_text(encoding="utf-8"))


def _pick(lang, ja, en):
    return ja if lang == "ja" else en


def strip(lang):
    return Strip(
        alt=_pick(
            lang,
            "47都道府県の指定の件数の分布。宮城県は13件、中央値は8件、最大は37件です。",
            "Designations of 47 prefectures. Miyagi has 13, the median is 8, the largest 37.",
        ),
        values=tuple(COUNTS),
        own=13,
        median=8,
        median_label=Label(_pick(lang, "中央値 8", "median 8"), "n.designations.median"),
    )


def strip_at_the_end(lang):
    return Strip(
        alt=_pick(lang, "分布。", "Distribution."),
        values=(1, 2, 3, 9, 9, 9),
        own=None,
        median=9,
        median_label=Label(_pick(lang, "中央値 1,234", "median 1,234")),
    )


def boxes(lang):
    return GradeBoxes(
        alt=_pick(lang, "13件の評価。Aが1件、12件は確認できない。", "Grades of 13 designations. One A, 12 not found."),
        grades=("", "A", *[""] * 11),
        note=Label(_pick(lang, "A 1件・12件は未確認", "1 A, 12 not found"), "r04.graded"),
    )


def many_boxes(lang):
    return GradeBoxes(
        alt=_pick(lang, "37件の評価。", "Grades of 37 designations."),
        grades=("S+", "S", "A", "A", "B", "C", "D", "-", *[""] * 29),
        note=Label(_pick(lang, "S+1・S1・A2ほか・29件は未確認", "S+ 1, S 1, A 2 …, 29 not found")),
    )


def grade_counts(lang):
    words = _pick(
        lang,
        {"A": "評価A", "B": "評価B", "C": "評価C", "-": "評価なし", "": "評価を確認できない"},
        {"A": "Grade A", "B": "Grade B", "C": "Grade C", "-": "Not evaluated", "": "Grade not found"},
    )
    counts = {"A": 6, "B": 9, "C": 1, "-": 0, "": 14}
    unit = _pick(lang, "地域", " sites")
    return GradeCounts(
        alt=_pick(lang, "評価ごとの地域の数の棒。Aは6、Bは9です。", "Bars of sites by grade. Six A, nine B."),
        rows=tuple(
            GradeCount(grade, words[grade], n, Label(f"{n}{unit}", f"p-KCI.grade.{k}"))
            for k, (grade, n) in enumerate(counts.items())
        ),
    )


def tiles(lang):
    limits = integer_classes([count for count in COUNTS if count != 1])
    cells = []
    for row, count in zip(prefectures(), COUNTS, strict=True):
        is_known = count != 1
        cells.append(
            Tile(
                region_id=row["region_id"],
                row=int(row["tile_row"]),
                col=int(row["tile_col"]),
                name=_pick(lang, row["short_ja"], row["short_en"]),
                value=Label(str(count), f"r{row['region_id']}.designations") if is_known else None,
                level=level_of(count, limits) if is_known else None,
                words=_pick(lang, f"{row['name_ja']} {count}件", f"{row['name_en']}: {count}"),
                href="" if is_known else f"#r{row['region_id']}",
            )
        )
    return TileGrid(
        alt=_pick(
            lang,
            "都道府県ごとの指定の件数の地図。北海道37、東京26、愛知24の順に多い。",
            "Map of designations by prefecture. Hokkaido 37, Tokyo 26 and Aichi 24 hold the most.",
        ),
        title=_pick(lang, "件数（1996〜2026年度）", "Designations, FY1996–2026"),
        tiles=tuple(cells),
        classes=tuple(f"{low}{_pick(lang, '〜', '–')}{high}" for low, high in limits),
        own="04",
        own_label=_pick(lang, "宮城県", "Miyagi"),
        missing_label=_pick(lang, "不明", "unknown"),
    )


def outline(lang):
    drawn = outlines()
    names = {row["region_id"]: _pick(lang, row["name_ja"], row["name_en"]) for row in prefectures()}
    sites = [
        (141.35, 43.06, "01"),
        (140.87, 38.27, "04"),
        (139.7, 35.7, "13"),
        (139.64, 35.45, "14"),
        (127.68, 26.2, "47"),
    ]
    return OutlineMap(
        alt=_pick(lang, "宮城県と5地域の位置の略地図。", "Outline map of Miyagi and five sites."),
        shapes=tuple(Shape(s.region_id, s.path, s.x, s.y, None, names[s.region_id]) for s in drawn.shapes),
        width=drawn.width,
        height=drawn.height,
        frame=drawn.frame,
        own="04",
        own_label=Label(_pick(lang, "宮城 13件", "Miyagi 13"), "r04.designations"),
        highlighted=("03", "07"),
        sites=tuple(
            Site(*drawn.place(lon, lat, region_id=code), mark=str(k + 1), name=code)
            for k, (lon, lat, code) in enumerate(sites)
        ),
    )


def outline_by_class(lang):
    limits = integer_classes(COUNTS)
    drawn = outlines()
    return OutlineMap(
        alt=_pick(lang, "件数の略地図。", "Outline map of counts."),
        shapes=tuple(
            Shape(s.region_id, s.path, s.x, s.y, level_of(count, limits), s.region_id)
            for s, count in zip(drawn.shapes, COUNTS, strict=True)
        ),
        width=drawn.width,
        height=drawn.height,
        frame=drawn.frame,
        own="14",
        own_label=Label(_pick(lang, "神奈川 20件", "Kanagawa 20")),
    )


def bands(lang):
    return tuple(
        Band(
            1996 + 5 * k,
            2000 + 5 * k,
            _pick(lang, f"第{k + 1}期", f"{k + 1}{['st', 'nd', 'rd', 'th', 'th', 'th', 'th'][k]} Plan"),
            _pick(lang, f"{k + 1}期", f"P{k + 1}"),
        )
        for k in range(7)
    )


def events(lang):
    return (
        Event(1995.62, "①", _pick(lang, "科学技術基本法", "Science and Technology Basic Act")),
        Event(2014.66, "②", _pick(lang, "まち・ひと・しごと創生法", "Town, People, Job Revitalization Act")),
        Event(2014.72, "③", _pick(lang, "地域再生法改正2014", "Regional Act amended 2014")),
        Event(2020.23, "④", _pick(lang, "科学技術基本法等の一部を改正する法律", "S&T Basic Act amended")),
    )


SITES = (
    ("知的クラスターⅠ期 仙台", "Knowledge Cluster I Sendai", 2002, 2006, "A"),
    ("産業クラスター計画 東北", "Industrial Cluster Tohoku", 2005, None, ""),
    ("知的クラスターⅡ期 広域仙台", "Knowledge Cluster II Sendai", 2007, 2011, "S+"),
    ("イノベ拠点立地支援 東北", "Technology Bridge Hub Tohoku", 2010, None, ""),
    ("地域イノベ戦略推進地域 宮城", "RIS Promoting Region Miyagi", 2011, None, "-"),
    ("COI 東北拠点", "COI STREAM Tohoku", 2013, 2021, "B"),
    ("地域イノベ・エコシステム 宮城", "Innovation Ecosystem Miyagi", 2018, 2022, "A"),
    ("SDGs未来都市 東松島市", "SDGs Future City Higashimatsushima", 2018, None, ""),
    ("スタートアップ拠点都市 仙台", "Startup Ecosystem City Sendai", 2020, 2020, "C"),
    ("共創の場 東北大", "COI-NEXT Tohoku University", 2022, None, ""),
    ("終わりだけ分かる制度", "Programme with known end", None, 2009, ""),
)


def timeline(lang):
    return Timeline(
        alt=_pick(
            lang,
            "宮城県の指定・採択の年表。2002年度の知的クラスターから2022年度の共創の場まで11件です。",
            "Timeline of designations of Miyagi. Eleven from the Knowledge Cluster of FY2002 to COI-NEXT of FY2022.",
        ),
        first_fy=1996,
        last_fy=2030,
        bands=bands(lang),
        bands_label=_pick(lang, "基本計画", "Basic plan"),
        events=events(lang),
        events_label=_pick(lang, "法律", "Laws"),
        bars=tuple(
            Span(_pick(lang, ja, en), _pick(lang, ja, en), start, end, grade, href=f"#d{k}")
            for k, (ja, en, start, end, grade) in enumerate(SITES)
        ),
        keys=(
            Key("S+", _pick(lang, "評価S+", "Grade S+")),
            Key("A", _pick(lang, "評価A", "Grade A")),
            Key("not_found", _pick(lang, "評価を確認できない", "Grade not found")),
            Key("not_evaluated", _pick(lang, "評価の対象でない", "Not evaluated")),
            Key("unknown_end", _pick(lang, "終了年度を確認できない", "End year not found")),
            Key("today", _pick(lang, "2026年11月", "November 2026")),
        ),
        today=2026.6,
    )


def national_timeline(lang):
    lanes = _pick(lang, ("全国の戦略", "地域の制度"), ("National strategies", "Regional programmes"))
    bars = [
        (lanes[0], "総合戦略2013", "STI Strategy 2013", 2013, 2016, "designation"),
        (lanes[0], "統合イノベーション戦略", "Integrated Strategy", 2018, None, "designation"),
        (lanes[1], "知的クラスター創成事業", "Knowledge Cluster", 2002, 2009, "accent"),
        (lanes[1], "都市エリア産学官連携促進", "City Area", 2002, 2009, "programme"),
        (lanes[1], "地域イノベ戦略支援", "Strategy Support (RSSP)", 2011, None, "programme"),
        (lanes[1], "地域中核大学", "J-PEAKS", 2023, 2028, "programme"),
    ]
    return Timeline(
        alt=_pick(lang, "計画・法律と地域の制度の年表。", "Plans, laws and regional programmes."),
        first_fy=1995,
        last_fy=2030,
        bands=bands(lang),
        bands_label=_pick(lang, "基本計画", "Basic plan"),
        events=(*events(lang), *(Event(2015 + k / 4, mark, "…") for k, mark in enumerate("⑤⑥⑦⑧"))),
        events_label=_pick(lang, "法律・戦略", "Laws, strategies"),
        bars=tuple(
            Span(_pick(lang, ja, en), _pick(lang, ja, en), start, end, tone=tone, lane=lane)
            for lane, ja, en, start, end, tone in bars
        ),
        keys=(
            Key("accent", _pick(lang, "件数が最も多い制度", "Most designations")),
            Key("programme", _pick(lang, "制度", "Programme")),
            Key("designation", _pick(lang, "指定のみ", "Designation only")),
        ),
    )


def lineage(lang):
    names = {
        "KCI": ("知的クラスター創成事業", "Knowledge Cluster", 2002, 2009, "accent"),
        "CITYAREA": ("都市エリア産学官連携促進事業", "City Area", 2002, 2009, "programme"),
        "RICP": ("地域イノベーションクラスターP", "Regional Innovation Cluster", 2010, 2010, "programme"),
        "RSSP-GLOBAL": ("支援P（グローバル型）", "RSSP Global Type", 2011, 2013, "programme"),
        "RSSP-CITY": ("支援P（都市エリア型）", "RSSP City Area Type", 2011, 2012, "programme"),
        "RSSP": ("地域イノベーション戦略支援P", "Strategy Support (RSSP)", 2011, None, "programme"),
        "RIS": ("戦略推進地域", "RIS Promoting Regions", 2011, 2014, "designation"),
        "ECO": ("エコシステム形成P", "Innovation Ecosystem", 2016, 2022, "programme"),
    }
    links = [
        ("KCI", "RICP", "merged"),
        ("CITYAREA", "RICP", "merged"),
        ("RICP", "RSSP", "succeeded"),
        ("RICP", "RSSP-CITY", "carried_over"),
        ("RICP", "RSSP-GLOBAL", "carried_over"),
        ("RIS", "RSSP", "condition_for"),
        ("RSSP", "ECO", "succeeded"),
    ]
    return Lineage(
        alt=_pick(
            lang,
            "クラスター事業の系譜。2010年度に一つの制度へ統合され、翌年度に3つへ分かれた。",
            "Lineage of the cluster programmes. Merged in FY2010 and split into three a year later.",
        ),
        first_fy=2001,
        last_fy=2025,
        bands=bands(lang)[1:6],
        bars=tuple(
            LineageBar(key, _pick(lang, ja, en), _pick(lang, ja, en), start, end, tone, f"#{key}")
            for key, (ja, en, start, end, tone) in names.items()
        ),
        links=tuple(LineageLink(a, b, kind, f"{a} → {b}", "#s-seed-001") for a, b, kind in links),
        keys=(
            Key("succession", _pick(lang, "継承・統合・分割", "Succeeded, merged, split")),
            Key("carried_over", _pick(lang, "引継ぎ（地域が継続）", "Carried over (sites continue)")),
            Key(
                "condition_for",
                _pick(lang, "資格（指定は支援の条件。資金ではない）", "Condition for support, not money"),
            ),
            Key("accent", _pick(lang, "この制度", "This programme")),
            Key("designation", _pick(lang, "指定のみ", "Designation only")),
            Key("unknown_end", _pick(lang, "終了年度を確認できない", "End year not found")),
        ),
    )


def matrix(lang):
    columns = _pick(
        lang,
        ("研究", "開発", "事業化", "市場の創出"),
        ("Research", "Develop\u00adment", "Commercial\u00adisation", "Market creation"),
    )
    rows = [
        ("文部科学省", "MEXT", (12, 8, 2, None)),
        ("経済産業省", "METI", (None, 3, 5, 1)),
        ("内閣府", "Cabinet Office", (1, None, None, 6)),
        ("農林水産省", "Agriculture, Forestry and Fisheries", (None, None, 1, None)),
    ]
    built = [
        MatrixRow(
            _pick(lang, ja, en),
            tuple(
                MatrixCell(None, name=f"{ja} {head}")
                if n is None
                else MatrixCell(
                    Label(str(n), f"r04.support.{k}-{j}"), level_of(n, ((1, 2), (3, 5), (6, 8), (9, 11), (12, 12)))
                )
                for j, (n, head) in enumerate(zip(values, columns, strict=True))
            ),
        )
        for k, (ja, en, values) in enumerate(rows)
    ]
    total = MatrixRow(
        _pick(lang, "合計", "Total"), tuple(MatrixCell(Label(str(n))) for n in (13, 11, 8, 7)), is_total=True
    )
    return Matrix(
        alt=_pick(lang, "府省と段階ごとの支援の数の表。", "Support by ministry and stage."),
        columns=columns,
        rows=(*built, total),
        gap_label=_pick(lang, "なし", "none"),
    )


def series(lang):
    own = [2711, 2654, 2620, 2598, 2550, 2462, 2540, 2705, 2766, 2780, 2836, 2930, 2952, 2956, 2943, 2803, 2847, 2871]
    nation = [v + 260 + 12 * k for k, v in enumerate(own)]
    names = [
        ("山形県", "Yamagata"),
        ("福島県", "Fukushima"),
        ("新潟県", "Niigata"),
        ("長野県", "Nagano"),
        ("岡山県", "Okayama"),
    ]

    def line(values, tone, label, shown=None, *, gap=None):
        points = tuple(
            Point(2005 + k, None if 2005 + k == gap else v / 10, is_chained=2005 + k == 2011)
            for k, v in enumerate(values)
        )
        return Line(points, tone, label, Label(*shown) if shown else None)

    unit = _pick(lang, "万円", "0,000 yen")
    return Series(
        alt=_pick(
            lang,
            "1人当たり県民所得の折れ線。宮城県は2005年度の271.1万円から2022年度の287.1万円になった。",
            "Line chart of income per head. Miyagi rose from 2.71 million yen in FY2005 to 2.87 in FY2022.",
        ),
        lines=(
            line(own, "own", _pick(lang, "宮城県", "Miyagi"), (f"287.1{unit}", "r04.income")),
            line(nation, "nation", _pick(lang, "全国", "Japan"), (f"{nation[-1] / 10}{unit}", "n.income")),
            *(
                line(
                    [v - 25 + 40 * (k - 2) + 9 * j for j, v in enumerate(own)], "similar", _pick(lang, *pair), gap=2009
                )
                for k, pair in enumerate(names)
            ),
            *(line([v + 30 * k for v in own], "peer", "") for k in (-6, -4, 9, 12)),
        ),
        y_ticks=tuple(Tick(v, str(v)) for v in (200, 250, 300, 350)),
        y_label=_pick(lang, "1人当たり県民所得（万円、年度）", "Income per head (10,000 yen, fiscal years)"),
        joins=(Join(2011, "chained", _pick(lang, "接続", "linked")),),
        note=_pick(lang, "軸は0から始まらない", "The axis does not start at 0"),
    )


def dispersion(lang):
    def line(tone, label, start, shown, *, step):
        return Line(
            tuple(
                Point(
                    2001 + k,
                    start + step * k,
                    low=start + step * k - 0.01 if tone == "own" else None,
                    high=start + step * k + 0.01 if tone == "own" else None,
                )
                for k in range(22)
            ),
            tone,
            label,
            Label(shown, f"n.dispersion.{tone}"),
        )

    return Series(
        alt=_pick(lang, "所得の格差の折れ線。", "Lines of income inequality."),
        lines=(
            line("own", _pick(lang, "変動係数", "Coefficient of variation"), 0.16, "0.14", step=-0.001),
            line("second", _pick(lang, "人口で重み付け", "Weighted by population"), 0.15, "0.14", step=-0.0005),
        ),
        y_ticks=tuple(Tick(v, f"{v:.2f}") for v in (0.10, 0.12, 0.14, 0.16, 0.18)),
        y_label=_pick(lang, "変動係数", "Coefficient of variation"),
        joins=(Join(2011, "break", _pick(lang, "基準の改定", "new base")),),
    )


def dots(lang):
    names = [
        ("電子部品・デバイス・電子回路製造業", "Electronic parts, devices and circuits"),
        ("水産食料品製造業", "Seafood products"),
        ("電気業", "Electricity"),
        ("道路貨物運送業", "Road freight"),
        ("各種商品卸売業", "Wholesale, general"),
        ("保険業", "Insurance"),
    ]
    values = [(2.1, 2.0), (4.8, 4.5), (1.9, 1.8), (1.5, None), (1.4, 1.4), (1.2, 1.1)]
    return Dots(
        alt=_pick(
            lang,
            "特化係数の点図。水産食料品が4.8で最大です。",
            "Dot plot of location quotients. Seafood leads with 4.8.",
        ),
        rows=tuple(
            DotRow(
                _pick(lang, ja, en),
                tuple(
                    DotMark(v, Label(f"{v}", f"r04.lq.{k}-{panel}"), panel, tone=("own", "peer")[panel])
                    for panel, v in enumerate(pair)
                    if v is not None
                ),
                missing=_pick(lang, "x 秘匿", "x suppressed"),
            )
            for k, ((ja, en), pair) in enumerate(zip(names, values, strict=True))
        ),
        ticks=tuple(Tick(v, str(v)) for v in range(6)),
        panels=_pick(lang, ("2014年（小分類）", "2021年（活動調査）"), ("2014 (groups)", "2021 (activity survey)")),
        reference=Tick(1, _pick(lang, "全国＝1", "Japan = 1")),
        break_label=_pick(lang, "調査の範囲が異なる", "different surveys"),
        axis_label=_pick(lang, "特化係数（従業者）", "Location quotient (persons employed)"),
    )


def intervals(lang):
    chart = dots(lang)
    rows = tuple(
        replace(row, marks=tuple(replace(mark, low=mark.value * 0.8, high=mark.value * 1.1) for mark in row.marks))
        for row in chart.rows
    )
    return replace(chart, rows=rows)


def scatter(lang):
    names = [
        ("ボルト・ナット・リベット・小ねじ・木ねじ等製造業", "Bolts, nuts, rivets, machine screws and wood screws"),
        ("高等教育機関", "Institution of higher education"),
        ("計量器・測定器・分析機器・試験機・測量機械器具・理化学機械器具製造業", "Commodity inspection and testing"),
        ("百貨店、総合スーパー", "Department stores and general merchandise supermarkets"),
    ]
    named = tuple(
        ScatterName(
            ScatterDot(0.40 + k / 200, -200 + 3 * k, 10_000 * (k + 1)),
            _pick(lang, ja, en),
            Label(f"{40 + k}%", f"r20.density.{k}"),
        )
        for k, (ja, en) in enumerate(names)
    )
    peers = tuple(ScatterDot(0.55 - k / 500, -420 + 3.5 * (k % 120), 50.0 * k**2) for k in range(200))
    return Scatter(
        alt=_pick(
            lang,
            "密度と複雑さの散布図。近くて複雑なのは4産業です。",
            "Scatter of density and complexity. Four are near.",
        ),
        peers=peers,
        named=named,
        x_ticks=tuple(Tick(k / 10, f"{10 * k}%") for k in range(1, 7)),
        y_ticks=tuple(Tick(-value, str(value)) for value in (424, 300, 200, 100, 1)),
        x_label=_pick(
            lang,
            "密度（関連する産業のうち特化しているものの割合）",
            "Density: share of related industries already strong",
        ),
        y_label=_pick(lang, "複雑さの順位（424産業）", "Rank of complexity among 424 industries"),
        cuts=(0.38, -212.0),
        corners=_pick(
            lang,
            ("遠い・複雑", "近い・複雑", "遠い・単純", "近い・単純"),
            ("far, complex", "near, complex", "far, less complex", "near, less complex"),
        ),
        size_label=_pick(lang, "円の面積は全国の従業者", "Area of a dot: persons in Japan"),
    )


def calls(lang):
    years = [(2002, 30, 10), (2003, 25, 3), (2004, None, 3), (2007, 16, 6), (2008, 9, 8)]

    def marks(k, applied, selected):
        chosen = DotMark(selected, Label(str(selected), f"p-KCI.selected.{k}"))
        return (chosen,) if applied is None else (chosen, DotMark(applied, Label(str(applied)), tone="outline"))

    return Dots(
        alt=_pick(lang, "公募ごとの応募と採択。", "Applied and selected by call."),
        rows=tuple(
            DotRow(_pick(lang, f"{fy}年度", f"FY{fy}"), marks(k, applied, selected))
            for k, (fy, applied, selected) in enumerate(years)
        ),
        ticks=tuple(Tick(v, str(v)) for v in (0, 10, 20, 30)),
        axis_label=_pick(lang, "● 採択 ○ 応募（地域）", "● selected ○ applied (regions)"),
    )


def event_study(lang):
    values = [(-3, -0.4), (-2, 0.3), (-1, -0.1), *((k, -0.25 * k) for k in range(21))]
    return EventStudy(
        alt=_pick(lang, "効果を年数別に示した図。最後は−5.0。", "Effect by years since the start. Ends at −5.0."),
        points=tuple(
            EventPoint(k, v, None if k == -1 else v - 3 - k / 10, None if k == -1 else v + 3 + k / 10)
            for k, v in values
        ),
        y_ticks=tuple(Tick(v, f"{v:+d}".replace("-", "−")) for v in (-10, -5, 0, 5)),
        y_label=_pick(lang, "1人当たり県民所得への効果（%）", "Effect on income per head, %"),
        x_label=_pick(lang, "最初の選定からの年数", "Years since the first selection"),
        before=_pick(lang, "選定前", "Before"),
    )


def columns(lang):
    amounts = {
        2002: (60, None, None),
        2003: (69, None, 80),
        2004: (90, 12, None),
        2005: (100, None, None),
        2006: (100, None, 140),
        2007: None,
        2008: (75, None, None),
        2009: (124, None, 130),
    }
    missing = _pick(lang, "未公表", "not published")
    return Columns(
        alt=_pick(
            lang,
            "予算額の棒。2009年度の124億円が最大です。",
            "Columns of budgets. FY2009 is largest with 12.4 billion yen.",
        ),
        kinds=(
            ColumnKind(_pick(lang, "当初予算", "Initial budget"), "accent"),
            ColumnKind(_pick(lang, "補正予算", "Supplementary budget"), "tint"),
            ColumnKind(_pick(lang, "概算要求", "Request"), "outline"),
        ),
        years=tuple(
            ColumnYear(fy, (), missing=missing)
            if values is None
            else ColumnYear(
                fy,
                tuple(
                    Column(kind, v, Label(f"{v}", f"p-KCI.budget.{fy}-{kind}") if kind == 0 else None)
                    for kind, v in enumerate(values)
                    if v is not None
                ),
            )
            for fy, values in amounts.items()
        ),
        y_ticks=tuple(Tick(v, str(v)) for v in (0, 50, 100, 150)),
        y_label=_pick(lang, "予算額（億円、年度）", "Budget (100 million yen, fiscal years)"),
    )


BUILDERS = {
    build.__name__: build
    for build in (
        *(strip, strip_at_the_end, boxes, many_boxes, grade_counts, tiles, outline, outline_by_class, timeline),
        *(national_timeline, lineage, matrix, series, dispersion, dots, calls, columns, intervals, event_study),
        scatter,
    )
}
