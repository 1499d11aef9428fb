"""The API tells what the pages of governance tell, to one role."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import issue_api_token
from governance.actions.decisions import DecisionFacts, Source, write_decision
from governance.codes import MeetingState, MemberRole, Visibility
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_action,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    role_of,
    viewer,
)

pytestmark = pytest.mark.django_db

API = "/api/governance"
ADDRESSES = ["committees/", "meetings/", "decisions/", "actions/", "search/?q=heron"]


def client_of(user):
    """Return a client that shows a token of somebody's role."""
    later = timezone.now() + timedelta(days=1)
    _, secret = issue_api_token(name="Test", role=role_of(user), expires_at=later, by=None)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_reads_without_a_token(address):
    assert APIClient().get(f"{API}/{address}").status_code == 401


@pytest.mark.parametrize("address", ADDRESSES)
def test_somebody_of_no_committee_reads_nothing(committee, address):
    make_item(make_meeting(committee), "heron")
    make_action(committee, make_member(committee).user)

    assert client_of(viewer().user).get(f"{API}/{address}").json() == []


def test_a_meeting_comes_with_its_agenda_and_papers(committee):
    meeting = make_meeting(committee)
    make_paper(make_item(meeting, "Results"), "The paper")

    answer = client_of(make_member(committee).user).get(f"{API}/meetings/{meeting.pk}/").json()

    (item,) = answer["items"]
    assert (item["number"], item["title"], item["withheld"]) == ("1", "Results", False)
    assert item["papers"][0]["title"] == "The paper"


def test_of_what_is_withheld_there_is_the_number_alone(committee):
    meeting = make_meeting(committee)
    make_paper(make_item(meeting, "Quokka", visibility=Visibility.RESTRICTED))
    chair = make_member(committee, MemberRole.CHAIR).user
    make_paper(declare(make_item(meeting, "Pangolin"), chair).item)

    for user, shown in ((make_member(committee).user, "2"), (chair, "1")):
        items = client_of(user).get(f"{API}/meetings/{meeting.pk}/").json()["items"]
        withheld = [item for item in items if item["withheld"]]
        assert [item["number"] for item in items if not item["withheld"]] == [shown]
        for item in withheld:
            del item["number"], item["withheld"]
        assert all(not any(item.values()) for item in withheld)


def test_a_meeting_that_one_may_not_know_of_is_not_found(committee):
    meeting = make_meeting(committee)
    client = client_of(viewer().user)

    assert client.get(f"{API}/meetings/{meeting.pk}/").status_code == 404
    assert client.get(f"{API}/meetings/{uuid4()}/").status_code == 404


def test_before_the_agenda_is_out_members_read_none(committee):
    meeting = make_meeting(committee, state=MeetingState.PLANNED)
    make_item(meeting, "early")

    member = client_of(make_member(committee).user).get(f"{API}/meetings/{meeting.pk}/")
    chair = client_of(make_member(committee, MemberRole.CHAIR).user)

    assert member.json()["items"] == []
    assert len(chair.get(f"{API}/meetings/{meeting.pk}/").json()["items"]) == 1


def test_own_actions_come_with_how_they_stand(committee):
    member = make_member(committee).user
    late = (timezone.now() - timedelta(days=3)).date()
    make_action(committee, member, due_on=late)
    make_action(committee, make_member(committee).user)

    (action,) = client_of(member).get(f"{API}/actions/?own=1").json()

    assert (action["rag"], action["due_on"]) == ("red", late.isoformat())


@pytest.mark.parametrize(
    "address",
    [
        "meetings/?page=x",
        "meetings/?state=nonsense",
        "actions/?state=nonsense",
        "meetings/?page=-1",
    ],
)
def test_what_cannot_be_asked_is_said(committee, address):
    answer = client_of(make_member(committee).user).get(f"{API}/{address}")

    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_what_a_decision_replaces_is_told_to_those_who_may_know_of_it(committee):
    chair, member = make_member(committee, MemberRole.CHAIR).user, make_member(committee).user
    meeting = make_meeting(committee, state=MeetingState.MINUTES_CIRCULATED)

    def decide(visibility, supersedes=None):
        item = make_item(meeting, visibility=visibility)
        source = Source(committee=committee, is_quorate=True, item=item)
        facts = DecisionFacts(title="A", text="B", supersedes=supersedes)
        return write_decision(source, facts, by=reach_of_user(chair), at=meeting.starts_at)

    earlier = decide(Visibility.RESTRICTED)
    later = decide(Visibility.OPEN, supersedes=earlier.pk)

    for address in (f"{API}/decisions/", f"{API}/decisions/{later.pk}/"):
        assert earlier.number in client_of(chair).get(address).content.decode()
        assert earlier.number not in client_of(member).get(address).content.decode()
