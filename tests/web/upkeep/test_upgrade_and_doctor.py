"""What a host is told: what an upgrade would do, how the site is, what is wrong with its settings."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.slow


def test_an_upgrade_says_what_it_would_do_and_then_does_it(tmp_path, chiiki):
    data = tmp_path / "site"
    announced = chiiki("upgrade", "--check", data=data, check=False)
    assert announced.returncode == 1
    assert "tables: accounts.0001_initial" in announced.stdout
    assert "index of the facts" in announced.stdout
    chiiki("upgrade", data=data)
    settled = chiiki("upgrade", "--check", data=data)
    assert "nothing to do" in settled.stderr


def test_the_doctor_names_the_database_the_mail_and_the_backup(filled, chiiki):
    found = {one["name"]: one for one in json.loads(chiiki("doctor", "--json", data=filled).stdout)}
    assert found["database"]["text"].startswith("SQLite 3.")
    assert found["integrity"] == {"name": "integrity", "level": "ok", "text": "ok"}
    assert found["backup"]["level"] == "note"
    assert "CHIIKI_EMAIL_URL" in found["mail"]["text"]


def test_the_settings_have_no_complaint_as_a_public_site(filled, chiiki):
    checked = chiiki("check", "--deploy", data=filled)
    assert "no issues" in checked.stdout


def test_a_public_address_without_tls_is_complained_about_with_the_remedy(filled, chiiki):
    checked = chiiki("check", "--deploy", data=filled, check=False, CHIIKI_URL="http://chiiki.example")
    assert checked.returncode == 1
    assert "chiiki.W001" in checked.stderr
    assert "CHIIKI_URL=https://" in checked.stderr


def test_a_key_that_others_can_read_is_complained_about(filled, chiiki):
    (filled / "secret-key").chmod(0o644)
    checked = chiiki("check", data=filled, check=False)
    assert checked.returncode == 1
    assert "chmod 600" in checked.stderr


@pytest.mark.parametrize(
    ("variable", "given", "said"),
    [
        ("CHIIKI_URL", "chiiki.example", "give the address of the site"),
        ("CHIIKI_PROXIES", "one", "give a whole number"),
        ("CHIIKI_DEMO", "yes", "give 1 or 0"),
        ("DATABASE_URL", "mysql://localhost/chiiki", "give postgres://"),
    ],
)
def test_an_option_that_cannot_be_used_is_named_with_what_is_allowed(tmp_path, chiiki, variable, given, said):
    refused = chiiki("check", data=tmp_path, check=False, **{variable: given})
    assert refused.returncode == 2
    assert variable in refused.stderr
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
