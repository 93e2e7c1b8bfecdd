"""Pages of jobs: seen by whoever put them, decided on by administrators, each wish obeyed once."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import translation

from chiiki.web.audit.models import AuditRecord
from chiiki.web.jobs.domain import put_job
from chiiki.web.jobs.enums import JobState
from chiiki.web.jobs.models import Job
from chiiki.web.jobs.registry import TASKS, label_of
from web_asking import ADMIN, AUDITOR, EDITOR, OTHER, PUBLIC, ask
from web_commands import of_state

pytestmark = pytest.mark.django_db


def _job(state=JobState.WAITING, **values):
    job = put_job("jobs.tidy", arguments={}, put_by=values.pop("put_by", None))
    Job.objects.filter(pk=job.pk).update(**of_state(state) | values)
    return Job.objects.get(pk=job.pk)


def _records(job):
    return list(AuditRecord.objects.filter(subject_id=str(job.pk)).values_list("action", flat=True))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("state", JobState)
def test_whoever_has_the_address_sees_how_a_public_job_goes(client, lang, state):
    result = {"address": f"/{lang}/"} if state == JobState.DONE else None
    job = _job(state, step=2, n_steps=5, result=result, error="OSError: disk")
    answer = client.get(f"/{lang}/jobs/{job.pk}")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert ('http-equiv="refresh"' in page) == (state in {JobState.WAITING, JobState.RUNNING})
    assert ("/cancel" in page) == (state in {JobState.WAITING, JobState.RUNNING})
    assert ('value="2" max="5"' in page) == (state == JobState.RUNNING)
    assert "OSError" not in page
    assert "/retry" not in page


def test_a_page_that_is_told_to_stand_still_does(client):
    job = _job()
    page = client.get(f"/en/jobs/{job.pk}?still").content.decode()
    assert "refresh" not in page
    assert "hx-get" not in page


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:x", ""])
def test_a_result_leads_to_no_other_site(client, address):
    job = _job(JobState.DONE, result={"address": address})
    assert 'class="button"' not in client.get(f"/en/jobs/{job.pk}").content.decode()


@pytest.mark.parametrize(
    ("actor", "status"), [(EDITOR, 200), (ADMIN, 200), (OTHER, 404), (AUDITOR, 404), (PUBLIC, 302)]
)
def test_a_job_of_somebody_is_seen_by_them_and_administrators(actor, status):
    job = _job(put_by=EDITOR.user_id)
    answer = ask(actor, "job", job_id=job.pk)
    assert (answer if answer == 404 else answer.status_code) == status


def test_a_job_that_does_not_exist_is_answered_like_one_that_is_somebody_elses(client):
    hidden = client.get(f"/ja/jobs/{_job(put_by=EDITOR.user_id).pk}")
    absent = client.get(f"/ja/jobs/{uuid4()}")
    assert absent.status_code == hidden.status_code
    assert ask(OTHER, "job", job_id=uuid4()) == 404
    assert client.get("/ja/jobs/x").status_code == 404


@pytest.mark.parametrize("name", ["jobs", "dead-jobs"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_lists_are_for_administrators(name, lang):
    _job(JobState.DEAD, error="OSError: disk")
    assert "OSError: disk" in ask(ADMIN, name, lang=lang).content.decode()
    assert ask(EDITOR, name, lang=lang).status_code == 403
    assert ask(PUBLIC, name, lang=lang).status_code == 302


def test_a_list_is_of_the_state_asked_for():
    _job(JobState.DEAD, error="OSError: disk")
    assert "OSError" not in ask(ADMIN, "jobs", query={"state": "done"}).content.decode()
    assert ask(ADMIN, "jobs", query={"state": "x"}) == 404


@pytest.mark.parametrize("n_jobs", [1, 3])
@pytest.mark.parametrize("name", ["jobs", "dead-jobs"])
def test_lists_ask_the_database_equally_often(django_assert_num_queries, name, n_jobs):
    for _ in range(n_jobs):
        _job(JobState.DEAD)
    with django_assert_num_queries(3):
        ask(ADMIN, name)


WISHES = {
    "job-cancel": (JobState.WAITING, JobState.CANCELLED, "jobs.cancel"),
    "job-retry": (JobState.DEAD, JobState.WAITING, "jobs.retry"),
    "job-drop": (JobState.DEAD, JobState.DROPPED, "jobs.drop"),
}


@pytest.mark.parametrize("name", WISHES)
def test_a_wish_sent_twice_has_one_effect_one_record_and_the_same_answer(name):
    before, after, action = WISHES[name]
    job = _job(before)

    answers = [ask(ADMIN, name, method="post", job_id=job.pk) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, answers[0]["Location"])] * 2
    assert Job.objects.get(pk=job.pk).state == after
    assert _records(job) == [action]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", WISHES)
def test_a_wish_sent_by_eight_at_once_has_one_effect_one_record_and_the_same_answer(name):
    before, after, action = WISHES[name]
    job = _job(before)
    answers, begin = [], threading.Barrier(8)

    def send():
        begin.wait()
        try:
            answers.append(ask(ADMIN, name, method="post", job_id=job.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}
    assert len(answers) == 8
    assert Job.objects.get(pk=job.pk).state == after
    assert _records(job) == [action]


@pytest.mark.parametrize("name", WISHES)
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_wish_is_posted(name, method):
    job = _job(WISHES[name][0])
    assert ask(ADMIN, name, method=method, job_id=job.pk).status_code == 405
    assert _records(job) == []


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("job-cancel", JobState.DONE),
        ("job-cancel", JobState.DEAD),
        ("job-retry", JobState.DROPPED),
        ("job-retry", JobState.CANCELLED),
        ("job-drop", JobState.WAITING),
        ("job-drop", JobState.DONE),
    ],
)
def test_a_wish_that_comes_too_late_is_refused_with_its_reason(name, state):
    job = _job(state)
    answer = ask(ADMIN, name, method="post", job_id=job.pk, lang="en")
    assert answer.status_code == 403
    assert "job" in answer.content.decode()
    assert Job.objects.get(pk=job.pk).state == state
    assert _records(job) == []


@pytest.mark.parametrize("name", ["job-retry", "job-drop"])
@pytest.mark.parametrize("actor", [PUBLIC, EDITOR, AUDITOR])
def test_only_administrators_decide_on_jobs_that_were_given_up(name, actor):
    job = _job(JobState.DEAD)
    assert ask(actor, name, method="post", job_id=job.pk).status_code == 403
    assert Job.objects.get(pk=job.pk).state == JobState.DEAD


def test_a_post_without_the_token_of_the_page_is_refused():
    from django.test import Client  # noqa: PLC0415 -- one that checks the token

    job = _job()
    assert Client(enforce_csrf_checks=True).post(f"/ja/jobs/{job.pk}/cancel").status_code == 403
    assert Job.objects.get(pk=job.pk).state == JobState.WAITING


def test_an_administrator_sees_what_a_job_was_given_and_others_do_not():
    job = put_job("library.brief", arguments={"subject_id": "20"}, put_by=EDITOR.user_id)
    assert "subject_id=20" in ask(ADMIN, "job", job_id=job.pk).content.decode()
    assert "subject_id=20" not in ask(EDITOR, "job", job_id=job.pk).content.decode()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_task_has_a_name_that_people_read(lang):
    with translation.override(lang):
        assert [name for name in TASKS if str(label_of(name)) == name] == []
