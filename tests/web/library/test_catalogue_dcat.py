"""The catalogue has what DCAT-AP 3 requires, and what it says of files is true."""

from __future__ import annotations

import csv
import io
from hashlib import sha256

import pytest

pytestmark = pytest.mark.django_db

BASE = "http://127.0.0.1:8000"
CATALOGUE = ("dct:title", "dct:description", "dct:publisher")
DATASET = ("dct:title", "dct:description")
ADDED = (
    "dct:identifier",
    "dct:issued",
    "dct:modified",
    "dct:language",
    "dct:license",
    "dct:accessRights",
    "dct:spatial",
    "dcat:theme",
    "dcat:keyword",
    "dcat:version",
    "dct:conformsTo",
    "dct:provenance",
    "dcat:contactPoint",
    "dct:publisher",
)


@pytest.fixture
def catalogue(client):
    response = client.get("/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return response.json()


def test_the_catalogue_has_what_the_profile_requires(catalogue, jp_pack):
    assert catalogue["@type"] == "dcat:Catalog"
    assert all(catalogue[name] for name in CATALOGUE)
    assert catalogue["dct:publisher"]["foaf:name"]
    names = [dataset["dct:identifier"] for dataset in catalogue["dcat:dataset"]]
    assert names == [f"{jp_pack.name}/{table}" for table in jp_pack.schema.tables]


def test_every_prefix_is_declared(catalogue):
    def terms(node):
        if isinstance(node, dict):
            for name, value in node.items():
                yield name
                if name == "@type":
                    yield value
                yield from terms(value)
        elif isinstance(node, list):
            for one in node:
                yield from terms(one)

    used = {term.partition(":")[0] for term in terms(catalogue) if ":" in term and not term.startswith("http")}
    assert used <= set(catalogue["@context"])


def test_every_dataset_says_of_when_whose_and_on_what_terms_it_is(catalogue):
    for dataset in catalogue["dcat:dataset"]:
        assert all(dataset[name] for name in (*DATASET, *ADDED)), dataset["@id"]
    temporal = {one["@id"]: one.get("dct:temporal") for one in catalogue["dcat:dataset"]}
    indicators = temporal[f"{BASE}/data/indicators"]
    assert indicators["dcat:startDate"]["@value"] == "1975-01-01"
    assert temporal[f"{BASE}/data/designations"]["dcat:startDate"]["@value"].endswith("-04-01")


def test_size_and_checksum_are_those_of_the_file_that_is_sent(client, catalogue):
    for dataset in catalogue["dcat:dataset"]:
        for distribution in dataset["dcat:distribution"]:
            address = distribution["dcat:accessURL"]["@id"].removeprefix(BASE)
            response = client.get(address)
            assert response.status_code == 200
            assert str(len(response.content)) == distribution["dcat:byteSize"]["@value"]
            assert sha256(response.content).hexdigest() == distribution["spdx:checksum"]["spdx:checksumValue"]["@value"]
            assert distribution["dcat:mediaType"]["@id"].endswith(response["Content-Type"].partition(";")[0])
            assert "keeps its own terms" in distribution["dct:rights"]["rdfs:label"][0]["@value"]


def test_no_cell_of_a_file_is_run_by_a_spreadsheet_and_no_row_is_cut(client, jp_pack):
    for name in jp_pack.schema.tables:
        response = client.get(f"/data/{name}.csv")
        rows = list(csv.reader(io.StringIO(response.content.decode())))
        n_rows = jp_pack.read(name).n_rows
        assert len(rows) == n_rows + 1
        assert response["X-Rows"] == f"{n_rows}/{n_rows}"
        assert f"-{n_rows}-of-{n_rows}.csv" in response["Content-Disposition"]
        risky = [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "\t", "\r"} and cell]
        assert risky == []


def test_the_schema_of_the_files_names_their_checksums(client, jp_pack):
    package = client.get("/data/datapackage.json").json()
    assert len(package["resources"]) == len(jp_pack.schema.tables)
    for resource in package["resources"]:
        content = client.get(f"/data/{resource['path']}").content
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)


def test_the_address_of_a_dataset_leads_to_its_page(client):
    response = client.get("/data/designations")
    assert (response.status_code, response["Location"]) == (303, "/ja/tables/designations")
    for path in ("/data/nothing", "/data/nothing.csv", "/data/..%2f..%2fetc.csv"):
        assert client.get(path).status_code == 404
