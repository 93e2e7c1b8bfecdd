"""What the first reader of a process would wait for, computed meanwhile.

The effects of programmes take seconds and stay the same for good. A process that serves computes
them in a thread, after its first answer, so that neither the start nor that answer waits.
"""

from __future__ import annotations

from threading import Event, Thread

from django.core.signals import request_finished

from chiiki.studies.effects.study import study_effect
from chiiki.studies.holdings import prefectures
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.home import compose_home
from chiiki.web.library.pages.prefecture import compose_prefecture

__all__ = ["start_warm_up", "warm_up"]

QUIET_S = 10.0
"""Seconds without a request after which nobody is waited for."""


def warm_up() -> None:
    """Compute the effects of every programme, and compose a first page of each kind that stands on many tables."""
    for programme in pack().programmes:
        study_effect(pack(), programme.programme_id)
    first = prefectures(pack())[0].region_id
    for lang in ("ja", "en"):
        compose_home(pack=pack(), lang=lang)
        compose_prefecture(first, pack=pack(), lang=lang)


def start_warm_up(*, quiet_s: float = QUIET_S) -> Thread:
    """Warm up in a thread once this process has answered a request, or after `quiet_s` seconds without one."""
    has_answered = Event()

    def note(**_: object) -> None:
        has_answered.set()

    def wait_and_warm_up() -> None:
        has_answered.wait(quiet_s)
        request_finished.disconnect(note)
        warm_up()

    request_finished.connect(note, weak=False)
    thread = Thread(target=wait_and_warm_up, name="warm-up", daemon=True)  # a stop does not wait for it
    thread.start()
    return thread
