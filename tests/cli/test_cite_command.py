"""``chiiki cite`` on the shipped pack."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.errors import InputError, UnknownNameError


def run(*arguments):
    found = CliRunner().invoke(app, ["cite", *arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


def test_a_number_is_followed_to_sources_licences_and_the_pack():
    text = run("r04.designations", "--lang", "en")
    assert text.startswith("r04.designations: ")
    assert "Licence: " in text
    assert "Checksum of the facts pack (SHA-256): " in text


def test_a_number_of_another_region_is_what_its_own_brief_says():
    own = json.loads(run("r13.designations", "--format", "json"))["number"]
    brief = CliRunner().invoke(app, ["brief", "04", "-f", "json", "--out", "-"]).stdout
    assert json.loads(brief)["numbers"]["r13.designations"]["value"] == own["value"]


def test_an_unknown_number_is_answered_with_near_ids():
    with pytest.raises(UnknownNameError, match=r"Did you mean r04\.designations"):
        run("r04.designation")


@pytest.mark.parametrize("number_id", ["x.y", "r99.designations", "r04", "p-KC.selected"])
def test_an_id_without_a_subject_of_the_pack_is_refused(number_id):
    with pytest.raises(UnknownNameError):
        run(number_id)


def test_an_unknown_format_is_refused_with_the_choice():
    with pytest.raises(InputError, match="choose from text, bibtex, csl, json"):
        run("r04.designations", "--format", "ris")
