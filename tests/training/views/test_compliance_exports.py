"""Compliance as files for a spreadsheet."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.codes import JobRole
from accounts.models import CompetencyGrant
from tests.factories.accounts import BoardFactory, SurgeryFactory
from tests.factories.training import RequirementFactory, a_manager, a_trainer, learner
from training.actions.exports import keep_exports_tidy, make_export
from training.actions.snapshots import snapshot_compliance
from training.codes import ExportState
from training.models import ComplianceExport, TrainingManager
from training.views import compliance_exports

pytestmark = pytest.mark.django_db

FILES = "/training/compliance/files/"


@pytest.fixture
def world(db):
    """Two at the hospital, one of whom bears a name that a spreadsheet would carry out."""
    rule = RequirementFactory.create(grace_days=14)
    lara = learner()
    lara.user.display_name = "=HYPERLINK(lapsed)"
    lara.user.save()
    CompetencyGrant.objects.create(
        user=lara.user,
        competency=rule.competency,
        source=uuid4(),
        valid_from=date(2025, 1, 1),
        valid_until=date(2026, 1, 31),
        granted_at=timezone.now(),
    )
    learner(organization=SurgeryFactory.create())
    snapshot_compliance(on=timezone.localdate())
    return lara


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def make(export):
    return make_export(export.pk, at=timezone.now(), on=timezone.localdate())


@pytest.fixture
def long_lists(monkeypatch):
    """Have every list go to the background."""
    monkeypatch.setattr(compliance_exports, "MOST_AT_ONCE", 0)


class TestComplianceExport:
    def test_answers_with_the_figures(self, client, sign_in, world):
        sign_in(client, a_trainer().user)

        heading, *rows = read_csv(client.post(FILES, {"what": "figures"}))

        assert heading[:3] == ["Day", "Organisation", "Code"]
        hospital = next(row for row in rows if row[2] == "RXW")
        assert hospital[0] == timezone.localdate().isoformat()
        assert hospital[4] == "Shropshire, Telford and Wrekin ICB"
        assert hospital[7:] == ["1", "0", "0", "0", "1", "0", "0.0"]
        assert len(rows) == 2

    def test_answers_with_names_that_are_no_formulas(self, client, sign_in, world):
        sign_in(client, a_manager().user)

        heading, *rows = read_csv(client.post(FILES, {"what": "names", "status": "lapsed"}))

        assert heading[0] == "Name"
        [row] = rows
        assert row[0] == "'=HYPERLINK(lapsed)"
        assert row[5:] == ["Lapsed", "", "2026-01-31", "2026-02-14", "no"]

    def test_writes_days_as_days_in_a_workbook(self, client, sign_in, world):
        sign_in(client, a_manager().user)

        response = client.post(FILES, {"what": "names", "status": "lapsed", "format": "xlsx"})

        sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
        heading, row = sheet.to_python()
        assert heading[0] == "Name"
        assert row[0] == "=HYPERLINK(lapsed)"
        assert row[7] == date(2026, 1, 31)
        with ZipFile(io.BytesIO(response.content)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert "xlsx" in response["Content-Disposition"]

    def test_is_narrowed_as_the_page_was(self, client, sign_in, world):
        sign_in(client, a_trainer().user)

        def codes(**said):
            return {row[3] for row in read_csv(client.post(FILES, {"what": "names", **said}))[1:]}

        assert codes() == {"RXW", "M82016", "QOC"}
        assert codes(place="RXW") == {"RXW"}
        assert codes(kind="gp-practice") == {"M82016"}
        assert codes(role="nurse") == set()
        assert codes(competency="other") == set()
        assert codes(status="current") == set()

    def test_names_are_for_those_who_may_know_them(self, client, sign_in, world):
        assert client.post(FILES, {"what": "names"}).url.startswith("/accounts/sign-in/")
        sign_in(client, learner().user)
        assert client.post(FILES, {"what": "names"}).status_code == 403
        assert client.post(FILES, {"what": "figures"}).status_code == 403
        analyst = learner(organization=BoardFactory.create(), job_role=JobRole.ANALYST)
        sign_in(client, analyst.user)

        assert client.post(FILES, {"what": "names"}).status_code == 403
        assert client.post(FILES, {"what": "figures"}).status_code == 200

    def test_a_manager_elsewhere_gets_none_of_it(self, client, sign_in, world):
        sign_in(client, a_manager(organization=SurgeryFactory.create()).user)

        rows = read_csv(client.post(FILES, {"what": "names", "place": "RXW"}))

        assert len(rows) == 1


class TestLongExport:
    def test_is_made_in_the_background(self, client, sign_in, world, long_lists):
        sign_in(client, a_manager().user)
        page = client.post(FILES, {"what": "names", "status": "lapsed"}).url
        assert "Being made" in client.get(page).content.decode()
        assert "data-polls" in client.get(page).content.decode()
        assert client.get(f"{page}download/").url == page

        export = make(ComplianceExport.objects.get())

        assert export.row_count == 1
        html = client.get(page).content.decode()
        assert "1 row, kept until" in html
        assert "data-polls" not in html
        assert read_csv(client.get(f"{page}download/"))[1][0] == "'=HYPERLINK(lapsed)"

    def test_is_made_once(self, client, sign_in, world, long_lists):
        sign_in(client, a_manager().user)
        client.post(FILES, {"what": "figures", "format": "xlsx"})
        export = ComplianceExport.objects.get()

        assert make(export).state == ExportState.READY
        assert make(export) is None

    def test_opens_for_nobody_else(self, client, sign_in, world, long_lists):
        sign_in(client, a_manager().user)
        page = client.post(FILES, {"what": "names"}).url
        make(ComplianceExport.objects.get())
        sign_in(client, a_trainer().user)

        assert client.get(page).status_code == 404
        assert client.get(f"{page}download/").status_code == 404

    def test_is_checked_against_the_reach_again(self, client, sign_in, world, long_lists):
        manager = a_manager()
        sign_in(client, manager.user)
        page = client.post(FILES, {"what": "names"}).url
        make(ComplianceExport.objects.get())
        TrainingManager.objects.filter(user=manager.user).delete()

        assert client.get(f"{page}download/").status_code == 403

    def test_is_not_made_for_a_role_that_has_ended(self, client, sign_in, world, long_lists):
        manager = a_manager()
        sign_in(client, manager.user)
        page = client.post(FILES, {"what": "names"}).url
        manager.ends_on = timezone.localdate() - timedelta(days=1)
        manager.save()

        made = make(ComplianceExport.objects.get())

        assert made.state == ExportState.FAILED
        assert made.content is None
        manager.ends_on = None
        manager.save()
        assert "Could not be made" in client.get(page).content.decode()

    def test_is_destroyed_after_a_day(self, client, sign_in, world, long_lists):
        sign_in(client, a_manager().user)
        client.post(FILES, {"what": "names"})
        at = timezone.now()

        keep_exports_tidy(at=at + timedelta(hours=2))
        assert ComplianceExport.objects.get().state == ExportState.FAILED
        keep_exports_tidy(at=at + timedelta(hours=25))

        assert not ComplianceExport.objects.exists()
