"""Registers, minutes, packs and the calendar in the API: what the pages tell, to one role."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from accounts.codes import JobRole
from core.dates import LONDON
from governance.codes import (
    ActionEventKind,
    ActionState,
    AgreementState,
    AssessmentKind,
    AssessmentState,
    ControlKind,
    HazardLikelihood,
    HazardSeverity,
    MeetingState,
    MemberRole,
    Mitigation,
    ScoreKind,
    Visibility,
)
from governance.models import ActionEvent, HazardAssessment, HazardControl
from tests.factories.agreements import make_agreement, make_assessment
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    give_score,
    make_action,
    make_hazard,
    make_item,
    make_meeting,
    make_member,
    make_risk,
    viewer,
)
from tests.governance.api.test_governance_api import API, client_of
from tests.governance.minutes_world import make_minutes_world
from tests.governance.pack_world import draw_all, issue, make_world, words_of

pytestmark = pytest.mark.django_db
LISTS = ["calendar/", "packs/", "risks/", "hazards/", "agreements/", "impact-assessments/"]


@pytest.fixture
def committee():
    return CommitteeFactory.create()


def get(user, address):
    return client_of(user).get(f"{API}/{address}")


@pytest.mark.parametrize("address", LISTS)
def test_nobody_reads_without_a_token(address):
    assert APIClient().get(f"{API}/{address}").status_code == 401


@pytest.mark.parametrize("address", LISTS)
def test_somebody_of_no_committee_reads_nothing(committee, address):
    owner = make_member(committee).user
    make_meeting(committee, starts_at=timezone.now() + timedelta(days=7))
    make_risk(committee, owner)
    make_hazard(committee, owner)
    make_agreement(committee)
    make_assessment(committee)

    assert get(viewer().user, address).json() == []


@pytest.mark.parametrize("thing", ["risks", "hazards", "agreements", "impact-assessments"])
def test_what_does_not_exist_is_not_found(committee, thing):
    member = make_member(committee).user

    assert get(member, f"{thing}/{uuid4()}/").status_code == 404


class TestMinutes:
    @pytest.fixture
    def world(self):
        world = make_minutes_world()
        world.check()
        world.circulate()
        return world

    def read(self, world, user, query=""):
        return get(user, f"meetings/{world.meeting.pk}/minutes/{query}")

    def test_come_as_the_reader_may_read_them(self, world):
        member = self.read(world, world.member).json()
        secretary = self.read(world, world.secretary).json()

        told, withheld = member["items"]
        assert told["title"] == "Results in the record"
        assert "one hour" in told["lines"][0]["words"]
        assert (withheld.pop("number"), withheld.pop("withheld")) == ("2", True)
        assert not any(withheld.values())
        assert (member["is_whole"], secretary["is_whole"]) == (False, True)
        assert "supplier" in secretary["items"][1]["lines"][0]["words"]
        assert member["attendance"][0]["people"][0]["name"]

    def test_carry_what_pins_them(self, world):
        version = world.meeting.minutes_versions.get()

        told = self.read(world, world.member).json()

        assert (told["version"], told["sha256"]) == (1, version.sha256)
        assert self.read(world, world.member, "?version=1").status_code == 200
        assert self.read(world, world.member, "?version=2").status_code == 404
        assert self.read(world, world.member, "?version=x").status_code == 400

    def test_hide_an_item_from_whoever_has_an_interest_in_it(self, world):
        declare(world.open_item, world.chair, Mitigation.LEAVE)

        assert "one hour" not in self.read(world, world.chair).content.decode()

    def test_are_not_told_before_they_are_circulated(self):
        world = make_minutes_world()

        assert self.read(world, world.member).status_code == 404
        draft = self.read(world, world.secretary).json()
        assert (draft["version"], draft["sha256"]) == (None, "")

    def test_are_not_told_to_strangers(self, world):
        assert self.read(world, viewer().user).status_code == 404


class TestCalendar:
    def test_holds_the_viewers_meetings_of_the_year(self, committee):
        soon = make_meeting(
            committee,
            starts_at=timezone.now() + timedelta(days=7),
            join_url="https://meet.example/1",
        )
        make_meeting(committee, starts_at=timezone.now() - timedelta(days=7))
        make_meeting(
            CommitteeFactory.create(code="another"), starts_at=timezone.now() + timedelta(days=7)
        )
        member = make_member(committee).user

        (line,) = get(member, "calendar/").json()

        assert (line["id"], line["join_url"]) == (str(soon.pk), "https://meet.example/1")

    def test_is_asked_between_two_days(self, committee):
        meeting = make_meeting(committee)
        day = THURSDAY.astimezone(LONDON).date()
        member = make_member(committee).user

        for since, until, found in (
            (day, day, 1),
            (day - timedelta(days=9), day - timedelta(days=1), 0),
            (day + timedelta(days=1), day + timedelta(days=9), 0),
        ):
            lines = get(member, f"calendar/?since={since}&until={until}").json()
            assert [line["id"] for line in lines] == [str(meeting.pk)] * found

    @pytest.mark.parametrize("day", ["tomorrow", "2026-13-01"])
    def test_says_what_is_no_day(self, committee, day):
        assert get(make_member(committee).user, f"calendar/?since={day}").status_code == 400

    def test_answers_at_the_ends_of_time(self, committee):
        member = make_member(committee).user

        assert get(member, "calendar/?since=0001-01-01").status_code == 200
        assert get(member, "calendar/?since=9999-12-31").status_code == 200
        assert get(member, "calendar/?until=9999-12-31").status_code == 200


class TestPacks:
    @pytest.fixture
    def world(self):
        return make_world()

    def test_are_listed_with_how_far_ones_own_is(self, world):
        pack = draw_all(issue(world))

        (line,) = get(world.member, f"packs/?meeting={world.meeting.pk}").json()

        assert (line["id"], line["own_state"], line["sha256"]) == (
            str(pack.pk),
            "ready",
            pack.sha256,
        )
        assert get(world.member, f"packs/?meeting={uuid4()}").json() == []
        assert get(world.member, "packs/?meeting=x").status_code == 400

    def test_give_ones_own_pdf_and_nobody_elses(self, world):
        pack = draw_all(issue(world))

        answer = get(world.observer, f"packs/{pack.pk}/pdf/")

        words = " ".join(words_of(answer.content))
        assert answer["Content-Type"] == "application/pdf"
        assert "Go by ward" in words
        assert "analysts" not in words
        assert "Umber" not in words
        assert get(viewer().user, f"packs/{pack.pk}/pdf/").status_code == 404

    def test_say_that_ones_own_is_not_ready(self, world):
        pack = issue(world)

        assert get(world.member, f"packs/{pack.pk}/pdf/").status_code == 409


class TestActions:
    @pytest.fixture
    def owner(self, committee):
        return make_member(committee).user

    @pytest.fixture
    def action(self, committee, owner):
        due = (timezone.now() + timedelta(days=9)).date()
        return make_action(committee, owner, due_on=due, first_due_on=due)

    def post(self, user, action, what, **sent):
        return client_of(user).post(f"{API}/actions/{action.pk}/{what}/", sent, format="json")

    def test_is_done_by_its_owner(self, owner, action):
        answer = self.post(owner, action, "done", words="The letters are out.")

        assert (answer.status_code, answer.json()["state"]) == (200, "done")
        action.refresh_from_db()
        assert action.state == ActionState.DONE
        assert self.post(owner, action, "done", words="Again.").status_code == 409

    def test_takes_notes_and_evidence(self, owner, action):
        assert self.post(owner, action, "note", words="Half way.").status_code == 200
        self.post(owner, action, "note", words="A report.", kind="evidence")

        kinds = ActionEvent.objects.order_by("created_at").values_list("kind", flat=True)
        assert list(kinds) == [ActionEventKind.NOTE, ActionEventKind.EVIDENCE]
        events = get(owner, f"actions/{action.pk}/events/").json()
        assert [event["words"] for event in events] == ["A report.", "Half way."]

    def test_is_moved_with_a_reason_and_counted(self, owner, action):
        later = action.due_on + timedelta(days=7)

        answer = self.post(owner, action, "move", due_on=later.isoformat(), reason="Leave.")

        assert (answer.json()["due_on"], answer.json()["times_moved"]) == (later.isoformat(), 1)
        assert answer.json()["rag"] == "amber"
        past = self.post(owner, action, "move", due_on="2020-01-01", reason="Back.")
        assert past.status_code == 409

    @pytest.mark.parametrize(
        ("what", "sent"),
        [
            ("done", {}),
            ("done", {"words": ""}),
            ("done", {"words": "x" * 1001}),
            ("done", {"words": "\x00"}),
            ("note", {"words": "x", "kind": "done"}),
            ("move", {"due_on": "soon", "reason": "x"}),
            ("move", {"due_on": "2030-01-01"}),
        ],
    )
    def test_says_what_is_missing_or_wrong(self, owner, action, what, sent):
        assert self.post(owner, action, what, **sent).status_code == 400
        assert not ActionEvent.objects.exists()

    def test_is_changed_by_nobody_else(self, committee, action):
        other = make_member(committee).user
        for what, sent in (
            ("done", {"words": "x"}),
            ("note", {"words": "x"}),
            ("move", {"due_on": "2030-01-01", "reason": "x"}),
        ):
            assert self.post(other, action, what, **sent).status_code == 403
            assert self.post(viewer().user, action, what, **sent).status_code == 404

    def test_of_an_item_in_which_one_has_an_interest_is_not_found(self, committee):
        chair = make_member(committee, MemberRole.CHAIR).user
        item = make_item(make_meeting(committee, state=MeetingState.HELD))
        action = make_action(committee, chair, item=item)
        declare(item, chair)

        assert self.post(chair, action, "done", words="x").status_code == 404
        assert get(chair, f"actions/{action.pk}/events/").status_code == 404


class TestRisks:
    def test_come_with_how_they_stand(self, committee):
        member = make_member(committee).user
        risk = make_risk(committee, member)
        give_score(risk, 4, 5, ScoreKind.INITIAL)
        give_score(risk, 4, 4)

        (line,) = get(member, "risks/").json()

        assert (line["score"], line["band"], line["trend"]) == (16, "extreme", "better")
        assert (line["escalates"], line["rag"], line["target"]) == (True, "red", None)
        detail = get(member, f"risks/{risk.pk}/").json()
        assert [score["score"] for score in detail["scores"]] == [20, 16]

    def test_that_are_restricted_are_for_those_who_prepare_meetings(self, committee):
        owner, member = make_member(committee).user, make_member(committee).user
        risk = make_risk(committee, owner, visibility=Visibility.RESTRICTED)

        for user, found in ((owner, 200), (member, 404)):
            assert get(user, f"risks/{risk.pk}/").status_code == found
        assert get(member, "risks/").json() == []

    def test_tell_only_of_actions_that_one_may_know_of(self, committee):
        member = make_member(committee).user
        item = make_item(
            make_meeting(committee, state=MeetingState.HELD), visibility=Visibility.RESTRICTED
        )
        risk = make_risk(committee, member)
        risk.actions.add(
            make_action(committee, make_member(committee).user, item=item, text="heron")
        )

        assert get(member, f"risks/{risk.pk}/").json()["actions"] == []

    def test_cost_as_many_queries_however_many_there_are(
        self, committee, django_assert_max_num_queries
    ):
        member = make_member(committee).user
        for _ in range(12):
            give_score(make_risk(committee, member), 2, 3)
        client = client_of(member)

        with django_assert_max_num_queries(20):
            assert len(client.get(f"{API}/risks/").json()) == 12

    def test_are_narrowed_by_state_and_committee(self, committee):
        member = make_member(committee).user
        make_risk(committee, member)

        assert len(get(member, f"risks/?state=open&committee={committee.code}").json()) == 1
        assert get(member, "risks/?state=closed").json() == []
        assert get(member, "risks/?state=nonsense").status_code == 400


class TestHazards:
    def test_come_on_their_own_matrix(self, committee):
        member = make_member(committee).user
        hazard = make_hazard(committee, member)
        HazardControl.objects.create(
            hazard=hazard, kind=ControlKind.DESIGN, description="The banner shows the birth date."
        )
        HazardAssessment.objects.create(
            hazard=hazard,
            kind=AssessmentKind.INITIAL,
            severity=HazardSeverity.MAJOR,
            likelihood=HazardLikelihood.MEDIUM,
            why="As the group sees it.",
            assessed_at=THURSDAY,
            assessed_by=member,
        )

        line = get(member, f"hazards/{hazard.pk}/").json()

        assert (line["level"], line["initial"]["level"], line["residual"]) == (3, 3, None)
        assert line["acceptability"].startswith("Undesirable")
        assert line["controls"][0]["kind"] == "design"
        assert (line["is_signed"], line["signed_by"], line["signed_at"]) == (False, "", None)

    def test_cost_as_many_queries_however_many_there_are(
        self, committee, django_assert_max_num_queries
    ):
        member = make_member(committee).user
        for _ in range(12):
            make_hazard(committee, member)
        client = client_of(member)

        with django_assert_max_num_queries(20):
            assert len(client.get(f"{API}/hazards/").json()) == 12


class TestAgreements:
    def test_come_with_how_they_stand_and_what_rests_on_them(self, committee):
        agreement = make_agreement(
            committee,
            expires_on=timezone.localdate() + timedelta(days=30),
            feeds=("hospital-results",),
        )
        member = make_member(committee).user

        (line,) = get(member, "agreements/").json()

        assert (line["reference"], line["standing"]) == (agreement.reference, "expiring")
        assert (line["feeds"], len(line["parties"])) == (["hospital-results"], 2)
        assert get(member, f"agreements/{agreement.pk}/").json()["decision"] == ""
        assert len(get(member, "agreements/?feed=hospital-results").json()) == 1
        assert get(member, "agreements/?feed=other").json() == []
        assert get(member, "agreements/?standing=valid").json() == []
        assert get(member, "agreements/?standing=nonsense").status_code == 400

    def test_are_for_members_and_for_those_who_run_feeds_or_privacy(self, committee):
        agreement = make_agreement(committee, state=AgreementState.DRAFT)
        observer = make_member(committee, MemberRole.OBSERVER).user
        officer = viewer(JobRole.PRIVACY_OFFICER).user

        for user, found in ((officer, 200), (observer, 404), (viewer().user, 404)):
            assert get(user, f"agreements/{agreement.pk}/").status_code == found

    def test_cost_as_many_queries_however_many_there_are(
        self, committee, django_assert_max_num_queries
    ):
        for _ in range(8):
            make_agreement(committee, feeds=("hospital-results",))
        client = client_of(make_member(committee).user)

        with django_assert_max_num_queries(20):
            assert len(client.get(f"{API}/agreements/").json()) == 8


class TestImpactAssessments:
    def test_come_with_the_agreements_that_rest_on_them(self, committee):
        assessment = make_assessment(committee, state=AssessmentState.SIGNED_OFF)
        agreement = make_agreement(committee, impact_assessment=assessment)
        member = make_member(committee).user

        (line,) = get(member, "impact-assessments/").json()
        detail = get(member, f"impact-assessments/{assessment.pk}/").json()

        assert (line["reference"], line["state"]) == (assessment.reference, "signed-off")
        assert detail["assessment"]["processing"] == "Results of all residents."
        assert [each["id"] for each in detail["agreements"]] == [str(agreement.pk)]

    def test_are_not_for_observers(self, committee):
        assessment = make_assessment(committee)
        observer = make_member(committee, MemberRole.OBSERVER).user

        assert get(observer, f"impact-assessments/{assessment.pk}/").status_code == 404


class TestSchema:
    def test_describes_every_address_without_a_warning(self):
        GENERATOR_STATS.reset()

        schema = SchemaGenerator().get_schema(request=None, public=True)

        paths = {path for path in schema["paths"] if path.startswith(API)}
        assert {
            f"{API}/meetings/{{meeting_id}}/minutes/",
            f"{API}/actions/{{action_id}}/move/",
            f"{API}/packs/{{pack_id}}/pdf/",
            *(f"{API}/{each}" for each in LISTS),
        } <= paths
        assert not GENERATOR_STATS, "it prints what it warns of"
