"""Whether a meeting will have a quorum, and whom one could ask."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.codes import AttendanceKind
from governance.models import Attendance, Deputy
from governance.presenters.quorum import present_forecast
from governance.queries.quorum_forecast import (
    forecast_item,
    forecast_quorum,
    forecast_with_deputies,
)
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    viewer,
)

pytestmark = pytest.mark.django_db

# What the rows of the tests were written before.
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def meeting():
    committee = CommitteeFactory.create()
    make_terms(committee, quorum={"voting": 2})
    return make_meeting(committee)


@pytest.fixture
def members(meeting):
    return [make_member(meeting.committee) for _ in range(2)]


def sends_apologies(meeting, membership):
    Attendance.objects.create(
        meeting=meeting,
        user=membership.user,
        membership=membership,
        kind=AttendanceKind.APOLOGIES,
    )


def name_deputy(membership, user=None):
    return Deputy.objects.create(
        membership=membership,
        user=user or viewer().user,
        starts_on=THURSDAY.date() - timedelta(days=30),
    )


def test_everybody_is_expected_who_has_not_sent_apologies(meeting, members):
    assert forecast_quorum(meeting, at=LATER).is_quorate

    sends_apologies(meeting, members[0])

    assert forecast_quorum(meeting, at=LATER).missing == ("1 more with a vote",)
    # Before they were sent nobody knew of them.
    assert forecast_quorum(meeting, at=THURSDAY - timedelta(days=999)).is_quorate


def test_a_deputy_who_could_stand_in_is_named(meeting, members):
    deputy = name_deputy(members[0])
    sends_apologies(meeting, members[0])

    forecast = forecast_with_deputies(meeting, at=LATER)
    shown = present_forecast(forecast, {})

    assert not forecast.finding.is_quorate
    assert forecast.with_deputies.is_quorate
    assert shown.word == "Deputies needed"
    assert list(shown.help) == [f"{deputy.user} may stand in for {members[0].user}"]


def test_a_deputy_helps_one_member_alone(meeting, members):
    person = viewer().user
    for member in members:
        name_deputy(member, person)
        sends_apologies(meeting, member)

    forecast = forecast_with_deputies(meeting, at=LATER)

    assert len(forecast.deputies) == 1
    assert forecast.with_deputies.missing == ("1 more with a vote",)


def test_a_member_does_not_sit_in_a_second_seat(meeting, members):
    name_deputy(members[0], members[1].user)
    sends_apologies(meeting, members[0])

    assert forecast_with_deputies(meeting, at=LATER).deputies == ()


def test_a_deputy_who_is_known_to_come_counts(meeting, members):
    deputy = name_deputy(members[0])
    sends_apologies(meeting, members[0])
    Attendance.objects.create(
        meeting=meeting,
        user=deputy.user,
        membership=members[0],
        kind=AttendanceKind.DEPUTY,
    )

    assert forecast_quorum(meeting, at=LATER).is_quorate


def test_an_item_counts_without_those_who_have_an_interest_in_it(meeting, members):
    item = make_item(meeting)
    declare(item, members[0].user)

    assert not forecast_item(item, at=LATER).is_quorate
    assert forecast_item(make_item(meeting, "Another"), at=LATER).is_quorate


def test_whose_term_is_over_on_the_day_is_not_expected(meeting, members):
    members[0].ends_on = THURSDAY.date() - timedelta(days=1)
    members[0].save()

    assert not forecast_quorum(meeting, at=LATER).is_quorate
