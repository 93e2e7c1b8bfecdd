"""Briefs on the web are those of the command, kept for one edition, and made without growing the server."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from chiiki.brief.compose import compose
from chiiki.brief.pdf import render_pdf
from chiiki.brief.render import render
from chiiki.cli import app
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job
from chiiki.web.jobs.registry import TASKS
from chiiki.web.library.domain import briefs as domain
from chiiki.web.library.domain.briefs import BriefWanted, brief_subjects, kept_brief, make_brief
from chiiki.web.library.facts import pack
from chiiki.web.library.tasks import BRIEF_TASK
from chiiki.web.library.views import briefs as views

WANTED = BriefWanted("region", "31", "en", "md")


@pytest.fixture
def folder(settings, tmp_path):
    """Keep the briefs of a test apart."""

    settings.OPTIONS = replace(settings.OPTIONS, data=tmp_path)
    yield tmp_path / "briefs"
    _see_pdfs_through()


def _see_pdfs_through():
    """Wait for the threads that make PDFs."""
    for thread in threading.enumerate():
        if thread.name.startswith("brief-"):
            thread.join(120)


@pytest.fixture
def children(monkeypatch):
    """Note every child process that is started for a brief."""
    started, run = [], subprocess.run

    def noted(arguments, **options):
        started.append(arguments)
        return run(arguments, **options)

    monkeypatch.setattr(domain.subprocess, "run", noted)
    return started


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_file_has_the_bytes_and_the_name_of_the_command(client, form):
    response = client.get(f"/en/briefs/region/31.{form}")
    assert response.status_code == 200
    assert response.content == render(compose("region", "31", pack=pack(), lang="en"), form)
    assert f'filename="chiiki-31.en.{form}"' in response.headers["Content-Disposition"]


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_the_command_itself_writes_these_bytes(client, tmp_path):
    out = tmp_path / "brief.md"
    result = CliRunner().invoke(app, ["brief", "KCI", "--lang", "ja", "--out", str(out)])
    assert result.exit_code == 0
    assert client.get("/ja/briefs/programme/KCI.md").content == out.read_bytes()


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_pdf_of_a_child_process_is_that_of_this_process(client):
    response = client.get("/ja/briefs/region/31.pdf?")
    while response.status_code == 202:  # the machine is slow: what its job would do
        make_brief(BriefWanted("region", "31", "ja", "pdf"))
        response = client.get("/ja/briefs/region/31.pdf?wait=1")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content == render_pdf(compose("region", "31", pack=pack(), lang="ja"))


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_brief_is_shown_in_the_frame_with_its_files(client, lang):
    page = client.get(f"/{lang}/briefs/region/31").content.decode()
    assert page.count("<h1") == 1
    assert "<style" not in page
    assert all(f'href="/{lang}/briefs/region/31.{form}"' in page for form in ("html", "pdf", "md", "json"))


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_list_has_every_brief(client, lang):
    page = client.get(f"/{lang}/briefs").content.decode()
    assert all(
        f'href="/{lang}/briefs/{kind}/{subject}"' in page
        for kind, subjects in brief_subjects().items()
        for subject in subjects
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "path",
    ["region/99", "region/00", "region/99.pdf", "programme/NOPE.json", "law/X", "region/04.exe", "region/..%2f04"],
)
def test_what_has_no_brief_is_not_found(client, path):
    assert client.get(f"/ja/briefs/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_citation_of_another_edition_gets_a_ribbon(client):
    assert "stale-ribbon" in client.get("/en/briefs/region/31?edition=2025.01").content.decode()
    assert "stale-ribbon" not in client.get(f"/en/briefs/region/31?edition={pack().edition}").content.decode()
    assert "stale-ribbon" not in client.get("/en/briefs/region/31").content.decode()


@pytest.mark.usefixtures("folder")
def test_a_brief_is_made_once_and_kept():
    assert kept_brief(WANTED) is None
    made = make_brief(WANTED)
    assert kept_brief(WANTED) == made


def test_a_brief_of_another_edition_is_neither_shown_nor_kept(folder):
    old = folder / "0123456789abcdef-0.0.1" / WANTED.kind / WANTED.file_name
    old.parent.mkdir(parents=True)
    old.write_bytes(b"<!-- chiiki brief old -->")
    assert kept_brief(WANTED) is None
    make_brief(WANTED)
    assert not old.exists()


def test_the_ones_unused_for_longest_make_room(folder, monkeypatch):
    first = make_brief(WANTED)
    monkeypatch.setattr(domain, "MOST_BYTES", len(first) + 10)
    second = BriefWanted("region", "32", "en", "md")
    make_brief(second)
    assert kept_brief(WANTED) is None
    assert sum(place.stat().st_size for place in folder.rglob("*.md")) <= len(first) + 10


def test_a_brief_that_cannot_be_kept_is_still_given(folder, caplog):
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be", encoding="utf-8")
    assert make_brief(WANTED).startswith(b"<!-- chiiki brief")
    assert "not kept" in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_pdf_that_takes_long_becomes_a_job_with_a_page_of_waiting(client, monkeypatch):
    monkeypatch.setattr(domain, "MOST_BEGUN", 0)
    waiting = client.get("/en/briefs/region/32.pdf")
    assert waiting.status_code == 202
    assert 'http-equiv="refresh"' in waiting.content.decode()
    job = Job.objects.get(task=BRIEF_TASK)
    assert client.get("/en/briefs/region/32.pdf?wait=1").status_code == 202
    assert Job.objects.filter(task=BRIEF_TASK).count() == 1
    steps = []
    TASKS[BRIEF_TASK](lambda *step: steps.append(step), **job.arguments)
    assert steps == [(0, 1), (1, 1)]
    done = client.get("/en/briefs/region/32.pdf?wait=1")
    assert done.content.startswith(b"%PDF")


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_what_takes_long_is_made_by_the_one_child_that_began_it(client, monkeypatch, children):
    monkeypatch.setattr(views, "FAST_S", 0.0)
    with domain.TYPESETTERS, domain.TYPESETTERS:  # the child does not begin before both have asked
        assert client.get("/en/briefs/region/33.pdf").status_code == 202
        assert client.get("/en/briefs/region/33.pdf").status_code == 202
    job = Job.objects.get(task=BRIEF_TASK)
    _see_pdfs_through()

    done = client.get("/en/briefs/region/33.pdf?wait=1")
    assert done.content.startswith(b"%PDF")
    assert job.due_at - job.created_at > timedelta(seconds=59)
    TASKS[BRIEF_TASK](lambda *_: None, **job.arguments)
    assert len(children) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_what_no_thread_can_take_is_left_to_the_worker_at_once(client, monkeypatch, children):
    monkeypatch.setattr(domain, "MOST_BEGUN", 0)
    assert client.get("/en/briefs/region/33.pdf").status_code == 202
    job = Job.objects.get(task=BRIEF_TASK)
    assert job.due_at <= job.created_at
    assert children == []


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_child_that_fails_is_a_failure_while_somebody_waits(monkeypatch):
    monkeypatch.setattr(domain.sys, "executable", "/bin/false")
    with pytest.raises(subprocess.CalledProcessError):
        make_brief(BriefWanted("region", "33", "en", "pdf"), limit_s=60)
    assert not domain.is_being_made(BriefWanted("region", "33", "en", "pdf"))


@pytest.mark.django_db
@pytest.mark.usefixtures("folder")
def test_a_job_that_was_given_up_says_so_and_asks_no_more(client, monkeypatch):
    monkeypatch.setattr(domain, "MOST_BEGUN", 0)
    client.get("/ja/briefs/region/32.pdf")
    Job.objects.filter(task=BRIEF_TASK).update(state=JobState.DEAD, ended_at=timezone.now(), error="typst: no font")
    given_up = client.get("/ja/briefs/region/32.pdf?wait=1")
    assert given_up.status_code == 503
    assert 'http-equiv="refresh"' not in given_up.content.decode()
    assert 'href="/ja/briefs/region/32"' in given_up.content.decode()


@pytest.mark.slow
def test_the_server_never_loads_the_typesetter(tmp_path):
    script = (
        "import sys, django; django.setup()\n"
        "from chiiki.web.library.domain.briefs import BriefWanted, make_brief\n"
        "assert make_brief(BriefWanted('region', '31', 'ja', 'pdf')).startswith(b'%PDF')\n"
        "print('typst' in sys.modules)\n"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "web_settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "CHIIKI_DATA": str(tmp_path),
        "PATH": "",
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
