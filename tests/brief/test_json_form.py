from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest
from sample_document import sample

from chiiki.brief.json_form import render_json

SCHEMA = json.loads((resources.files("chiiki.brief") / "schema" / "brief.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def parsed(**changes):
    return json.loads(render_json(replace(sample(), **changes)))


def bare_numbers(node, path=()):
    if isinstance(node, bool | int | float):
        yield path
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from bare_numbers(child, (*path, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from bare_numbers(child, (*path, index))


def test_the_schema_is_itself_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", ["region", "programme", "national"])
def test_a_brief_keeps_the_contract(kind):
    VALIDATOR.validate(json.loads(render_json(sample("en", kind=kind))))


def test_a_brief_without_conflicts_keeps_the_contract():
    VALIDATOR.validate(parsed(conflicts=(), kpis=(), blocks=()))


def test_bare_numbers_stand_only_in_the_version_and_in_values():
    for path in bare_numbers(parsed()):
        assert path == ("schema_version",) or (path[0], path[2]) == ("numbers", "value")


def test_a_missing_value_is_null_with_its_reason():
    money = parsed()["numbers"]["r04.money"]
    assert (money["value"], money["missing"]) == (None, "not_published")


def test_an_interval_is_two_numbers():
    assert parsed()["numbers"]["r04.effect"]["value"] == [1.1, 7.3]


def test_every_number_has_sources_or_a_formula_whose_inputs_are_here():
    numbers = parsed()["numbers"]
    for number in numbers.values():
        assert ("source_ids" in number) != ("formula" in number)
        assert set(number.get("inputs", ())) <= set(numbers)


def test_every_number_and_claim_that_is_named_is_here():
    brief = parsed()
    claims = {claim["id"] for claim in brief["claims"]}
    assert {block["claim"] for block in brief["blocks"] if "claim" in block} <= claims
    assert all(set(claim["inputs"]) <= set(brief["numbers"]) for claim in brief["claims"])


@pytest.mark.parametrize(
    "damage",
    [
        lambda brief: brief["numbers"]["r04.money"].pop("missing"),
        lambda brief: brief["numbers"]["r04.change"].update(source_ids=["S-A"], locators=["p. 1"]),
        lambda brief: brief["numbers"]["r04.population"].pop("source_ids"),
        lambda brief: brief["numbers"]["r04.effect"].update(value=[1]),
        lambda brief: brief.update(extra=1),
        lambda brief: brief.pop("claims"),
        lambda brief: brief["blocks"][1].update(page=1),
    ],
)
def test_the_schema_refuses_what_breaks_the_contract(damage):
    brief = parsed()
    damage(brief)
    assert not VALIDATOR.is_valid(brief)


def test_the_same_document_gives_the_same_bytes():
    assert render_json(sample()) == render_json(sample())
