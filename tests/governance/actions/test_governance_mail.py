"""Which mail of governance leaves, and which does not."""

from datetime import timedelta

import pytest

from governance.actions.mail_sending import send_due
from governance.actions.messages import Telling, queue_message
from governance.codes import MeetingState, MemberRole, MessageKind, MessageState, Visibility
from governance.models import GovernanceMessage
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_action,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    viewer,
)
from tests.mail_server import Taker, serve_mail

pytestmark = pytest.mark.django_db

BEFORE = THURSDAY - timedelta(days=10)


@pytest.fixture
def taker(settings):
    taken = Taker()
    with serve_mail(taken) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.MAIL_IS_SENT = True
        yield taken


@pytest.fixture
def member():
    return make_member(CommitteeFactory.create()).user


@pytest.fixture
def meeting(member):
    return make_meeting(member.committee_memberships.get().committee)


def queue(user, kind=MessageKind.AGENDA, **about):
    telling = Telling(kind=kind, once_key=f"{kind}:{user.pk}", subject="A mail", body="Words.")
    return queue_message(telling, to=user, at=BEFORE, **about)


def state_of(message):
    message.refresh_from_db()
    return message.state


class TestSendDue:
    def test_sends_to_a_member_in_the_name_of_governance(self, taker, member, meeting):
        message = queue(member, meeting=meeting)

        assert send_due(at=BEFORE) == 1

        [mail] = taker.mails
        assert mail["To"] == member.email
        assert mail["From"].startswith("One Health and Care governance")
        assert state_of(message) == MessageState.SENT

    def test_writes_nothing_to_those_who_left(self, taker, member, meeting):
        message = queue(member, meeting=meeting)
        member.is_active = False
        member.save()

        assert send_due(at=BEFORE) == 0
        assert state_of(message) == MessageState.STALE

    def test_keeps_back_what_speaks_of_an_item_in_which_its_reader_has_an_interest(
        self, taker, member, meeting
    ):
        item = make_item(meeting)
        message = queue(member, MessageKind.RESOLUTION, item=item)
        declare(item, member)

        assert send_due(at=BEFORE) == 0
        assert state_of(message) == MessageState.STALE

    def test_keeps_back_what_speaks_of_a_restricted_item_from_those_not_named(
        self, taker, member, meeting
    ):
        queue(member, MessageKind.ACTION, item=make_item(meeting, visibility=Visibility.RESTRICTED))

        assert send_due(at=BEFORE) == 0

    def test_sends_what_speaks_of_an_item_to_those_who_may_know_of_it(self, taker, member, meeting):
        queue(member, MessageKind.ACTION, item=make_item(meeting))

        assert send_due(at=BEFORE) == 1

    def test_tells_somebody_of_their_own_action_even_where_they_do_not_know_the_item(
        self, taker, meeting
    ):
        item = make_item(meeting, visibility=Visibility.RESTRICTED)
        owner = viewer().user
        make_action(meeting.committee, owner, item=item)
        queue(owner, MessageKind.ACTION, item=item)

        assert send_due(at=BEFORE) == 1

    @pytest.mark.parametrize("kind", [MessageKind.AGENDA, MessageKind.PACK, MessageKind.MINUTES])
    def test_leads_nobody_into_a_meeting_of_a_committee_on_which_they_sit_no_longer(
        self, taker, member, meeting, kind
    ):
        queue(member, kind, meeting=meeting)
        member.committee_memberships.update(ends_on=BEFORE.date() - timedelta(days=1))

        assert send_due(at=BEFORE) == 0

    def test_tells_even_those_who_left_the_committee_that_a_meeting_is_off(
        self, taker, member, meeting
    ):
        queue(member, MessageKind.MEETING_CANCELLED, meeting=meeting)
        member.committee_memberships.update(ends_on=BEFORE.date() - timedelta(days=1))
        meeting.state = MeetingState.CANCELLED
        meeting.save()

        assert send_due(at=BEFORE) == 1

    def test_does_not_invite_to_a_meeting_that_is_off(self, taker, member, meeting):
        queue(member, MessageKind.MEETING, meeting=meeting)
        meeting.state = MeetingState.CANCELLED
        meeting.save()

        assert send_due(at=BEFORE) == 0

    def test_does_not_tell_of_an_agenda_once_the_meeting_is_over(self, taker, member, meeting):
        message = queue(member, meeting=meeting)
        GovernanceMessage.objects.update(queued_at=THURSDAY)

        assert send_due(at=meeting.ends_at) == 0
        assert state_of(message) == MessageState.STALE

    def test_sends_the_minutes_after_the_meeting(self, taker, member, meeting):
        queue(member, MessageKind.MINUTES, meeting=meeting)
        GovernanceMessage.objects.update(queued_at=THURSDAY)

        assert send_due(at=THURSDAY + timedelta(days=3)) == 1

    def test_sends_nothing_that_leads_in_to_somebody_without_a_role(self, taker, member, meeting):
        queue(member, meeting=meeting)
        member.practitioner_roles.update(ends_on=BEFORE.date() - timedelta(days=1))

        assert send_due(at=BEFORE) == 0


class TestAPaperThatIsWanted:
    """Its presenter knows of it before the agenda is published; nobody else is asked."""

    @pytest.fixture
    def item(self, meeting, member):
        meeting.state = MeetingState.PLANNED
        meeting.save()
        return make_item(meeting, presenter=member, wants_paper=True)

    def test_is_asked_of_its_presenter(self, taker, member, meeting, item):
        queue(member, MessageKind.PAPER_WANTED, meeting=meeting, item=item)

        assert send_due(at=BEFORE) == 1

    def test_is_not_asked_for_once_it_is_there(self, taker, member, meeting, item):
        queue(member, MessageKind.PAPER_WANTED, meeting=meeting, item=item)
        make_paper(item)

        assert send_due(at=BEFORE) == 0

    def test_is_not_asked_of_somebody_who_has_handed_the_item_over(
        self, taker, member, meeting, item
    ):
        queue(member, MessageKind.PAPER_WANTED, meeting=meeting, item=item)
        item.presenter = make_member(meeting.committee, MemberRole.CHAIR).user
        item.save()

        assert send_due(at=BEFORE) == 0

    def test_is_not_asked_of_somebody_with_an_interest(self, taker, member, meeting, item):
        queue(member, MessageKind.PAPER_WANTED, meeting=meeting, item=item)
        declare(item, member)

        assert send_due(at=BEFORE) == 0


def test_a_mail_without_meeting_or_item_goes_to_whom_it_is_for(taker):
    queue(viewer().user, MessageKind.AGREEMENT)

    assert send_due(at=BEFORE) == 1
