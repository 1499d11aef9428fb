"""The pages of benefits: what they come to, on what it rests, who may change it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.codes import CareSetting, JobRole
from analytics.codes import Answer, Factor
from analytics.models import (
    BenefitParameter,
    BenefitProfile,
    BenefitScenario,
    ExportLine,
    MonthlyFact,
)
from tests.factories.accounts import (
    BoardFactory,
    HospitalFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.analytics import an_analyst, keep, openings, people, stratum_of
from tests.factories.benefits import LAST_MONTH, NOW, answer, make_register, make_use

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
PAGES = [
    ("benefits", ()),
    ("claims", ()),
    ("switching", ()),
    ("benefit_detail", ("a-and-e",)),
    ("accesses", ("a-and-e",)),
]


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst():
    return an_analyst()


@pytest.fixture
def register(analyst):
    make_register()
    return make_use(HospitalFactory.create(parent=analyst.organization))


@pytest.fixture
def look(client, sign_in):
    """Return how to read a page as somebody."""

    def _look(role, name, *args, **query):
        sign_in(client, role.user)
        return client.get(reverse(f"analytics:{name}", args=args), query)

    return _look


@pytest.fixture
def send(client, sign_in):
    """Return how to send a form as somebody."""

    def _send(role, name, *args, query="", **fields):
        sign_in(client, role.user)
        return client.post(reverse(f"analytics:{name}", args=args) + query, fields, follow=True)

    return _send


class TestBenefits:
    def test_says_hours_first_then_pounds_and_how_sure(self, look, analyst, register):
        page = look(analyst, "benefits").text

        assert page.index("hours a week of capacity released") < page.index("What those hours cost")
        assert "(non-cash-releasing)" in page
        assert "£485,000 to £770,000" in page
        assert "no benefit is shown to release cash" in page

    def test_leads_from_each_pound_to_its_openings(self, look, analyst, register):
        page = look(analyst, "benefits", scenario="published").text

        address = reverse("analytics:accesses", args=["a-and-e"]) + "?scenario=published"
        assert f'<a href="{address}">£700,000<' in page

    def test_of_the_published_scenario_is_the_claim_itself(self, look, analyst, register):
        page = look(analyst, "benefits", scenario="published").text

        for words in ("586.9", "£1,055,040", "£700,000", "450.00", "£5,040", "171,273", "£633,024"):
            assert words in page
        assert "gives no ranges" in page

    def test_counts_a_year_as_asked_and_says_the_difference(self, look, analyst, register):
        by_month = look(analyst, "benefits", scenario="london-base").text
        by_year = look(analyst, "benefits", scenario="london-base", basis="trailing").text

        assert "a run-rate" not in by_month
        assert "run-rate, the last complete month times 12" in by_month
        assert "the last 12 complete months" in by_year
        assert "By the last month times 12 it is £80,824" in by_month
        assert "by the last 12 months £6,735" in by_month

    def test_withholds_what_few_people_stand_behind(self, look, analyst):
        make_register()
        make_use(HospitalFactory.create(parent=analyst.organization), number=4)

        page = look(analyst, "benefits").text

        assert "Withheld: too few people stand behind its openings" in page
        assert "23,400" not in page
        assert "Nothing is reckoned: no benefit of this scenario has openings" in page
        assert "Withheld benefits are not in the total." in page

    def test_shows_only_openings_of_the_own_board(self, look, register):
        other = an_analyst(BoardFactory.create(ods_code="QWU", short_name="Other ICB"))

        page = look(other, "benefits").text

        assert "23,400" not in page
        assert "£485,000" not in page

    def test_stands_as_the_board_saw_it(self, look, analyst, register):
        before = look(analyst, "benefits", as_of="2025-01-01").text
        after = look(analyst, "benefits", as_of="2026-11-20", scenario="published").text

        assert "The register held no benefits on that day" in before
        assert "This is what was known on 20 November 2026" in after
        assert "£1,055,040" in after

    def test_leaves_out_what_nobody_can_ask_for(self, look, analyst, register):
        response = look(analyst, "benefits", scenario="x", basis="y", as_of="2030-01-01")

        assert response.status_code == 200
        assert "There is no such scenario." in response.text
        assert "There is no such way to count a year." in response.text
        assert "Choose a day that is not ahead" in response.text

    def test_without_a_register_says_so(self, look, analyst):
        assert "The register held no benefits yet." in look(analyst, "benefits").text
        assert look(analyst, "switching").status_code == 200
        assert look(analyst, "claims").status_code == 200


class TestEveryPage:
    @pytest.mark.parametrize(("name", "args"), PAGES)
    def test_is_closed_to_clinicians(self, look, register, name, args):
        assert look(PractitionerRoleFactory.create(), name, *args).status_code == 403

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
    def test_takes_few_queries(self, client, look, analyst, register, page):
        name, args = page
        assert look(analyst, name, *args).status_code == 200

        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"analytics:{name}", args=args))

        assert len(queries) <= MOST_QUERIES

    @pytest.mark.parametrize("name", ["benefit_detail", "accesses"])
    def test_of_an_unknown_benefit_is_not_there(self, look, analyst, register, name):
        assert look(analyst, name, "dentists").status_code == 404

    def test_has_a_tab(self, look, analyst, register):
        page = look(analyst, "benefits").text

        assert f'<a href="{reverse("analytics:benefits")}" aria-current="page">Benefits</a>' in page


class TestBenefitDetail:
    def test_shows_factors_with_their_sources_and_what_matters_most(self, look, analyst, register):
        page = look(analyst, "benefit_detail", "a-and-e").text

        assert "Staff asked in the record, first wave in A&amp;E" in page
        assert "Normal, standard deviation 0.55" in page
        assert "Pounds an hour matters most" in page
        assert "5 parameters recorded in this scenario" in page

    def test_shows_what_staff_answered_against_what_is_needed(self, look, analyst, register):
        answer(register, {Answer.NONE: 20, Answer.UNDER_5: 30, Answer.OVER_10: 30})

        page = look(analyst, "benefit_detail", "a-and-e").text

        assert "75 % (95 % interval 65 to 83 %)" in page
        assert "takes 63 answers: there are enough." in page
        assert "Reckon with these answers" in page

    def test_says_nothing_of_few_answers(self, look, analyst, register):
        answer(register, {Answer.UNDER_5: 4})

        assert "Too few answers" in look(analyst, "benefit_detail", "a-and-e").text

    def test_without_a_setting_has_no_value(self, look, analyst, register):
        page = look(analyst, "benefit_detail", "medicines-reconciliation").text

        assert "Not counted by openings" in page


class TestAccesses:
    def test_leads_from_a_pound_to_the_openings(self, look, analyst, register):
        page = look(analyst, "accesses", "a-and-e", scenario="published").text

        assert "£700,000" in page
        assert "From 0 openings in Nov 2025 to 23,400 in Oct 2026." in page
        assert "Shrewsbury and Telford Hospital" in page
        assert "An opening is worth" in page
        assert "£2.49" in page

    def test_can_be_broken_down_by_role(self, look, analyst, register):
        page = look(analyst, "accesses", "a-and-e", by="role").text

        assert "Clinical practitioner" in page

    def test_withholds_a_place_of_few_and_says_why(self, look, analyst, register):
        other = HospitalFactory.create(ods_code="RL4", parent=analyst.organization)
        few = stratum_of(other, JobRole.NURSE, CareSetting.EMERGENCY)
        keep(openings(77, few, on=date(2026, 10, 8), people=people(2)))
        MonthlyFact.objects.filter(stratum=register, kind=4).update(n=23_400)

        page = look(analyst, "accesses", "a-and-e").text

        assert ">77<" not in page
        assert "too few people stand behind it" in page

    def test_withholds_all_parts_of_a_benefit_that_would_give_another_away(self, look, analyst):
        make_register()
        make_use(HospitalFactory.create(parent=analyst.organization), number=4)
        surgery = SurgeryFactory.create(parent=analyst.organization)
        practice = stratum_of(surgery, JobRole.CLINICIAN, CareSetting.PRIMARY_CARE)
        keep(openings(53, practice, on=date(2026, 10, 9), people=people(9)))

        page = look(analyst, "accesses", "primary-care").text

        assert ">53<" not in page
        assert "Radbrook Green Surgery" in page
        assert "few people stand between it and a wider figure" in page

    def test_leaves_as_a_file_and_is_noted(self, look, analyst, register):
        response = look(analyst, "accesses_file", "a-and-e", "parts", "csv")

        assert "Shrewsbury and Telford Hospital,23400" in response.content.decode()
        assert ExportLine.objects.get().what == "benefit-openings-parts"

    def test_of_a_benefit_without_openings_is_not_there(self, look, analyst, register):
        assert look(analyst, "accesses", "medicines-reconciliation").status_code == 404


class TestFiles:
    @pytest.mark.parametrize("what", ["register", "factors", "claims", "checks"])
    @pytest.mark.parametrize("fmt", ["csv", "xlsx"])
    def test_each_table_leaves_as_a_file(self, look, analyst, register, what, fmt):
        response = look(analyst, "benefit_file", what, fmt)

        assert response.status_code == 200
        assert ExportLine.objects.get().what == f"benefits-{what}"

    def test_the_register_is_to_the_penny(self, look, analyst, register):
        text = look(analyst, "benefit_file", "register", "csv", scenario="published")

        assert "23400,450.0,700000.0" in text.content.decode()

    def test_there_are_no_others(self, look, analyst, register):
        assert look(analyst, "benefit_file", "people", "csv").status_code == 404


class TestClaims:
    def test_shows_each_check_and_what_was_published(self, look, analyst, register):
        page = look(analyst, "claims").text

        for words in (
            "£29.91 an hour",
            "12.0 full-time posts of £58,333",
            "454 hours a week",
            "0.973 in the last",
            "71 % of that",
            "Not yet",
            "£38.50",
        ):
            assert words in page
        assert page.count("Does not fit") == 2


class TestSwitching:
    def test_says_how_few_minutes_still_pay(self, look, analyst, register):
        page = look(analyst, "switching", scenario="published", benefit="a-and-e").text

        assert "Switching value: at 4.61 the total is just £1,000,000 a year, 8 % below" in page
        assert "It still pays: £55,040 above what it has to be worth." in page

    def test_slides_one_factor_and_leaves_the_others(self, look, analyst, register):
        page = look(
            analyst,
            "switching",
            scenario="published",
            benefit="a-and-e",
            factor="minutes",
            of="a-and-e/minutes",
            value="4",
        ).text

        assert "£915,040" in page
        assert "It does not pay: £84,960 below what it has to be worth." in page

    def test_forgets_the_number_of_another_factor(self, look, analyst, register):
        page = look(
            analyst,
            "switching",
            scenario="published",
            benefit="a-and-e",
            factor="share",
            of="a-and-e/minutes",
            value="4",
        ).text

        assert "£1,055,040" in page

    @pytest.mark.parametrize("value", ["NaN", "1e99", "-5", "many", "∞"])
    def test_takes_any_number_for_what_it_is(self, look, analyst, register, value):
        response = look(analyst, "switching", value=value, threshold=value)

        assert response.status_code == 200

    def test_holds_it_against_what_is_asked(self, look, analyst, register):
        page = look(analyst, "switching", scenario="published", threshold="£2,000,000").text

        assert "It does not pay: £944,960 below" in page


class TestParameterNew:
    FIELDS = {
        "factor": "minutes",
        "value": "3",
        "distribution": "triangular",
        "low": "2",
        "high": "6",
        "valid_from_day": "1",
        "valid_from_month": "11",
        "valid_from_year": "2026",
        "source": "Time study, A&E, November 2026",
        "grade": "2",
    }

    def test_is_reckoned_with_from_then_on(self, look, send, analyst, register):
        page = send(
            analyst, "parameter_new", "a-and-e", query="?scenario=risk-adjusted", **self.FIELDS
        ).text

        assert "The parameter is recorded" in page
        assert "Triangle, 2.00 to 6.00" in page
        added = BenefitParameter.objects.get(source__startswith="Time study")
        assert added.recorded_by == analyst.user
        assert added.value == 3

    def test_leaves_earlier_days_as_they_were(self, look, send, analyst, register):
        send(analyst, "parameter_new", "a-and-e", query="?scenario=risk-adjusted", **self.FIELDS)

        before = look(analyst, "benefit_detail", "a-and-e", as_of="2026-11-24").text
        assert "Time study" not in before
        assert "Normal, standard deviation 0.55" in before

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"low": "4"}, "The value must lie between the low end and the high end."),
            ({"low": ""}, "Enter a number, or choose that the value is fixed."),
            ({"factor": "share"}, "This cannot be above 1"),
            ({"distribution": "normal", "low": "0"}, "must be above 0"),
            ({"source": ""}, "source"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, send, analyst, register, change, words):
        before = BenefitParameter.objects.count()

        page = send(analyst, "parameter_new", "a-and-e", **{**self.FIELDS, **change}).text

        assert words in page
        assert "There is a problem" in page
        assert BenefitParameter.objects.count() == before

    def test_is_for_analysts(self, send, register, analyst):
        member = PractitionerRoleFactory.create(
            job_role=JobRole.BOARD_MEMBER, organization=analyst.organization
        )

        response = send(member, "parameter_new", "a-and-e", **self.FIELDS)

        assert response.status_code == 403


class TestEvidenceTake:
    def test_makes_parameters_of_the_answers(self, send, look, analyst, register):
        answer(register, {Answer.NONE: 25, Answer.UNDER_5: 40, Answer.OVER_10: 35})

        page = send(analyst, "evidence_take", "a-and-e", query="?scenario=risk-adjusted").text

        assert "Risk-adjusted now reckons with the answers of staff." in page
        taken = {
            each.factor: each
            for each in BenefitParameter.objects.filter(source__startswith="Question in the record")
        }
        assert set(taken) == {Factor.SHARE, Factor.MINUTES}
        assert taken[Factor.SHARE].value == Decimal("0.75")
        assert round(taken[Factor.SHARE].value * taken[Factor.MINUTES].value, 6) == Decimal("4.9")
        assert taken[Factor.MINUTES].grade == 4

    def test_makes_none_of_few_answers(self, send, analyst, register):
        answer(register, {Answer.UNDER_5: 3})
        before = BenefitParameter.objects.count()

        page = send(analyst, "evidence_take", "a-and-e").text

        assert "There are too few answers" in page
        assert BenefitParameter.objects.count() == before

    def test_is_for_analysts(self, send, analyst, register):
        member = PractitionerRoleFactory.create(
            job_role=JobRole.BOARD_MEMBER, organization=analyst.organization
        )

        assert send(member, "evidence_take", "a-and-e").status_code == 403


class TestBenefitEdit:
    @pytest.fixture
    def fields(self, register):
        profile = BenefitProfile.objects.get(code="a-and-e")
        names = ("title", "description", "owner_title", "care_setting", "benefit_class", "status")
        more = ("baseline", "counterfactual", "dependencies", "ramp_months", "evidence_grade")
        return {
            **{name: str(getattr(profile, name)) for name in names + more},
            "cash_shown_by": "",
            "owner": "",
            "starts_on_day": "1",
            "starts_on_month": "1",
            "starts_on_year": "2021",
        }

    def test_changes_the_register_and_keeps_what_it_said(self, send, look, analyst, fields):
        page = send(analyst, "benefit_edit", "a-and-e", **{**fields, "title": "Quicker A&E"}).text

        assert "The benefit is changed." in page
        assert BenefitProfile.objects.get(code="a-and-e").title == "Quicker A&E"
        before = look(analyst, "benefit_detail", "a-and-e", as_of="2026-11-24").text
        assert "Quicker A&amp;E" not in before
        assert BenefitProfile.history.latest().history_user == analyst.user

    def test_takes_no_cash_that_nothing_shows(self, send, analyst, fields):
        changed = {**fields, "benefit_class": "cash-releasing"}

        refused = send(analyst, "benefit_edit", "a-and-e", **changed).text
        taken = send(
            analyst, "benefit_edit", "a-and-e", **{**changed, "cash_shown_by": "One post given up"}
        ).text

        assert "Say what shows that it released cash." in refused
        assert "shown by: One post given up" in taken

    def test_lets_no_setting_count_twice(self, send, analyst, fields):
        page = send(
            analyst, "benefit_edit", "a-and-e", **{**fields, "care_setting": "primary-care"}
        ).text

        assert "Nothing may count twice." in page

    def test_is_for_analysts(self, send, analyst, fields):
        member = PractitionerRoleFactory.create(
            job_role=JobRole.BOARD_MEMBER, organization=analyst.organization
        )

        assert send(member, "benefit_edit", "a-and-e", **fields).status_code == 403


class TestEverywhereElse:
    def test_takes_the_settings_that_no_benefit_has(self, look, analyst, register):
        surgery = SurgeryFactory.create(parent=analyst.organization)
        ward = stratum_of(HospitalFactory.create(), JobRole.NURSE, CareSetting.HOSPITAL)
        practice = stratum_of(surgery, JobRole.CLINICIAN, CareSetting.PRIMARY_CARE)
        day = date(2026, 10, 9)
        keep(
            [
                *openings(31, ward, on=day, people=people(7)),
                *openings(53, practice, on=day, people=people(7)),
            ]
        )
        MonthlyFact.objects.filter(stratum=register, month=LAST_MONTH, kind=4).update(n=23_400)

        page = look(analyst, "benefits", scenario="london-base").text

        for number in ("23,400", "53", "31"):
            assert f'data-label="Openings a month">{number}</td>' in page
        assert BenefitScenario.objects.count() == 3
