"""The page about the interface shows what is true: every operation, and examples that run."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess

import pytest

from chiiki.web.api import rest
from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.examples import EXAMPLES, answer_of, printed_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_names_every_operation_every_error_and_the_limits(client, lang):
    response = client.get(f"/{lang}/api")
    text = response.content.decode()
    assert response.status_code == 200
    assert len(response.content) <= 200_000
    for endpoint in rest.endpoints():
        assert f"GET /api/v1{endpoint.path}".replace("{path:", "{") in text
    for code in ProblemCode:
        assert f'id="problem-{code.value}"' in text
    assert "5,000,000" in text
    for _example in EXAMPLES:
        assert printed_by(_example) in text


def test_the_japanese_page_introduces_every_part_in_japanese(client):
    main = client.get("/ja/api").content.decode().partition("<main")[2].partition("</main>")[0]
    parts = re.split(r"<h2[^>]*>", main)[1:]
    assert len(parts) >= 6
    for part in parts:
        title, _, rest = part.partition("</h2>")
        prose = re.search(r"<(?:p|li)>([^<]*)", rest)[1]
        assert [text for text in (title, prose) if not re.search("[\u3040-\u30ff\u4e00-\u9fff]", text)] == []


def test_rows_of_the_facts_are_described_in_the_language_of_the_page(client):
    ja, en = (client.get(f"/{lang}/api").content.decode() for lang in ("ja", "en"))
    plan = re.search(r'<details id="shape-PlansRow">.*?</details>', ja, re.DOTALL)[0]
    assert "科学技術基本計画および科学技術・イノベーション基本計画。" in plan
    assert "<li><code>ordinal</code> <i>integer | null</i> 基本計画の期（第1期から第7期まで）。</li>" in plan
    assert re.findall(r'<span lang="en">([^<]*)</span>', plan) == ["Who states it, and where"]
    assert "<code>n_applied</code> <i>integer | null</i> 応募の件数。（単位：件）</li>" in ja
    assert "The Science and Technology (and Innovation) Basic Plans." in en
    assert '<span lang="en">' not in en


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_answer_that_is_shown_is_that_of_the_interface(client, example):
    assert json.loads(answer_of(example)) == client.get(example.path).json()


@pytest.fixture
def site(live_server, index):
    return live_server.url


def _printed_by_python(program):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {})  # noqa: S102 -- the example of our own page
    return printed.getvalue().strip()


def _printed_by_r(program):
    return subprocess.run(["Rscript", "-e", program], capture_output=True, check=True, text=True).stdout.strip()


def _has_r():
    if shutil.which("Rscript") is None:
        return False
    return subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_the_examples_run_and_print_what_is_shown(site, settings):
    for example in EXAMPLES:
        shown = printed_by(example)
        assert _printed_by_python(example.python.replace("BASE", site)) == shown
        if shutil.which("curl"):
            command = example.curl.replace(settings.BASE_URL, site)
            answer = subprocess.run(f"{command} --silent", shell=True, capture_output=True, check=True).stdout  # noqa: S602
            assert json.loads(answer) == json.loads(answer_of(example))


@pytest.mark.slow
@pytest.mark.skipif(not _has_r(), reason="needs R with jsonlite")
def test_the_examples_in_r_run_and_print_what_is_shown(site):
    for example in EXAMPLES:
        assert _printed_by_r(example.r.replace("BASE", site)) == printed_by(example)


def test_the_page_of_tokens_shows_a_secret_once(client, person):
    client.force_login(person)
    form = client.get("/en/account/tokens").context["form"]
    sent = {"made_id": form.initial["made_id"], "name": "<b>notebook</b>", "n_days": 30}
    made = client.post("/en/account/tokens", sent)
    secret = made.context["issued"].secret
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert client.get("/api/v1/token", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    again = client.get("/en/account/tokens").content.decode()
    assert secret not in again
    assert "&lt;b&gt;notebook" in again
    twice = client.post("/en/account/tokens", sent)
    assert twice.status_code == 422
    assert "sent before" in twice.content.decode()


def test_a_token_is_revoked_by_its_owner_alone(client, django_user_model, issued, person):
    address = f"/ja/account/tokens/{issued.token.id}/revoke"
    client.force_login(django_user_model.objects.create_user("other@example.org", "another passphrase"))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(person)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    issued.token.refresh_from_db()
    assert issued.token.revoked_at


def test_nobody_sees_tokens_without_signing_in(client, issued):
    for address in ("/ja/account/tokens", f"/ja/account/tokens/{issued.token.id}/revoke"):
        assert client.get(address).status_code in {302, 404}


def test_a_brief_is_what_its_file_says(client):
    listed = client.get("/api/v1/briefs").json()
    assert {one["kind"] for one in listed} == {"national", "region", "programme"}
    ja, en = (client.get("/api/v1/briefs/programme/KCI", {"lang": lang}).json() for lang in ("ja", "en"))
    assert (ja["lang"], en["lang"]) == ("ja", "en")
    assert en == client.get("/en/briefs/programme/KCI.json").json()
    assert client.get("/api/v1/briefs/programme/NONE").status_code == 404
