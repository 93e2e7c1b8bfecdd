# ruff: noqa: E501 -- a row of a table is one line
"""An artificial small pack: every table, few rows, and what the real pack lacks.

NOTHING HERE IS A FACT. Four invented prefectures: Ko (01) with most records, Otsu (02) and
Hei (03) tied with each other in every statistic, Tei (04) without any record of policy.
One programme has exactly one designation, one has none. Its shape is the shipped one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from copy import deepcopy
from typing import TYPE_CHECKING

from chiiki.facts.pack import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]

SOURCE = {"source_id": "art-report", "locator": "p. 1 table 1"}
SECTIONS = "ABCDEFGHIJKLMNOPQR"


def shipped_descriptor() -> dict:
    return json.loads((SHIPPED / "datapackage.json").read_text(encoding="utf-8"))


def write_pack(folder: Path, tables: Tables) -> Path:
    """Write `tables` as a pack with the shipped shape and checksums of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    package = shipped_descriptor()
    package |= {"name": "chiiki-artificial", "title": "Artificial small pack: no facts", "version": "2001.01"}
    for resource in package["resources"]:
        table = resource["name"].replace("-", "_")
        columns = [field["name"] for field in resource["schema"]["fields"]]
        content = table_bytes(tables.get(table, []), columns)
        (folder / resource["path"]).write_bytes(content)
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    write_descriptor(folder, package)
    return folder


def write_descriptor(folder: Path, package: dict) -> None:
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def seal(folder: Path) -> None:
    """Make the checksums of `folder` those of its files, as if the pack had been built so."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    write_descriptor(folder, package)


def table_bytes(rows: list[Row], columns: list[str]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({key: value for key, value in row.items() if key in columns} for row in rows)
    return stream.getvalue().encode("utf-8")


def small_tables() -> Tables:
    """Build the rows anew, so that a test may change its own copy."""
    tables = {name: _rows(text) for name, text in _TEXTS.items()}
    tables |= {"indicators": _indicators(), "employment": _employment(), "employment_groups": _employment_groups()}
    for name, rows in tables.items():
        if name not in {"licences", "sources", "citations"}:
            for row in rows:
                row.update(SOURCE | {key: row[key] for key in SOURCE if row.get(key)})
    with (SHIPPED / "vocabularies.csv").open(encoding="utf-8", newline="") as file:
        tables["vocabularies"] = list(csv.DictReader(file))
    return deepcopy(tables)


def _rows(text: str) -> list[Row]:
    header, *lines = text.strip().splitlines()
    columns = [column.strip() for column in header.split("|")]
    return [dict(zip(columns, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]


def _indicators() -> list[Row]:
    """Ko is twice, the nation five times as large as each of the other three, which tie."""
    rows = []
    for region, factor in (("00", 5), ("01", 2), ("02", 1), ("03", 1), ("04", 1)):
        for indicator, unit, vintage, calendar, years in _SERIES:
            for year in years:
                per_head = indicator == "prefectural_income_per_head"
                value = 3_000_000 if per_head else 1000 * (factor if unit != "JPY" else factor * 10**6)
                rows.append(
                    {
                        "region_id": region,
                        "year": str(year),
                        "indicator_id": indicator,
                        "vintage": vintage,
                        "value": str(value),
                        "unit": unit,
                        "calendar": calendar,
                        "rounded_to": "1",
                    }
                )
    return rows


_SERIES = (
    ("population", "persons", "", "calendar", range(1996, 2023)),
    ("population_15_64", "persons", "", "calendar", range(2011, 2023)),
    ("population_65_over", "persons", "", "calendar", range(2011, 2023)),
    ("universities", "schools", "", "calendar", (2011, 2022)),
    ("university_students", "persons", "", "calendar", (2011, 2022)),
    ("university_faculty", "persons", "", "calendar", (2011, 2022)),
    ("graduates_to_graduate_school", "persons", "", "calendar", (2011, 2022)),
    ("manufacturing_establishments", "establishments", "", "calendar", (2001, 2012)),
    ("manufacturing_employees", "persons", "", "calendar", (2001, 2012)),
    ("manufacturing_shipments", "JPY", "", "calendar", (2001, 2012)),
    ("manufacturing_value_added", "JPY", "", "calendar", (2001, 2011)),
    ("manufacturing_wages", "JPY", "", "calendar", (2001, 2012)),
    ("gross_prefectural_product_nominal", "JPY", "1996-2009", "fiscal", range(1996, 2010)),
    ("gross_prefectural_product_nominal", "JPY", "2001-2014", "fiscal", range(2001, 2015)),
    ("gross_prefectural_product_nominal", "JPY", "2006-2018", "fiscal", range(2006, 2019)),
    ("gross_prefectural_product_nominal", "JPY", "2011-2020", "fiscal", range(2011, 2021)),
    ("gross_prefectural_product_nominal", "JPY", "2011-2022", "fiscal", range(2011, 2023)),
    ("gross_prefectural_product_real_2015", "JPY", "2011-2022", "fiscal", range(2011, 2023)),
    ("prefectural_income_per_head", "JPY", "2011-2022", "fiscal", range(2011, 2023)),
)


def _employment() -> list[Row]:
    rows = []
    for region, factor in (("00", 5), ("01", 2), ("02", 1), ("03", 1), ("04", 1)):
        for year, sections in (("2014", SECTIONS[2:] + "S"), ("2021", SECTIONS)):
            for section in sections:
                counts = {"establishments": str(10 * factor), "persons": str(100 * factor)}
                rows.append({"region_id": region, "year": year, "section": section} | counts)
    return rows


def _employment_groups() -> list[Row]:
    """Nothing for Tei, as the real table lacks some prefectures."""
    return [
        {"region_id": region, "year": "2014", "industry_code": code, "persons": str(100 * factor)}
        for region, factor in (("00", 5), ("01", 2), ("02", 1), ("03", 1))
        for code in ("011", "091", "391")
    ]


_TEXTS = {
    "licences": """
licence_id | name | url | allows_reuse | credit_ja | credit_en | note
ART-OPEN | Artificial open terms | https://example.org/terms | yes | 出典:（架空） | Source: (artificial) |
ART-UNCLEAR | Artificial unclear terms | https://example.org/unclear | unclear | | | Not verified.
""",
    "sources": """
source_id | title_ja | title_en | publisher_ja | publisher_en | author | source_kind | published_on | accessed_on | url | archive_url | sha256 | licence_id | licence_status | missing
art-report | （架空）報告書 | (Artificial) Report | （架空）庁 | (Artificial) Agency | | publisher | 2010-03 | 2020-01-02 | https://example.org/report | | | ART-OPEN | verified |
art-press | （架空）記事 | (Artificial) Article | （架空）新聞 | (Artificial) Press | | press | 2011-04-05 | 2020-01-02 | https://example.org/press | | | ART-UNCLEAR | not_verified |
chiiki-facts | （架空）事実集 | (Artificial) facts pack | chiiki | chiiki | | compilation | 2020-01-02 | 2020-01-02 | | | | ART-OPEN | verified |
""",
    "citations": """
table | row_id | source_id | locator | role
designations | art-ko-1 | art-press | p. 2 | corroborates
""",
    "plans": """
plan_id | ordinal | name_ja | name_en | name_en_status | short_ja | short_en | start_fy | end_fy | decided_on | status
ART-PLAN1 | 1 | （架空）第1期計画 | (Artificial) 1st plan | working | 第1期 | 1st plan | 2001 | 2005 | 2001-03-30 | decided
ART-PLAN2 | 2 | （架空）第2期計画 | (Artificial) 2nd plan | working | 第2期 | 2nd plan | 2006 | 2010 | 2006-03-28 | decided
""",
    "plan_concepts": """
plan_id | concept_id | label_ja | label_en | is_regional
ART-PLAN1 | art-concept | （架空）集積 | (artificial) clusters | true
""",
    "laws_and_strategies": """
law_id | kind | name_ja | name_en | name_en_status | short_ja | short_en | law_number_ja | dated_on | date_kind | level | is_landmark
ART-LAW | law | （架空）法 | (Artificial) Act | working | 架空法 | Art. Act | | 2000-11 | promulgated | national | true
""",
    "programmes": """
programme_id | name_ja | name_en | name_en_status | short_ja | short_en | level | selects | gives_money | start_fy | end_fy | first_call_fy | last_call_fy | plan_id | purpose_ja | purpose_en | missing | caution_ids
ART-SEL | （架空）選定事業 | (Artificial) Selection Programme | working | 架空選定 | Art. Selection | national | selection | yes | 2002 | 2008 | 2002 | 2004 | ART-PLAN1 | 架空の目的 | an artificial purpose | |
ART-ONE | （架空）単独事業 | (Artificial) Single Programme | working | 架空単独 | Art. Single | national | designation | no | 2009 | | 2009 | 2009 | ART-PLAN2 | 架空の目的 | an artificial purpose | unknown |
ART-NONE | （架空）空の事業 | (Artificial) Empty Programme | working | 架空空 | Art. Empty | national | selection | unknown | 2009 | 2010 | 2009 | 2009 | ART-PLAN2 | 架空の目的 | an artificial purpose | |
""",
    "programme_authorities": """
programme_id | authority
ART-SEL | MEXT
ART-ONE | MEXT
ART-ONE | METI
ART-NONE | METI
""",
    "programme_stages": """
programme_id | stage
ART-SEL | research
ART-ONE | commercialisation
""",
    "programme_instruments": """
programme_id | instrument
ART-SEL | grant
""",
    "programme_links": """
link_id | from_programme_id | to_programme_id | kind | fy | caution_ids
art-link-1 | ART-SEL | ART-ONE | succeeded | 2009 |
""",
    "programme_groups": """
group_id | programme_id | name_ja | name_en
ART-ALL | ART-SEL | （架空）全体 | (Artificial) all
ART-ALL | ART-ONE | （架空）全体 | (Artificial) all
""",
    "budgets": """
budget_id | subject_kind | subject_id | from_fy | to_fy | amount_jpy | kind | approximate | missing | caution_ids
art-budget-1 | programme | ART-SEL | 2002 | 2002 | 500000000 | initial | true | | approximate
art-budget-2 | programme | ART-SEL | 2003 | 2003 | | initial | false | not_published |
""",
    "measures": """
measure_id | programme_id | authority | name_ja | name_en
art-measure-1 | ART-ONE | MEXT | （架空）支援 | (Artificial) support
""",
    "measure_stages": """
measure_id | stage
art-measure-1 | research
""",
    "measure_instruments": """
measure_id | instrument
art-measure-1 | grant
""",
    "calls": """
call_id | programme_id | fy | decided_on | type_ja | type_en | kind | n_applied | n_selected | n_cumulative | missing | caution_ids
art-call-1 | ART-SEL | 2002 | 2002-04-01 | 公募 | call | selection | 10 | 3 | 3 | |
art-call-2 | ART-ONE | 2009 | 2009-04-01 | 公募 | call | selection | | 1 | 1 | not_published |
""",
    "call_authorities": """
call_id | authority
art-call-1 | MEXT
""",
    "places": """
place_id | name_ja | name_en | name_en_status | short_ja | short_en | kind
art-place-ko | 甲地域 | Ko area | working | 甲地域 | Ko area | area
art-place-otsu | 乙地域 | Otsu area | working | 乙地域 | Otsu area | area
art-place-hei | 丙地域 | Hei area | working | 丙地域 | Hei area | area
""",
    "regions": """
region_id | kind | name_ja | name_en | short_ja | short_en | kana | parent_id | valid_from | valid_to | tile_row | tile_col | latitude | longitude
00 | nation | 架空国 | Artificia | 架空国 | Artificia | かくうこく | | | | | | |
01 | prefecture | 甲県 | Ko | 甲 | Ko | こうけん | 00 | | | 1 | 1 | 40.5 | 140.5
02 | prefecture | 乙県 | Otsu | 乙 | Otsu | おつけん | 00 | | | 1 | 2 | 39.5 | 140.5
03 | prefecture | 丙府 | Hei | 丙 | Hei | へいふ | 00 | | | 2 | 1 | 38.5 | 140.5
04 | prefecture | 丁県 | Tei | 丁 | Tei | ていけん | 00 | | | 2 | 2 | 37.5 | 140.5
01101 | municipality | 甲乙市 | Kootsu | 甲乙市 | Kootsu | | 01 | | | | | |
W-ART | wide_area | 架空圏 | Artificial area | 架空圏 | Artificial area | | 00 | | | | | |
""",
    "region_members": """
region_id | member_region_id | from_fy | to_fy
W-ART | 01 | 2001 | 2010
W-ART | 02 | 2001 | 2010
""",
    "region_aliases": """
region_id | alias | kind
03 | 旧丙国 | former_name
""",
    "designations": """
designation_id | programme_id | place_id | phase_ja | phase_en | category_ja | category_en | name_ja | name_en | name_en_status | short_ja | short_en | theme_ja | lead_ja | start_fy | end_fy | round_fy | is_designation | missing | caution_ids
art-ko-1 | ART-SEL | art-place-ko | 第1期 | Phase I | | | 甲地域 | Ko area | working | 甲地域 | Ko area | 架空の主題 | （架空）財団 | 2002 | 2006 | 2002 | true | |
art-ko-2 | ART-SEL | art-place-ko | 第2期 | Phase II | | | 甲地域 | Ko area | working | 甲地域 | Ko area | 架空の主題 | （架空）財団 | 2004 | 2008 | 2004 | true | |
art-otsu-1 | ART-SEL | art-place-otsu | 第1期 | Phase I | | | 乙地域 | Otsu area | working | 乙地域 | Otsu area | | | 2002 | 2006 | 2002 | true | |
art-hei-1 | ART-ONE | art-place-hei | | | | | 丙地域 | Hei area | working | 丙地域 | Hei area | | | 2009 | | 2009 | true | unknown |
""",
    "designation_prefectures": """
designation_id | region_id | basis
art-ko-1 | 01 | stated
art-ko-2 | 01 | stated
art-otsu-1 | 02 | seat_of_lead
art-hei-1 | 03 | stated
""",
    "designation_municipalities": """
designation_id | region_id
art-ko-1 | 01101
""",
    "designation_fields": """
designation_id | field | assigned_by
art-ko-1 | life_science | source
art-ko-2 | ict | compiler
art-otsu-1 | life_science | source
""",
    "evaluations": """
evaluation_id | designation_id | programme_id | fy | kind | grade | scale | remark_ja | remark_en | missing | caution_ids
art-eval-1 | art-ko-1 | ART-SEL | 2007 | final | A | S,A,B,C | | | |
art-eval-2 | art-otsu-1 | ART-SEL | 2007 | final | | S,A,B,C | | | grade_not_found |
""",
    "awards": """
award_id | designation_id | fy | name_ja | name_en
art-award-1 | art-ko-1 | 2006 | （架空）賞 | (Artificial) prize
""",
    "outcomes": """
outcome_id | subject_kind | subject_id | indicator | kind | from_fy | to_fy | calendar | value | unit | approximate | missing | caution_ids
art-out-1 | programme | ART-SEL | patents_domestic | outcome | 2002 | 2008 | fiscal | 30 | patents | false | |
art-out-2 | programme | ART-ONE | patents_domestic | outcome | 2002 | 2008 | fiscal | 12 | patents | false | |
art-out-3 | designation | art-ko-1 | patents_domestic | outcome | 2002 | 2006 | fiscal | | patents | false | not_published |
""",
    "outcome_indicators": """
indicator | name_ja | name_en | unit | description_ja | description_en
patents_domestic | 国内特許出願 | Domestic patent applications | patents | 架空 | artificial
""",
    "partnerships": """
partnership_id | name_ja | name_en | country | partner_en | purpose_en | from_fy | to_fy | missing
art-partner-1 | （架空）連携 | (Artificial) partnership | Utopia | Utopia Valley | an artificial purpose | 2005 | | unknown
""",
    "events": """
event_id | partnership_id | name_ja | name_en | held_on | place_en | n_participants | missing
art-event-1 | art-partner-1 | （架空）セミナー | (Artificial) seminar | 2006-02-01 | Utopia | 120 |
""",
    "coverage": """
programme_id | known_total | total_kind | as_of | n_found | missing_ja | missing_en | ask_ja | ask_en | caution_ids
ART-SEL | 4 | exact | 2020-01-02 | 3 | 1件が不明 | 1 is missing | 架空庁 | the artificial agency | incomplete_list
ART-ONE | 1 | exact | 2020-01-02 | 1 | | | | |
""",
    "coverage_years": """
programme_id | fy | part | known_total | n_found
ART-SEL | 2002 | | 3 | 2
ART-SEL | 2004 | | 1 | 1
""",
    "industries": """
industry_code | revision | level | section | name_ja | name_en
A | 13 | section | A | （架空）大分類A | (Artificial) section A
B | 13 | section | B | （架空）大分類B | (Artificial) section B
C | 13 | section | C | （架空）大分類C | (Artificial) section C
D | 13 | section | D | （架空）大分類D | (Artificial) section D
E | 13 | section | E | （架空）大分類E | (Artificial) section E
F | 13 | section | F | （架空）大分類F | (Artificial) section F
G | 13 | section | G | （架空）大分類G | (Artificial) section G
H | 13 | section | H | （架空）大分類H | (Artificial) section H
I | 13 | section | I | （架空）大分類I | (Artificial) section I
J | 13 | section | J | （架空）大分類J | (Artificial) section J
K | 13 | section | K | （架空）大分類K | (Artificial) section K
L | 13 | section | L | （架空）大分類L | (Artificial) section L
M | 13 | section | M | （架空）大分類M | (Artificial) section M
N | 13 | section | N | （架空）大分類N | (Artificial) section N
O | 13 | section | O | （架空）大分類O | (Artificial) section O
P | 13 | section | P | （架空）大分類P | (Artificial) section P
Q | 13 | section | Q | （架空）大分類Q | (Artificial) section Q
R | 13 | section | R | （架空）大分類R | (Artificial) section R
S | 13 | section | S | （架空）大分類S | (Artificial) section S
011 | 13 | group | A | （架空）耕種 | (Artificial) crops
091 | 13 | group | E | （架空）食品 | (Artificial) food
391 | 13 | group | G | （架空）情報 | (Artificial) software
""",
    "indicator_definitions": "\n".join(
        [
            "indicator_id | name_ja | name_en | unit | definition_ja | definition_en",
            *sorted({f"{name} | （架空）{name} | {name} | {unit} | 架空 | artificial" for name, unit, *_ in _SERIES}),
        ]
    ),
    "disagreements": """
disagreement_id | table | row_id | field | statement | value | unit | is_preferred | reason_ja | reason_en
art-dis-1 | designations | art-ko-1 | end_fy | 1 | 2006 | year | true | 発行者による | stated by the publisher
art-dis-1 | designations | art-ko-1 | end_fy | 2 | 2007 | year | false | 記事による | stated by an article
""",
    "checks": """
check_id | description_ja | description_en | expected | unit
art-check-1 | 国内特許出願 | domestic patents | 42 | patents
""",
    "check_parts": """
check_id | outcome_id
art-check-1 | art-out-1
art-check-1 | art-out-2
""",
}
