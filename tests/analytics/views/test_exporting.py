"""Figures leave as files that say what is withheld, and each leaves a line behind."""

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.http import Http404
from python_calamine import CalamineWorkbook

from accounts.http import SignedInRequest
from analytics.models import ExportLine, reach_of
from analytics.presenters.tables import Number, TableView
from analytics.views.exporting import MOST_ROWS, export
from core.errors import Forbidden, NotPermittedNow
from tests.factories.accounts import PractitionerRoleFactory
from tests.factories.analytics import an_analyst

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
TABLE = TableView(
    caption="Openings by organisation",
    headings=["Organisation", "Openings"],
    rows=[["=cmd|' /C calc'!A0", Number("1,234", 1234)], ["Ludlow", Number("*")]],
    numeric=[1],
    note="* is a figure that is not shown: too few people stand behind it.",
)


def take(role, fmt, table=TABLE):
    reach = reach_of(role, on=NOW.date())
    with time_machine.travel(NOW, tick=False):
        return export(SignedInRequest(), reach, "use-by-organization", "period=3", table, fmt)


class TestExport:
    def test_gives_csv_that_no_spreadsheet_carries_out(self):
        response = take(an_analyst(), "csv")

        assert response.content.decode() == (
            "\ufeffOrganisation,Openings\r\n"
            "'=cmd|' /C calc'!A0,1234\r\n"
            "Ludlow,*\r\n"
            "Note: * is a figure that is not shown: too few people stand behind it.\r\n"
        )
        assert response["Content-Disposition"] == (
            'attachment; filename="use-by-organization-2026-11-25.csv"'
        )

    def test_gives_numbers_as_numbers_in_a_workbook(self):
        response = take(an_analyst(), "xlsx")

        book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        rows = book.get_sheet_by_index(0).to_python()
        assert rows[:3] == [
            ["Organisation", "Openings"], ["=cmd|' /C calc'!A0", 1234.0], ["Ludlow", "*"],
        ]  # fmt: skip

    def test_notes_who_took_what(self):
        role = an_analyst()

        take(role, "csv")

        line = ExportLine.objects.get()
        assert (line.user_id, line.organization_id) == (role.user_id, role.organization_id)
        assert (line.what, line.selection) == ("use-by-organization", "period=3")
        assert (line.rows, line.withheld, line.at) == (2, 1, NOW)

    def test_refuses_too_many_rows_in_words(self):
        long = TableView(caption="", headings=["n"], rows=[["1"]] * (MOST_ROWS + 1))

        with pytest.raises(NotPermittedNow, match="5,001 rows"):
            take(an_analyst(), "csv", long)
        assert not ExportLine.objects.exists()

    def test_knows_no_other_kinds_of_files(self):
        with pytest.raises(Http404):
            take(an_analyst(), "pdf")

    def test_refuses_those_who_may_see_no_figures(self):
        with pytest.raises(Forbidden):
            take(PractitionerRoleFactory.create(), "csv")
