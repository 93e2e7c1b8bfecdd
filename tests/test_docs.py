"""The documents say what is there: nothing public is missing, output is real, links lead somewhere."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import typer
import yaml

import chiiki
from chiiki import errors
from chiiki.brief.wording import load_wording
from chiiki.cli import app
from pages.meanings import load_glossary
from pages.outputs import with_real_output

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "benchmarks" / "README.md"])
FIELDS = yaml.safe_load((ROOT / "src/chiiki/facts/data/jp/fields.yml").read_text(encoding="utf-8"))
SCHEMA = json.loads((ROOT / "src/chiiki/brief/schema/brief.schema.json").read_text(encoding="utf-8"))
WORDS = [
    "plan",
    "programme",
    "measure",
    "authority",
    "region",
    "council",
    "vision",
    "strategy",
    "round",
    "application",
    "designation",
    "award",
    "site",
    "headquarters",
    "post",
    "coordinator",
    "seed",
    "need",
    "match",
    "project",
    "output",
    "outcome",
    "evaluation",
    "recommendation",
    "source",
    "statement",
    "field",
]
"""The words that the product is described with; code and briefs use them and no others."""


def _read(name):
    return (REFERENCE / name).read_text(encoding="utf-8")


def _commands(command, name="chiiki"):
    yield name, command
    for part, below in getattr(command, "commands", {}).items():
        yield from _commands(below, f"{name} {part}")


def _section(page, heading):
    return re.split(r"^## ", page.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize(("name", "command"), [*_commands(typer.main.get_command(app))])
def test_every_command_stands_in_the_reference_with_all_its_options(name, command):
    section = _section(_read("cli.md"), name)
    lacking = [option for one in command.params for option in one.opts if option not in section]

    assert section
    assert lacking == []


def test_every_public_name_stands_in_the_reference():
    headings = {line for path in (REFERENCE / "api").glob("*.md") for line in path.read_text("utf-8").splitlines()}
    names = [found.name for found in pkgutil.walk_packages(chiiki.__path__, "chiiki.")]
    modules = [importlib.import_module(name) for name in names if not name.startswith("chiiki.web")]
    lacking = [
        f"{module.__name__}.{name}"
        for module in modules
        for name in module.__all__
        if getattr(getattr(module, name), "__module__", module.__name__) in {module.__name__, "typing", "builtins"}
        and f"### {module.__name__.removeprefix('chiiki.')}.{name}" not in headings
    ]

    assert lacking == []


@pytest.mark.parametrize("name", FIELDS["tables"])
def test_every_table_stands_in_the_reference_with_all_its_columns(name):
    section = _section(_read("tables.md"), f"{name} {{ #{name} }}")
    columns = [one if isinstance(one, str) else next(iter(one)) for one in FIELDS["tables"][name]["fields"]]

    assert [column for column in columns if f"| `{column}` |" not in section] == []


@pytest.mark.parametrize("name", FIELDS["vocabularies"])
def test_every_vocabulary_stands_in_the_reference_with_all_its_codes(name):
    section = _section(_read("vocabularies.md"), f"{name} {{ #{name} }}")

    assert [code for code in FIELDS["vocabularies"][name] if f"| `{code}` |" not in section] == []


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_has_its_own_code_and_a_section_under_it(name):
    error = getattr(errors, name)
    others = [getattr(errors, other).code for other in errors.__all__ if other != name]

    assert error.code not in others
    assert f"chiiki.errors.{name}`" in _section(
        _read("errors.md"), f"{error.code} {{ #{error.code.replace('.', '-')} }}"
    )


def test_every_definition_of_a_number_stands_in_the_reference_in_both_languages():
    page = _read("numbers.md")
    keys = [key for key in load_wording("en").entries if key.startswith("definitions.") and key.endswith(".name")]
    texts = [load_wording(lang).word(key) for key in keys for lang in ("ja", "en")]

    assert [text for text in texts if f"**{text}**" not in page] == []


def test_every_property_of_the_json_form_stands_in_the_reference():
    page = _read("brief-json.md")
    parts = [SCHEMA, *SCHEMA["$defs"].values()]

    assert [key for part in parts for key in part.get("properties", {}) if f"`{key}`" not in page] == []


@pytest.mark.parametrize("page", ["coverage.md", "coverage.ja.md"])
def test_the_coverage_page_names_every_programme_with_selections(page, jp_pack):
    text = _read(page)
    programmes = {row.programme_id for row in (*jp_pack.coverage, *jp_pack.designations)}

    assert [programme for programme in sorted(programmes) if f"(`{programme}`)" not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("README.md", "C.UTF-8"),
        ("README.ja.md", "ja_JP.UTF-8"),
        ("docs/tutorial/first-brief.md", "C.UTF-8"),
        ("docs/tutorial/capability.md", "C.UTF-8"),
        ("docs/explanation/chain-linking.md", "C.UTF-8"),
    ],
)
def test_output_under_a_command_is_what_the_command_writes(name, lang):
    page = (ROOT / name).read_text(encoding="utf-8")

    assert with_real_output(page, lang=lang) == page


def test_a_block_that_fails_stops_the_page_with_its_own_words():
    with pytest.raises(SystemExit, match="no such thing"):
        with_real_output("```python\nraise SystemExit('no such thing')\n```\n")


def test_the_first_screen_of_the_readme_shows_one_sentence_two_commands_and_three_links():
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    commands = re.findall(r"^\./run .*", first_screen, re.MULTILINE)
    sentence = first_screen.partition("```")[0]

    assert commands == ["./run chiiki brief 04", "./run pytest"]
    assert sentence.count(".") == 1
    assert len(re.findall(r"\]\(", first_screen)) == 3


def test_the_japanese_readme_keeps_step():
    english, japanese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ja.md"))

    for pattern in (r"^#+ ", r"^\./run .*", r"`\./run [^`]*`", r"^\|[-|]+\|$"):
        assert re.findall(pattern, japanese, re.MULTILINE) == re.findall(pattern, english, re.MULTILINE)
    targets = [Counter(re.findall(r"\]\(([^)]*)\)", page)) for page in (english, japanese)]
    assert targets[0] - Counter(["README.ja.md"]) == targets[1] - Counter(["README.md"])


def _slug(heading):
    given = re.search(r"\{ #([\w-]+) \}", heading)
    words = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKD", re.sub(r"[`*]", "", heading))).strip().lower()
    return given[1] if given else re.sub(r"[\s-]+", "-", words.encode("ascii", "ignore").decode())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "http://")):
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file) if file else page
        headings = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE) if found.exists() else []
        if not found.exists() or (anchor and anchor not in {_slug(heading) for heading in headings}):
            broken.append(target)

    assert broken == []


def test_a_term_of_the_glossary_stands_once_and_is_defined_in_both_languages():
    terms = load_glossary()
    counts = Counter(term[lang] for term in terms for lang in ("en", "ja"))

    assert [term for term in terms if set(term) != {"en", "ja", "definition_en", "definition_ja"}] == []
    assert [term for term in terms if not all(str(text).strip() for text in term.values())] == []
    assert [word for word, count in counts.items() if count > 1] == []


def test_the_glossary_defines_the_words_that_the_product_is_described_with():
    assert sorted(set(WORDS) - {term["en"] for term in load_glossary()}) == []


def test_definitions_of_the_glossary_are_sentences():
    endings = [(term["definition_en"][-1], term["definition_ja"][-1]) for term in load_glossary()]

    assert set(endings) == {(".", "。")}


def test_the_citation_file_names_the_versions_at_hand(jp_pack):
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    facts = citation["references"][0]

    assert citation["version"] == chiiki.__version__
    assert (facts["version"], str(facts["date-released"])) == (jp_pack.edition, jp_pack.as_of)


def test_every_fragment_of_the_changelog_has_a_known_type_and_one_line():
    fragments = [path for path in (ROOT / "changelog.d").iterdir() if path.suffix == ".md"]

    assert {path.stem.rpartition(".")[2] for path in fragments} <= {"added", "fixed", "breaking", "facts"}
    assert [path.name for path in fragments if len(path.read_text("utf-8").strip().splitlines()) != 1] == []
