"""Workers run each job to one end: failures wait and end, the dead are relieved, nothing ends twice."""

from __future__ import annotations

import os
import signal
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from chiiki.errors import InputError
from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit.models import AuditRecord
from chiiki.web.jobs import worker
from chiiki.web.jobs.domain import put_job, runs
from chiiki.web.jobs.domain.decisions import cancel_job
from chiiki.web.jobs.domain.upkeep import drop_old_jobs, put_scheduled_jobs
from chiiki.web.jobs.enums import LEASE, N_TRIES, RETRY_AFTER, TRANSITIONS, JobState
from chiiki.web.jobs.models import Job
from chiiki.web.jobs.registry import SCHEDULE, TASKS, task
from chiiki.web.jobs.worker import run_one, run_worker
from web_commands import of_state

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = threading.Event()


@pytest.fixture(autouse=True)
def _own_tasks(monkeypatch):
    """Let tests register tasks that are gone afterwards."""
    for name, found in list(TASKS.items()):
        monkeypatch.setitem(TASKS, name, found)
    yield
    for name in [name for name in TASKS if name.startswith("test.")]:
        del TASKS[name]


def _put(function, **options):
    task("test.task")(function)
    return put_job("test.task", arguments=options.pop("arguments", {}), **options)


def _fresh(job):
    return Job.objects.get(pk=job.pk)


def _over_and_over(job):
    """Run a job again and again without waiting for its next time."""
    while _fresh(job).state == JobState.WAITING:
        Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
        assert run_one(worker="w", stop=NEVER)
    return _fresh(job)


def test_a_job_runs_once_and_keeps_its_result():
    job = _put(lambda _progress, a, b: {"sum": a + b}, arguments={"a": 1, "b": 2})

    assert run_one(worker="w", stop=NEVER)
    assert not run_one(worker="w", stop=NEVER)

    done = _fresh(job)
    assert (done.state, done.result, done.n_tries, done.worker) == (JobState.DONE, {"sum": 3}, 1, "w")
    assert done.lease is None
    assert done.ended_at >= done.started_at


def test_a_job_that_is_not_due_waits():
    job = _put(lambda _progress: None, due_at=timezone.now() + timedelta(hours=1))

    assert not run_one(worker="w", stop=NEVER)
    assert _fresh(job).state == JobState.WAITING


def test_a_task_holds_no_transaction():
    job = _put(lambda _progress: connection.in_atomic_block)
    run_one(worker="w", stop=NEVER)
    assert _fresh(job).result is False


@pytest.mark.parametrize("n_failures", range(1, N_TRIES))
def test_a_failed_job_waits_as_the_schedule_says(n_failures):
    def fail(_progress):
        msg = "disk"
        raise OSError(msg)

    job = _put(fail)
    Job.objects.filter(pk=job.pk).update(n_tries=n_failures - 1)

    before = timezone.now()
    run_one(worker="w", stop=NEVER)

    waiting = _fresh(job)
    assert (waiting.state, waiting.n_tries, waiting.error) == (JobState.WAITING, n_failures, "OSError: disk")
    wanted = RETRY_AFTER[n_failures - 1]
    assert wanted * 0.9 <= waiting.due_at - before <= wanted * 1.1 + timedelta(seconds=30)


def test_a_job_that_fails_every_time_is_given_up_and_recorded():
    tries = []

    def fail(_progress):
        tries.append(1)
        msg = "disk"
        raise OSError(msg)

    dead = _over_and_over(_put(fail))

    assert (dead.state, dead.n_tries, len(tries)) == (JobState.DEAD, N_TRIES, N_TRIES)
    assert AuditRecord.objects.filter(action="jobs.give-up", subject_id=str(dead.pk)).count() == 1


def test_a_job_that_cannot_succeed_is_given_up_at_once():
    def refuse(_progress):
        msg = "no such region"
        raise InputError(msg)

    job = _put(refuse)
    run_one(worker="w", stop=NEVER)
    assert (_fresh(job).state, _fresh(job).n_tries) == (JobState.DEAD, 1)


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("cannot reach smtp://user:pass@mail.example:587", "OSError: cannot reach …"),
        ("no mail to taro@example.jp today", "OSError: no mail to … today"),
        ("password=hunter2 refused", "OSError: … refused"),
        ("x" * 9000, "OSError: " + "x" * 500),
    ],
)
def test_an_error_keeps_no_secret(message, kept):
    def fail(_progress):
        raise OSError(message)

    job = _put(fail)
    run_one(worker="w", stop=NEVER)
    assert _fresh(job).error == kept


@pytest.mark.parametrize("wrong", ["unknown", "unserialisable"])
def test_a_fault_of_the_task_itself_is_a_failure_of_the_job(wrong):
    job = _put(lambda _progress: object())
    if wrong == "unknown":
        Job.objects.filter(pk=job.pk).update(task="test.unknown")
    run_one(worker="w", stop=NEVER)
    assert (_fresh(job).state, bool(_fresh(job).error)) == (JobState.WAITING, True)


def test_progress_is_seen_while_the_task_runs():
    seen = []

    def work(progress, job_id):
        for step in range(1, 4):
            progress(step, 3)
            seen.append(Job.objects.values_list("state", "step", "n_steps").get(key=job_id))

    _put(work, arguments={"job_id": "k"}, key="k")
    run_one(worker="w", stop=NEVER)
    assert seen[0] == ("running", 1, 3)
    assert seen[-1] == ("running", 3, 3)


def test_a_running_job_ends_at_its_next_step_when_cancelled():
    reached = []

    def work(progress):
        cancel_job(actor=SYSTEM, job_id=job.pk)
        progress(1, 1)
        reached.append(1)

    job = _put(work)
    run_one(worker="w", stop=NEVER)

    assert _fresh(job).state == JobState.CANCELLED
    assert reached == []


def test_a_job_that_was_taken_over_does_not_end_twice():
    claimed = runs.claim_job(worker="slow") if _put(lambda _progress: "second") else None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert runs.take_back_lost_jobs() == 1
    assert run_one(worker="quick", stop=NEVER)

    assert not runs.finish_job(claimed, result="first")
    assert not runs.fail_job(claimed, error=OSError())
    assert not runs.extend_lease(claimed)
    with pytest.raises(runs.JobStoppedError):
        runs.note_step(claimed, step=1, n_steps=2)
    assert (_fresh(claimed).state, _fresh(claimed).result) == (JobState.DONE, "second")


def test_a_job_that_kills_its_workers_is_given_up():
    job = _put(lambda _progress: None)
    for _ in range(N_TRIES):
        Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
        assert runs.claim_job(worker="doomed")
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert runs.take_back_lost_jobs() == 1
    assert _fresh(job).state == JobState.DEAD
    assert _fresh(job).error == "the worker doomed was lost"


def test_a_cancelled_job_of_a_lost_worker_is_cancelled():
    job = _put(lambda _progress: None)
    runs.claim_job(worker="w")
    cancel_job(actor=SYSTEM, job_id=job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert runs.take_back_lost_jobs() == 1
    assert _fresh(job).state == JobState.CANCELLED


def test_a_worker_that_lives_keeps_its_job():
    _put(lambda _progress: None)
    runs.claim_job(worker="w")
    assert runs.take_back_lost_jobs() == 0


def test_the_job_of_a_killed_worker_is_done_by_another(tmp_path):
    """Kill -9 while the task runs: the effect comes once more at most, the end exactly once."""

    def work(progress):
        progress(1, 2)
        with (tmp_path / "tries").open("a") as stream:
            stream.write(f"{os.getpid()}\n")
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    parent = os.getpid()
    job = _put(work)
    connections.close_all()
    child = os.fork()
    if not child:
        run_one(worker="killed", stop=NEVER)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    assert _fresh(job).state == JobState.RUNNING
    assert not run_one(worker="other", stop=NEVER)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # the lease runs out
    runs.take_back_lost_jobs()
    assert run_one(worker="other", stop=NEVER)

    done = _fresh(job)
    assert (done.state, done.result, done.n_tries, done.worker) == (JobState.DONE, "done", 2, "other")
    assert (tmp_path / "tries").read_text().split() == [str(child), str(parent)]


def test_many_workers_run_each_job_once():
    ran = []
    task("test.task")(lambda _progress, n: ran.append(n))
    for n in range(40):
        put_job("test.task", arguments={"n": n})
    faults = []

    def run(name):
        try:
            while run_one(worker=name, stop=NEVER):
                pass
        except OperationalError as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(f"w{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while run_one(worker="last", stop=NEVER):
        pass

    assert faults == []
    assert sorted(ran) == list(range(40))
    assert set(Job.objects.values_list("state", "n_tries")) == {(JobState.DONE, 1)}


def test_a_worker_that_is_told_to_stop_lets_its_job_end():
    stop = threading.Event()
    job = _put(lambda _progress: stop.set())
    run_worker(name="w", stop=stop, poll_seconds=0.01)
    assert _fresh(job).state == JobState.DONE


def test_a_worker_that_is_told_to_stop_gives_a_long_job_back(monkeypatch):
    monkeypatch.setattr(worker, "_GRACE_S", 0.0)
    monkeypatch.setattr(worker, "_LOOK_S", 0.01)
    stop, release = threading.Event(), threading.Event()
    ended = []

    def work(progress):
        stop.set()
        release.wait(timeout=30)
        try:
            progress(1, 1)
        except runs.JobStoppedError as error:
            ended.append(error)
            raise

    job = _put(work)
    run_worker(name="w", stop=stop, poll_seconds=0.01)

    assert (_fresh(job).state, _fresh(job).n_tries, _fresh(job).lease) == (JobState.WAITING, 0, None)
    release.set()
    for thread in [thread for thread in threading.enumerate() if thread.name.startswith("job-")]:
        thread.join()
    assert len(ended) == 1
    assert _fresh(job).state == JobState.WAITING


def test_the_lease_goes_on_while_a_task_runs(monkeypatch):
    monkeypatch.setattr(worker, "_LOOK_S", 0.01)
    monkeypatch.setattr(worker, "_BEAT_S", 0.0)
    untils = set()

    def work(_progress):
        while len(untils) < 3:
            untils.add(Job.objects.values_list("lease_until", flat=True).get())

    job = _put(work)
    run_one(worker="w", stop=NEVER)
    assert _fresh(job).state == JobState.DONE
    assert max(untils) > min(untils)


def test_a_worker_waits_for_a_database_that_does_not_answer():
    stop = threading.Event()
    job = _put(lambda _progress: stop.set())
    left = [3]

    def broken(execute, sql, params, many, context):
        if left[0]:
            left[0] -= 1
            msg = "the server is gone"
            raise OperationalError(msg)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        run_worker(name="w", stop=stop, poll_seconds=0.01)
    assert (_fresh(job).state, left) == (JobState.DONE, [0])


def test_jobs_of_one_key_are_one_job():
    first = _put(lambda _progress: None, key="k")
    assert put_job("test.task", arguments={}, key="k") == first
    assert Job.objects.count() == 1


@pytest.mark.parametrize("state", [JobState.CANCELLED, JobState.DROPPED])
def test_what_was_cancelled_or_dropped_waits_again_when_put_again(state):
    job = _put(lambda _progress: None, key="k")
    Job.objects.update(state=state, n_tries=4, is_cancel_asked=True)

    again = put_job("test.task", arguments={}, key="k")

    assert (again.pk, again.state, again.n_tries, again.is_cancel_asked) == (job.pk, JobState.WAITING, 0, False)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.DEAD, JobState.RUNNING])
def test_what_is_done_or_given_up_does_not_wait_again(state):
    _put(lambda _progress: None, key="k")
    Job.objects.update(**of_state(state))
    assert put_job("test.task", arguments={}, key="k").state == state


def test_what_the_clock_asks_for_is_put_once_a_day():
    morning = datetime(2026, 11, 30, 1, tzinfo=UTC)

    assert put_scheduled_jobs(now=morning) == len(SCHEDULE)
    assert put_scheduled_jobs(now=morning + timedelta(hours=20)) == 0
    assert put_scheduled_jobs(now=morning + timedelta(days=1)) == len(SCHEDULE)
    while run_one(worker="w", stop=NEVER):
        pass
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_old_jobs_are_dropped_in_time():
    now = timezone.now()
    for state, days in [("done", 6), ("done", 8), ("dead", 8), ("dead", 91), ("waiting", 400), ("dropped", 8)]:
        Job.objects.create(task="test.task", **of_state(JobState(state), at=now - timedelta(days=days)))

    assert drop_old_jobs(now=now) == 3
    assert sorted(Job.objects.values_list("state", flat=True)) == ["dead", "done", "waiting"]


def test_the_states_that_workers_and_people_write_follow_the_table():
    assert set(TRANSITIONS) == set(JobState)
    assert timedelta(seconds=worker._BEAT_S) * 3 < LEASE  # noqa: SLF001 -- a lease outlives lost beats
