from __future__ import annotations

import os
from pathlib import Path

import pytest

from chiiki.brief import files
from chiiki.errors import InputError, OutputError


def test_a_brief_is_named_by_subject_language_and_format():
    assert files.default_name("04", lang="ja", form="html") == "chiiki-04.ja.html"


@pytest.mark.parametrize(
    ("given", "out", "expected"),
    [
        ((), None, ("html",)),
        ((), "x.pdf", ("pdf",)),
        ((), "-", ("html",)),
        ((), "notes.txt", ("html",)),
        (("json", "html", "json"), None, ("html", "json")),
        (("json", "md"), "folder/", ("md", "json")),
        (("json",), "-", ("json",)),
    ],
)
def test_formats_come_from_the_option_or_the_file_ending(given, out, expected):
    assert files.formats_wanted(given, out) == expected


def test_an_unknown_format_is_refused_with_the_choice():
    with pytest.raises(InputError, match="no format 'docx'; choose from html, pdf, md, json"):
        files.formats_wanted(("docx",), None)


@pytest.mark.parametrize("out", ["-", "x.html"])
def test_several_formats_need_a_folder(out):
    with pytest.raises(InputError, match="2 formats cannot go into one file"):
        files.formats_wanted(("html", "md"), out)


def test_a_target_is_a_file_a_name_in_a_folder_or_in_the_current_folder(tmp_path):
    assert files.target_path(None, "a.html") == Path("a.html")
    assert files.target_path(str(tmp_path), "a.html") == tmp_path / "a.html"
    assert files.target_path("new/", "a.html") == Path("new/a.html")
    assert files.target_path("b.html", "a.html") == Path("b.html")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b'<!DOCTYPE html><meta name="generator" content="chiiki brief 2026.11">'),
        ("a.md", b"<!-- chiiki brief 2026.11 -->\n"),
        ("a.json", b'{\n "schema_version": 1,\n "kind": "region"'),
        ("a.pdf", b"%PDF-1.7 ... /Keywords (chiiki brief) ..."),
        ("a", b"<!-- chiiki brief 2026.11 -->\n"),
    ],
)
def test_an_earlier_brief_is_recognised_and_replaced(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    files.write_brief(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.json", "a.pdf"])
def test_a_foreign_file_is_kept_unless_forced(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"%PDF mine" if name == "a.pdf" else b"mine: see chiiki brief")
    with pytest.raises(OutputError, match="not written by an earlier brief"):
        files.write_brief(path, b"new")
    assert path.read_bytes().endswith((b"mine", b"brief"))
    files.write_brief(path, b"new", force=True)
    assert path.read_bytes() == b"new"


def test_missing_folders_are_made_and_nothing_else_is_left(tmp_path):
    files.write_brief(tmp_path / "new" / "deep" / "a.html", b"x")
    assert [path.name for path in (tmp_path / "new" / "deep").iterdir()] == ["a.html"]


def test_a_new_file_has_the_permissions_of_the_user(tmp_path):
    files.write_brief(tmp_path / "a.html", b"x")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.html").stat().st_mode & 0o777 == 0o666 & ~mask


def test_an_unwritable_place_is_named_with_its_reason(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot write .*file/a.html: .*Name a place"):
        files.write_brief(tmp_path / "file" / "a.html", b"x")


def test_a_folder_in_the_way_leaves_no_half_written_file(tmp_path):
    (tmp_path / "a.html").mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        files.write_brief(tmp_path / "a.html", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
