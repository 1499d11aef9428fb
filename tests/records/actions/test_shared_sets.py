"""Every set of R4 examples goes in without a crash, and the second time nothing is written."""

from pathlib import Path

import pytest
from django.db import connection

from records.codes import ImportRunState
from records.models import ImportFile

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SETS = [
    "fhir-bulk-ndjson-10-patients",
    "fhir-eps-validation-service",
    "fhir-ers-r4",
    "fhir-hl7-validator-cases",
    "fhir-nhsengland-programme-examples",
    "fhir-pds",
    "fhir-r4-official-examples",
    "fhir-synthea-us-bundles",
    "fhir-ukcore-examples",
]


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t")  # noqa: S608
        return cursor.fetchone()


def record():
    tables = ("recordentry", "recordentryversion", "documentcontent", "patient", "sourcepatient")
    return [rows(f"records_{table}") for table in tables]


def folder(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"The shared examples {name} are not on this machine.")
    return DATA / name


@pytest.mark.parametrize("name", SETS)
def test_goes_in_once(name, delta, send):
    first = send(delta, folder(name))
    before = record()

    second = send(delta, folder(name))

    assert first.state == second.state == ImportRunState.FINISHED
    assert second.unchanged == first.created + first.unchanged
    assert (second.created, second.updated, second.withdrawn) == (0, 0, 0)
    assert (second.quarantined, second.skipped) == (first.quarantined, first.skipped)
    assert record() == before


def test_refuses_stu3_by_name(delta, send):
    run = send(delta, folder("fhir-gpconnect-stu3"))

    refusals = ImportFile.objects.filter(run=run, name__regex="^(EMIS|TPP|Medicus|correct)")
    assert run.state == ImportRunState.FAILED
    assert refusals.count() == 12
    assert all("STU3" in file.refusal for file in refusals)


def test_refuses_hl7v2_and_xml_by_name(delta, send):
    assert "HL7 v2" in send(delta, folder("hl7v2-simhospital-uk")).failure
    assert "XML" in send(delta, folder("fhir-ukcore-examples") / "xml").failure
