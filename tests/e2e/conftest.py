"""Briefs as the command writes them, opened from the disk in a browser without network."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from chiiki.cli import app

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")
SUBJECTS = ("04", "13", "10", "41", "01", "47", "KCI", "ECO", "national")


def pytest_generate_tests(metafunc):
    """Run a test that asks for `brief` on every subject in both languages; for `sample` on one of each kind."""
    subjects = {"brief": SUBJECTS, "sample": ("04", "KCI", "national")}
    for name, chosen in subjects.items():
        if name in metafunc.fixturenames:
            cases = [(subject, lang) for subject in chosen for lang in ("ja", "en")]
            metafunc.parametrize(name, cases, indirect=True, ids=[f"{subject}-{lang}" for subject, lang in cases])


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Write a brief with the command, once in a session."""
    folder = tmp_path_factory.mktemp("briefs")

    def write(subject, lang):
        path = folder / f"{subject}.{lang}.html"
        if not path.exists():
            arguments = ["brief", subject, "--lang", lang, "--format", "html", "--out", str(path)]
            CliRunner().invoke(app, arguments, catch_exceptions=False)
        return path

    return write


@pytest.fixture
def brief(request, written):
    """Give the path of one brief; `pytest_generate_tests` says which."""
    return written(*request.param)


sample = brief


@pytest.fixture
def opened(browser):
    """Open a file at a width; with `javascript=False` as a reader who switched scripts off."""
    contexts = []

    def open_at(path, width, *, height=900, javascript=True, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,
            offline=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def probe():
    """Run one of the functions of probes.js on a page."""

    def run(page, name, *arguments):
        return page.evaluate(f"args => {{ {PROBES}; return {name}(...args) }}", list(arguments))

    return run
