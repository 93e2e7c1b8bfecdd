"""``chiiki brief`` on the shipped pack."""

from __future__ import annotations

import json
import webbrowser

import pytest
from typer.testing import CliRunner

from chiiki.cli import app
from chiiki.cli.subjects import chosen_language
from chiiki.errors import InputError, OutputError, PackError, UnknownNameError


def run(*arguments):
    """Run the command in this process; errors come out as they were raised."""
    found = CliRunner().invoke(app, ["brief", *arguments], catch_exceptions=True)
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_a_brief_goes_to_the_current_folder_and_the_screen_shows_what_it_says(tmp_path):
    lines = run("宮城県", "--lang", "ja").stdout.splitlines()
    assert lines[0] == "chiiki-04.ja.html"
    assert lines[1].startswith("宮城県に")
    assert len(lines) == 6
    assert (tmp_path / "chiiki-04.ja.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_several_formats_go_into_a_folder_that_is_made(tmp_path):
    lines = run("04", "-f", "json", "-f", "md", "--out", "new/").stdout.splitlines()
    assert lines[:2] == ["new/chiiki-04.en.md", "new/chiiki-04.en.json"]
    brief = json.loads((tmp_path / "new" / "chiiki-04.en.json").read_text(encoding="utf-8"))
    assert (brief["kind"], brief["id"], brief["lang"]) == ("region", "04", "en")


def test_standard_output_is_the_brief_and_nothing_else():
    found = run("04", "-f", "json", "--out", "-")
    assert json.loads(found.stdout)["id"] == "04"
    assert found.stderr == ""


def test_the_file_that_a_brief_wrote_is_replaced_and_any_other_is_kept(tmp_path):
    path = tmp_path / "a.md"
    run("04", "--out", "a.md")
    run("04", "--out", "a.md")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="not written by an earlier brief"):
        run("04", "--out", "a.md")
    assert path.read_text(encoding="utf-8") == "mine"
    run("04", "--out", "a.md", "--force")
    assert path.read_text(encoding="utf-8").startswith("<!-- chiiki brief")


def test_a_brief_is_opened_when_asked_for(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    run("04", "--out", "a.md", "--open")
    assert opened == [(tmp_path / "a.md").as_uri()]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((), InputError, "name a prefecture"),
        (("04", "--all", "--out", "x"), InputError, "or all prefectures with --all"),
        (("--all",), InputError, "name the folder for them with --out DIR"),
        (("--all", "--out", "-"), InputError, "name the folder for them with --out DIR"),
        (("04", "--lang", "fr"), UnknownNameError, "no language 'fr'; choose from ja, en"),
        (("04", "--format", "docx"), InputError, "no format 'docx'"),
        (("04", "-f", "md", "-f", "json", "--out", "-"), InputError, "cannot go into one file"),
        (("Miyagy",), UnknownNameError, "Miyagi"),
        (("仙台市",), UnknownNameError, "宮城県"),
        (("04", "--pack", "nowhere"), PackError, "nowhere"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_cure_and_writes_nothing(tmp_path, arguments, error, message):
    with pytest.raises(error, match=message):
        run(*arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_all_prefectures_are_written_with_one_plain_line_each(tmp_path):
    found = run("--all", "--out", "briefs", "-f", "md", "--lang", "ja")
    assert found.stdout == "47 files in briefs\n"
    assert found.stderr.splitlines()[3] == "chiiki-04.ja.md"
    assert len(list((tmp_path / "briefs").iterdir())) == 47


@pytest.mark.parametrize(
    ("given", "environ", "expected"),
    [
        ("ja", {"LANG": "en_GB.UTF-8"}, "ja"),
        ("en", {"LANG": "ja_JP.UTF-8"}, "en"),
        (None, {"LANG": "ja_JP.UTF-8"}, "ja"),
        (None, {"LC_ALL": "en_US.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "ja_JP", "LANG": "C"}, "ja"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_locale_else_english(given, environ, expected):
    assert chosen_language(given, environ) == expected
