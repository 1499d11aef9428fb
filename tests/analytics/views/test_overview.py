"""The overview: figures of a selection, what they are compared with, and what is behind them."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.codes import CareSetting, JobRole
from accounts.http import BACKGROUND_HEADER
from analytics.models import ExportLine
from tests.factories.accounts import HospitalFactory, OrganizationFactory, SurgeryFactory
from tests.factories.analytics import an_analyst, keep, openings, people, sign_ins, stratum_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 10) for month in (9, 10, 11))


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst():
    role = an_analyst()
    role.user.active_role = role
    return role.user


@pytest.fixture
def world(analyst):
    """A hospital whose doctors and nurses open records, and a surgery where six people do."""
    board = analyst.active_role.organization
    hospital = HospitalFactory.create(parent=board)
    doctors = stratum_of(hospital, JobRole.CLINICIAN, CareSetting.HOSPITAL)
    nurses = stratum_of(hospital, JobRole.NURSE, CareSetting.HOSPITAL)
    surgery = stratum_of(
        SurgeryFactory.create(parent=board), JobRole.CLINICIAN, CareSetting.PRIMARY_CARE
    )
    ours, theirs, others = people(12), people(8), people(6)
    keep(
        [
            *openings(100, doctors, on=SEPTEMBER, people=ours),
            *openings(200, doctors, on=OCTOBER, people=ours),
            *openings(37, nurses, on=OCTOBER, people=theirs),
            *sign_ins(300, doctors, on=OCTOBER, people=ours),
            *openings(60, surgery, on=OCTOBER, people=others),
            *openings(9, doctors, on=NOVEMBER, people=ours),
        ]
    )
    return board


@pytest.fixture
def show(client, sign_in, analyst):
    sign_in(client, analyst)

    def _show(query="", status=200):
        response = client.get(reverse("analytics:overview") + query)
        assert response.status_code == status
        return response.content.decode()

    return _show


def tile(page, title):
    """Return the words of a tile."""
    tiles = re.findall(r'<li class="ohc-tile.*?</li>', page, re.DOTALL)
    [found] = [each for each in tiles if title in each]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def rows(page, caption):
    """Return the rows of the table with a caption."""
    [found] = [t for t in re.findall(r"<table.*?</table>", page, re.DOTALL) if caption in t]
    body = found.split("<tbody>")[1]
    cell = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    cells = [cell.findall(row) for row in body.split("</tr>")]
    return [[re.sub(r"<[^>]+>", "", c).replace("\xa0", " ").strip() for c in row] for row in cells]


class TestOverview:
    def test_counts_whole_months_alone(self, show, world):
        page = show("?period=1")

        assert "Record openings 297 " in tile(page, "Record openings</a>")
        assert "Active people 25 " in tile(page, "Active people</a>")

    def test_says_the_change_against_what_it_is_compared_with(self, show, world):
        page = show("?period=1&compare=before")

        assert "+197.0 % from Sep 2026" in tile(page, "Record openings</a>")

    def test_warns_where_sign_ins_open_nothing(self, show, world):
        page = show("?period=1")

        assert "0.990" in tile(page, "Openings per sign-in</a>")
        assert "some sign-ins opened no record" in tile(page, "Openings per sign-in</a>")

    def test_marks_the_month_that_is_not_over(self, show, world):
        page = show("?period=3&compare=year")

        months = rows(page, "Record openings by month")
        assert months[-2][:2] == ["Nov 2026, so far", "9"]
        assert months[-2][2:] == ["", ""]
        assert "Nov 2026 is not over" in page

    def test_leaves_the_month_that_is_not_over_out_of_an_older_period(self, show, world):
        assert "so far" not in show("?period=2026-09_2026-09").split('id="today"')[0]

    def test_leads_from_a_row_to_the_same_figures_of_that_row(self, show, world):
        page = show("?period=1&by=organization")

        assert [row[:3] for row in rows(page, "Record openings by organisation")[:2]] == [
            ["Shrewsbury and Telford Hospital", "237", "79.8 %"],
            ["Radbrook Green Surgery", "60", "20.2 %"],
        ]
        assert 'href="?period=1&amp;organization=RXW&amp;measure=openings&amp;by=role"' in page

    def test_lifts_a_filter_by_a_link(self, show, world):
        page = show("?period=1&organization=RXW&by=role")

        assert "Organisation: Shrewsbury and Telford Hospital" in page
        assert 'href="?period=1&amp;measure=openings&amp;by=role"' in page
        assert "Record openings 237 " in tile(page, "Record openings</a>")

    def test_says_what_of_the_address_it_left_out(self, show, world):
        page = show("?measure=nonsense&by=nonsense&organization=RZZ&period=nonsense")

        assert page.count("Left out.") == 4

    def test_shows_any_measure_of_use(self, show, world):
        page = show("?period=1&measure=found-share")

        assert "0.0 %" in tile(page.replace("\xa0", " "), "Openings that found something, of all")

    def test_is_calm_where_nothing_was_counted(self, show):
        page = show()

        assert "Nothing was counted in these months." in page

    def test_takes_few_queries(self, show, world, django_assert_max_num_queries):
        show()

        with django_assert_max_num_queries(16):
            show("?period=all&compare=year&organization=RXW&role=nurse")

    def test_is_not_for_clinicians(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(reverse("analytics:overview")).status_code == 403

    def test_shows_an_analyst_of_another_board_nothing_of_this_one(self, client, sign_in, world):
        other = OrganizationFactory.create(ods_code="QNC", kind="icb", short_name="Elsewhere ICB")
        stranger = an_analyst(other)
        sign_in(client, stranger.user)

        page = client.get(reverse("analytics:overview") + "?organization=RXW").content.decode()

        assert "There are no figures of this organisation here." in page
        assert "Record openings 0 " in tile(page, "Record openings</a>")
        assert "Shrewsbury" not in page


class TestSmallNumbers:
    @pytest.fixture
    def small(self, world):
        """A second surgery, where three people opened 11 records."""
        place = OrganizationFactory.create(
            ods_code="M82003", short_name="Clun Surgery", kind="gp-practice", parent=world
        )
        clun = stratum_of(place, JobRole.CLINICIAN, CareSetting.PRIMARY_CARE)
        keep(openings(11, clun, on=OCTOBER, people=people(3)))
        return clun

    def test_withholds_what_few_people_stand_behind_and_a_neighbour(self, show, small):
        page = show("?period=1&by=organization")

        found = {row[0]: row[1] for row in rows(page, "Record openings by organisation") if row}
        assert found == {
            "Shrewsbury and Telford Hospital": "237",
            "Clun Surgery": "*",
            "Radbrook Green Surgery": "*",
        }
        assert "* is a figure that is not shown: too few people stand behind it" in page
        assert "Record openings 308 " in tile(page, "Record openings</a>")

    def test_does_not_give_it_away_by_a_filter(self, show, small):
        for query in ("&organization=M82003", "&organization=M82016"):
            page = show(f"?period=1{query}")
            assert "Record openings * " in tile(page, "Record openings</a>")
        assert "Record openings 237 " in tile(
            show("?period=1&organization=RXW"), "Record openings</a>"
        )

    def test_does_not_give_it_away_by_the_other_role(self, show, world):
        nurses = stratum_of(HospitalFactory.create(), JobRole.HEALTH_PROFESSIONAL)
        keep(openings(7, nurses, on=OCTOBER, people=people(2)))

        page = show("?period=1&organization=RXW&role=clinician")

        assert "Record openings 200 " in tile(page, "Record openings</a>")
        page = show("?period=1&organization=RXW&role=nurse")
        assert "Record openings * " in tile(page, "Record openings</a>")

    def test_leaves_a_withheld_month_out_of_the_sum_of_a_period(self, show, world):
        august = date(2026, 8, 10)
        doctors = stratum_of(HospitalFactory.create(), JobRole.CLINICIAN, CareSetting.HOSPITAL)
        keep(openings(50, doctors, on=august, people=people(2)))

        page = show("?period=3")

        assert "Record openings 397 †" in tile(page, "Record openings</a>").replace("\xa0", " ")
        assert "† leaves out months that are not shown." in page
        assert ["Aug 2026", "*"] in [r[:2] for r in rows(page, "Record openings by month")]


class TestToday:
    def test_shows_the_day_so_far_by_itself(self, client, sign_in, analyst, world):
        stratum = stratum_of(HospitalFactory.create())
        keep(openings(21, stratum, on=NOW.date(), people=people(7)))
        sign_in(client, analyst)

        response = client.get(reverse("analytics:today"), headers={BACKGROUND_HEADER: "1"})

        page = response.content.decode()
        assert "<dd>21</dd>" in page
        assert "As of 00:00" in page
        assert 'hx-trigger="every 60s"' in page

    def test_is_not_for_clinicians(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(reverse("analytics:today")).status_code == 403


class TestUseExport:
    def test_gives_the_months_as_a_file_and_notes_it(self, client, sign_in, analyst, world):
        sign_in(client, analyst)

        response = client.get(reverse("analytics:export", args=["use", "csv"]) + "?period=1")

        assert response.content.decode() == (
            '\ufeffMonth,Record openings\r\nOct 2026,297\r\n"Nov 2026, so far",9\r\n'
        )
        line = ExportLine.objects.get()
        assert line.what == "use-openings"
        assert "period=1" in line.selection

    def test_gives_the_breakdown_as_a_workbook(self, client, sign_in, analyst, world):
        sign_in(client, analyst)

        response = client.get(reverse("analytics:export", args=["use-by", "xlsx"]))

        assert response.content[:2] == b"PK"

    @pytest.mark.parametrize(("what", "fmt"), [("everything", "csv"), ("use", "pdf")])
    def test_knows_no_others(self, client, sign_in, analyst, what, fmt):
        sign_in(client, analyst)

        assert client.get(reverse("analytics:export", args=[what, fmt])).status_code == 404

    def test_is_not_for_clinicians(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(reverse("analytics:export", args=["use", "csv"])).status_code == 403
