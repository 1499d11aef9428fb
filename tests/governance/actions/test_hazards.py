"""Keeping the log of clinical hazards."""

from datetime import date, timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions import hazards as act
from governance.codes import (
    AssessmentKind,
    Capacity,
    ControlKind,
    HazardLikelihood,
    HazardSeverity,
    HazardState,
    MemberRole,
)
from governance.models import Hazard, HazardControl
from governance.queries.hazard_log import get_hazard
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_hazard,
    make_member,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db

S, L = HazardSeverity, HazardLikelihood


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def officer(committee):
    return make_member(committee, capacities=[Capacity.CLINICAL_SAFETY_OFFICER]).user


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def member(committee):
    return make_member(committee).user


@pytest.fixture
def hazard(committee, officer):
    return make_hazard(committee, officer)


def words(owner, **said):
    return act.HazardWords(
        **{
            "name": "Record of another patient",
            "description": "Two share a name.",
            "causes": "",
            "effect": "",
            "harm": "",
            "existing_controls": "",
            "owner": owner,
            "review_on": date(2027, 2, 1),
            **said,
        }
    )


def assess(hazard, by, kind, severity, likelihood):
    return act.assess_hazard(
        hazard_id=hazard.pk,
        assessment=act.GivenAssessment(
            kind=kind, severity=severity, likelihood=likelihood, why="As tested."
        ),
        by=reach_of_user(by),
        at=THURSDAY,
    )


def assess_both(hazard, by, residual=(S.MAJOR, L.VERY_LOW)):
    assess(hazard, by, AssessmentKind.INITIAL, S.MAJOR, L.HIGH)
    assess(hazard, by, AssessmentKind.RESIDUAL, *residual)


def sign(hazard, by):
    return act.sign_hazard_off(
        hazard_id=hazard.pk, statement="May be accepted.", by=reach_of_user(by), at=THURSDAY
    )


def end(hazard, by, **said):
    return act.end_hazard(
        hazard_id=hazard.pk, reason="Release 4.", by=reach_of_user(by), at=THURSDAY, **said
    )


def control(hazard, by, control_id=None, **said):
    facts = {"kind": ControlKind.TEST, "description": "Two checks.", "evidence": "", **said}
    return act.keep_control(
        hazard_id=hazard.pk,
        words=act.ControlWords(**{"in_place_on": None, **facts}),
        by=reach_of_user(by),
        at=THURSDAY,
        control_id=control_id,
    )


def standing(hazard, user):
    return get_hazard(hazard.pk, reach=reach_of_user(user), on=THURSDAY.date())


class TestOpenHazard:
    def open(self, committee, owner, by):
        return act.open_hazard(
            committee_id=committee.pk, words=words(owner), by=reach_of_user(by), at=THURSDAY
        )

    def test_the_safety_officer_and_the_secretary_may(self, committee, officer, secretary):
        assert self.open(committee, officer, officer).number == 1
        assert self.open(committee, officer, secretary).number == 2

    def test_a_member_may_not(self, committee, officer, member):
        with pytest.raises(Forbidden):
            self.open(committee, officer, member)


class TestChangeHazard:
    def test_a_member_may_not_and_a_stranger_knows_of_none(self, hazard, member, officer):
        def change(by):
            act.change_hazard(
                hazard_id=hazard.pk, words=words(officer), by=reach_of_user(by), at=THURSDAY
            )

        with pytest.raises(Forbidden):
            change(member)
        with pytest.raises(Hazard.DoesNotExist):
            change(viewer().user)


class TestSignHazardOff:
    def test_only_the_safety_officer_may(self, hazard, officer, secretary):
        assess_both(hazard, officer)

        with pytest.raises(Forbidden):
            sign(hazard, secretary)
        assert sign(hazard, officer).signed_by == officer

    def test_one_whose_term_has_ended_may_not(self, committee, hazard, officer):
        assess_both(hazard, officer)
        former = make_member(
            committee,
            capacities=[Capacity.CLINICAL_SAFETY_OFFICER],
            ends_on=THURSDAY.date() - timedelta(days=1),
        ).user
        make_member(committee, MemberRole.SECRETARY, user=former, starts_on=date(2026, 11, 19))

        with pytest.raises(Forbidden):
            sign(hazard, former)

    def test_the_officer_of_another_committee_may_not(self, hazard, officer, secretary):
        assess_both(hazard, officer)
        other = CommitteeFactory.create(code="other", name="Other")
        make_member(other, user=secretary, capacities=[Capacity.CLINICAL_SAFETY_OFFICER])

        with pytest.raises(Forbidden):
            sign(hazard, secretary)

    def test_it_is_assessed_before_and_after_control_first(self, hazard, officer):
        assess(hazard, officer, AssessmentKind.INITIAL, S.MINOR, L.LOW)

        with pytest.raises(NotPermittedNow, match="Assess"):
            sign(hazard, officer)

    def test_what_must_be_controlled_is_not_accepted(self, hazard, officer):
        assess_both(hazard, officer, residual=(S.MAJOR, L.HIGH))

        with pytest.raises(NotPermittedNow, match="needs more control"):
            sign(hazard, officer)

    @pytest.mark.parametrize(
        "change",
        [
            control,
            lambda hazard, by: control(
                hazard, by, HazardControl.objects.get().pk, description="One check."
            ),
            lambda hazard, by: assess(hazard, by, AssessmentKind.RESIDUAL, S.MAJOR, L.VERY_LOW),
            lambda hazard, by: act.change_hazard(
                hazard_id=hazard.pk,
                words=words(by, harm="Death"),
                by=reach_of_user(by),
                at=THURSDAY,
            ),
        ],
    )
    def test_a_change_afterwards_is_seen(self, hazard, officer, change):
        control(hazard, officer)
        assess_both(hazard, officer)
        sign(hazard, officer)
        assert standing(hazard, officer).is_signed

        change(hazard, officer)

        assert not standing(hazard, officer).is_signed
        assert standing(hazard, officer).sign_off is not None

    def test_a_review_changes_nothing_of_what_was_signed(self, hazard, officer):
        assess_both(hazard, officer)
        sign(hazard, officer)

        act.review_hazard(
            hazard_id=hazard.pk,
            review_on=date(2027, 5, 1),
            words="As it was.",
            by=reach_of_user(officer),
            at=THURSDAY,
        )

        assert standing(hazard, officer).is_signed


class TestEndHazard:
    def test_it_is_signed_off_as_it_stands_first(self, hazard, officer):
        assess_both(hazard, officer)

        with pytest.raises(NotPermittedNow, match="sign it off"):
            end(hazard, officer)
        sign(hazard, officer)
        control(hazard, officer)
        with pytest.raises(NotPermittedNow, match="sign it off"):
            end(hazard, officer)

    def test_closing_leaves_the_sign_off_as_it_is(self, hazard, officer):
        assess_both(hazard, officer)
        sign(hazard, officer)

        assert end(hazard, officer).state == HazardState.CLOSED
        assert standing(hazard, officer).is_signed

    def test_it_is_transferred_to_somebody_and_opened_again(self, hazard, officer):
        assess_both(hazard, officer)
        sign(hazard, officer)

        moved = end(hazard, officer, transferred_to="The supplier")
        assert (moved.state, moved.transferred_to) == ("transferred", "The supplier")
        with pytest.raises(NotPermittedNow, match="transferred"):
            control(hazard, officer)

        again = act.reopen_hazard(
            hazard_id=hazard.pk, reason="Sent back.", by=reach_of_user(officer), at=THURSDAY
        )
        assert (again.state, again.transferred_to, again.closed_at) == ("open", "", None)
        kinds = list(hazard.events.values_list("kind", flat=True))
        assert kinds[-2:] == ["transferred", "reopened"]


def test_a_control_of_another_hazard_is_not_changed(committee, hazard, officer):
    other = control(make_hazard(committee, officer), officer)

    with pytest.raises(HazardControl.DoesNotExist):
        control(hazard, officer, other.pk)
