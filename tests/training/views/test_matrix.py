"""Rules: who must be competent in what, and why."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.codes import JobRole
from records.codes import RecordSection
from tests.factories.accounts import (
    BoardFactory,
    CouncilFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.training import (
    CompetencyFactory,
    RequirementFactory,
    a_manager,
    a_trainer,
    learner,
    make_version,
)
from training.models import Requirement

pytestmark = pytest.mark.django_db

RULES = "/training/rules/"
NEW = f"{RULES}new/"


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def said(**facts):
    facts = {
        "competency": CompetencyFactory.create().pk,
        "organization": BoardFactory.create().pk,
        "setting": "",
        "job_role": "",
        "section": "",
        "grace_days": 14,
        "policy": "Information governance policy, section 4",
        **day("applies_from", timezone.localdate()),
        **facts,
    }
    return {name: value for name, value in facts.items() if value is not None}


@pytest.fixture
def trainer(client, sign_in):
    role = a_trainer()
    sign_in(client, role.user)
    return role


def other_board():
    return BoardFactory.create(ods_code="QNC", name="Staffordshire", short_name="Staffordshire")


class TestMatrix:
    def test_lists_the_rules_of_the_board_and_of_the_region(self, client, trainer):
        region = OrganizationFactory.create(kind="region", short_name="Midlands")
        board = trainer.organization
        board.parent = region
        board.save()
        RequirementFactory.create(organization=HospitalFactory.create(), job_role=JobRole.NURSE)
        RequirementFactory.create(organization=region)
        elsewhere = RequirementFactory.create(organization=other_board())

        html = client.get(RULES).content.decode()

        assert "Everybody in the role “Nurse” at Shrewsbury and Telford Hospital" in html
        assert "Set by Midlands" in html
        assert html.count(">Change<span") == 1
        assert str(elsewhere.pk) not in html

    def test_leaves_out_what_has_ended_unless_asked(self, client, trainer):
        RequirementFactory.create(applies_until=date(2024, 1, 31))

        assert "Everybody at" not in client.get(RULES).content.decode()
        assert "1 Jan 2020 to 31 Jan 2024" in client.get(f"{RULES}?ended=1").content.decode()

    @pytest.mark.parametrize("path", [RULES, NEW])
    def test_is_for_trainers_alone(self, client, sign_in, path):
        assert client.get(path).url.startswith("/accounts/sign-in/")
        for role in (learner(), a_manager(), learner(job_role=JobRole.ANALYST)):
            sign_in(client, role.user)

            assert client.get(path).status_code == 403

    def test_asks_the_database_few_questions(self, client, trainer, django_assert_max_num_queries):
        for number in range(8):
            RequirementFactory.create(competency=CompetencyFactory.create(code=f"skill-{number}"))

        with django_assert_max_num_queries(12):
            client.get(RULES)
        with django_assert_max_num_queries(12):
            client.get(NEW)


class TestMatrixAdd:
    def test_shows_whom_it_concerns_before_it_is_kept(self, client, trainer):
        learner()
        learner(job_role=JobRole.NURSE, organization=SurgeryFactory.create())

        html = client.post(NEW, said(setting="acute", opens_record="on")).content.decode()

        assert "This rule concerns 1 person in 1 organisation." in html
        assert "1 of them would not be compliant today." in html
        assert "records would not open to 1 of them until they are trained" in html
        assert "in acute trusts of Shropshire, Telford and Wrekin ICB" in html
        assert not Requirement.objects.exists()

    def test_keeps_it_once_that_was_seen(self, client, trainer):
        answer = client.post(NEW, said(step="keep", section=RecordSection.SAFEGUARDING))

        assert answer.url == RULES
        rule = Requirement.objects.get()
        assert (rule.grace_days, rule.section) == (14, "safeguarding")
        assert rule.applies_until is None
        assert rule.history.get().history_user == trainer.user
        assert "who sees “Safeguarding” in records" in client.get(RULES).content.decode()

    def test_can_go_back_to_what_was_said(self, client, trainer):
        html = client.post(NEW, said(step="back")).content.decode()

        assert 'value="14"' in html
        assert not Requirement.objects.exists()

    def test_says_that_it_concerns_nobody(self, client, trainer):
        html = client.post(NEW, said(setting="hospice")).content.decode()

        assert "This rule concerns nobody today." in html

    def test_asks_for_the_policy(self, client, trainer):
        html = client.post(NEW, said(policy="", step="keep")).content.decode()

        assert "Enter policy that it comes from" in html
        assert not Requirement.objects.exists()

    def test_refuses_the_same_rule_twice(self, client, trainer):
        RequirementFactory.create(organization=trainer.organization)

        html = client.post(NEW, said(step="keep")).content.decode()

        assert "There is such a rule already, since 1 January 2020" in html
        assert Requirement.objects.count() == 1

    def test_makes_none_for_another_board(self, client, trainer):
        html = client.post(NEW, said(organization=other_board().pk, step="keep")).content.decode()

        assert "There is a problem" in html
        assert not Requirement.objects.exists()


class TestMatrixChange:
    def test_ends_one_rule_and_starts_another(self, client, trainer):
        rule = RequirementFactory.create(grace_days=30)
        today = timezone.localdate()

        preview = client.post(f"{RULES}{rule.pk}/change/", said(grace_days=7))
        answer = client.post(f"{RULES}{rule.pk}/change/", said(grace_days=7, step="keep"))

        assert "Check the rule" in preview.content.decode()
        assert answer.url == RULES
        before, after = Requirement.objects.order_by("applies_from")
        assert before.pk == rule.pk
        assert before.applies_until == today - timedelta(days=1)
        assert (before.grace_days, after.grace_days) == (30, 7)
        assert (after.applies_from, after.applies_until) == (today, None)

    def test_rewrites_no_day_that_is_past(self, client, trainer):
        rule = RequirementFactory.create()
        yesterday = timezone.localdate() - timedelta(days=1)

        html = client.post(
            f"{RULES}{rule.pk}/change/", said(step="keep", **day("applies_from", yesterday))
        ).content.decode()

        assert "A change can begin on" in html
        assert Requirement.objects.get().applies_until is None

    @pytest.mark.parametrize("step", ["change", "end"])
    def test_a_trainer_of_another_board_changes_nothing(self, client, trainer, step):
        rule = RequirementFactory.create(organization=other_board())
        own = RequirementFactory.create(organization=HospitalFactory.create())

        assert client.get(f"{RULES}{rule.pk}/{step}/").status_code == 403
        assert client.post(f"{RULES}{rule.pk}/{step}/", said(step="keep")).status_code == 403
        assert client.get(f"{RULES}{own.pk}/{step}/").status_code == 200


class TestMatrixEnd:
    def test_ends_a_rule_after_its_last_day(self, client, trainer):
        rule = RequirementFactory.create()
        today = timezone.localdate()

        assert "counts in no figures" in client.get(f"{RULES}{rule.pk}/end/").content.decode()
        client.post(f"{RULES}{rule.pk}/end/", day("last_day", today))

        rule.refresh_from_db()
        assert rule.applies_until == today

    def test_ends_none_in_the_past(self, client, trainer):
        rule = RequirementFactory.create()

        html = client.post(
            f"{RULES}{rule.pk}/end/", day("last_day", date(2024, 1, 1))
        ).content.decode()

        assert "The last day can be" in html

    def test_takes_back_what_has_not_begun(self, client, trainer):
        rule = RequirementFactory.create(applies_from=timezone.localdate() + timedelta(days=9))

        assert "taken back altogether" in client.get(f"{RULES}{rule.pk}/end/").content.decode()
        client.post(f"{RULES}{rule.pk}/end/", day("last_day", rule.applies_from))

        assert not Requirement.objects.exists()


class TestWhy:
    def test_says_so_to_those_whom_it_concerns(self, client, sign_in):
        rule = RequirementFactory.create(
            grace_days=14, opens_record=True, setting="acute", job_role=JobRole.CLINICIAN
        )
        make_version(grants=rule.competency, course__name="Course safe-use")
        sign_in(client, learner().user)

        html = client.get(f"/training/why/{rule.pk}/").content.decode()

        assert (
            "Everybody in the role “Clinical practitioner” in acute trusts of "
            "Shropshire, Telford and Wrekin ICB must be competent in it." in html
        )
        assert "Information governance policy, section 4" in html
        assert "1 January 2020" in html
        assert "14 days of grace" in html
        assert "Never trained" in html
        assert "Course safe-use" in html

    def test_names_other_rules_that_ask_the_same(self, client, sign_in):
        rule = RequirementFactory.create(grace_days=14)
        RequirementFactory.create(organization=HospitalFactory.create(), policy="Ward policy")
        sign_in(client, learner().user)

        html = client.get(f"/training/why/{rule.pk}/").content.decode()

        assert "Ward policy; no grace" in html

    def test_is_nobody_elses_business(self, client, sign_in):
        rule = RequirementFactory.create(organization=CouncilFactory.create())
        path = f"/training/why/{rule.pk}/"

        assert client.get(path).url.startswith("/accounts/sign-in/")
        sign_in(client, learner().user)
        assert client.get(path).status_code == 404
        assert client.get(f"/training/why/{learner().pk}/").status_code == 404
        sign_in(client, a_trainer().user)
        assert "does not concern your own role" in client.get(path).content.decode()

    def test_asks_the_database_few_questions(self, client, sign_in, django_assert_max_num_queries):
        rule = RequirementFactory.create()
        sign_in(client, learner().user)

        with django_assert_max_num_queries(12):
            client.get(f"/training/why/{rule.pk}/")


class TestRulesOfARegion:
    def test_a_trainer_of_the_region_makes_them_for_every_board(self, client, sign_in):
        region = OrganizationFactory.create(kind="region")
        board = BoardFactory.create(parent=region)
        sign_in(
            client,
            PractitionerRoleFactory.create(organization=region, job_role=JobRole.TRAINER).user,
        )

        client.post(NEW, said(organization=board.pk, step="keep"))

        assert Requirement.objects.get().organization == board
