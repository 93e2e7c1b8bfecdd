"""A process computes what its first readers would wait for, and lets nobody wait meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from chiiki.studies.effects.study import study_effect
from chiiki.web.library.facts import pack
from chiiki.web.library.warm import warm_up

SCRIPT = """
import json, threading
from chiiki.web.config.start import open_site
open_site()
from chiiki.web.config.wsgi import application
from chiiki.web.library.warm import start_warm_up
from chiiki.studies.effects.study import study_effect
from django.test import Client
own = [one for one in threading.enumerate() if one.name == "warm-up"]
thread = start_warm_up(quiet_s=3600)
before = study_effect.cache_info().currsize
if {asks}:
    Client().get("/robots.txt", HTTP_HOST="127.0.0.1")
thread.join({seconds})
print(json.dumps([len(own), thread.daemon, before, study_effect.cache_info().currsize]))
"""


@pytest.fixture
def cold():
    study_effect.cache_clear()


@pytest.mark.usefixtures("cold", "index")
def test_no_page_of_a_region_computes_an_effect_afterwards(client):
    warm_up()
    computed = study_effect.cache_info().misses
    assert computed == len(pack().programmes)
    for region_id in ("01", "04", "13", "27", "40"):
        assert client.get(f"/ja/regions/{region_id}").status_code == 200
    assert study_effect.cache_info().misses == computed


def _run(folder, **parts):
    environment = {**os.environ, "CHIIKI_DATA": str(folder), "CHIIKI_SECRET_KEY": "only for tests", "DATABASE_URL": ""}
    script = SCRIPT.format(**parts)
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_process_begins_after_its_first_answer_and_ends_without_waiting(tmp_path):
    assert _run(tmp_path, asks=True, seconds=120) == [1, True, 0, len(pack().programmes)]


def test_a_process_that_has_not_answered_yet_computes_nothing(tmp_path):
    assert _run(tmp_path, asks=False, seconds=0.01) == [1, True, 0, 0]
