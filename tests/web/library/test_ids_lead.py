"""Stable addresses lead to the form and the language that the reader prefers."""

from __future__ import annotations

import pytest

from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

LEADS = [
    ({}, "/ja/programmes/KCI"),
    ({"accept": "*/*"}, "/ja/programmes/KCI"),
    ({"accept": "text/html,application/xhtml+xml;q=0.9", "accept-language": "en-GB,ja;q=0.5"}, "/en/programmes/KCI"),
    ({"accept-language": "fr, en;q=0.3"}, "/en/programmes/KCI"),
    ({"accept-language": "fr"}, "/ja/programmes/KCI"),
    ({"accept": "application/json"}, "/api/v1/programmes/KCI"),
    ({"accept": "application/ld+json, text/html;q=0.1"}, "/ja/programmes/KCI.jsonld"),
    ({"accept": "text/csv", "accept-language": "en"}, "/en/programmes/KCI.csv"),
]


@pytest.mark.parametrize(("headers", "target"), LEADS)
def test_an_id_leads_to_what_the_reader_prefers(client, headers, target):
    response = client.get("/id/programme/KCI", headers=headers)
    assert response.status_code == 303
    assert response["Location"] == target
    assert "Accept" in response["Vary"]
    assert client.get(target).status_code == 200


def test_a_form_that_is_not_offered_is_refused_with_those_that_are(client):
    response = client.get("/id/programme/KCI", headers={"accept": "application/rdf+xml"})
    assert response.status_code == 406
    assert "application/ld+json" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/id/programme/NONE", "/id/nothing/KCI", "/id/programme/%00", "/id/programme/KCI/", "/id/programme/%ff", "/id/"],
)
def test_an_id_that_nothing_has_is_not_found(client, path):
    assert client.get(path).status_code in {400, 404}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_json_ld_with_stable_ids_that_lead_somewhere(client, kind):
    for record in Record.objects.filter(kind=kind)[:5]:
        response = client.get(f"/ja/{LISTS[kind]}/{record.subject_id}.jsonld")
        assert response["Content-Type"] == "application/ld+json"
        found = response.json()
        assert found["@context"] == "https://schema.org"
        assert found["identifier"] == record.subject_id
        assert {name["@language"] for name in found["name"]} <= {"ja", "en"}
        assert client.get(found["@id"].removeprefix("http://127.0.0.1:8000")).status_code == 303
        assert "" not in found.values()
        assert None not in found.values()


def test_json_ld_of_every_record_can_be_made(jp_pack):
    from chiiki.web.library.exports.jsonld import schema_org  # noqa: PLC0415 -- needs the settings

    made = [schema_org(record, pack=jp_pack, base="https://chiiki.example") for record in Record.objects.all()]
    assert len({node["@id"] for node in made}) == len(made) > 2000
