"""Building an agenda: whoever may not, cannot; and two people do not undo each other."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from guardian.shortcuts import assign_perm, get_users_with_perms

from core.errors import Forbidden, NotPermittedNow
from governance.actions.agenda_drafting import draft_agenda
from governance.actions.agenda_locks import ChangedMeanwhile
from governance.actions.agenda_publishing import publish_agenda
from governance.actions.agendas import (
    ItemFacts,
    add_item,
    add_late_item,
    change_item,
    defer_item,
    delete_item,
    move_item,
)
from governance.codes import MeetingState, MemberRole, MessageKind, Purpose, Visibility
from governance.models import (
    AgendaItem,
    Decision,
    ForwardPlanItem,
    GovernanceMessage,
    ItemInterest,
    Meeting,
    WrittenInterest,
    WrittenResolution,
)
from governance.policies.agendas import Move, mark_of
from governance.queries.agendas import read_slots
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def by(secretary):
    return reach_of_user(secretary)


@pytest.fixture
def planned(committee):
    return make_meeting(committee, state=MeetingState.PLANNED)


def facts(title="An item", **changes):
    said = {
        "body": "",
        "purpose": Purpose.DISCUSS,
        "visibility": Visibility.OPEN,
        "minutes_planned": 10,
        "presenter": None,
        "presenter_name": "",
        "wants_paper": False,
        **changes,
    }
    return ItemFacts(title=title, **said)


def unnumbered(meeting, title, **changes):
    return make_item(meeting, title, number="", **changes)


def seen(meeting):
    return mark_of(*read_slots(meeting))


def order(meeting):
    """Return the titles of an agenda, with what stands below a heading in brackets."""
    lines = []
    for item in meeting.items.filter(parent=None).order_by("position"):
        below = list(item.children.order_by("position").values_list("title", flat=True))
        lines.append(f"{item.title}({','.join(below)})" if below else item.title)
    return lines


def publish(meeting, by):
    return publish_agenda(meeting_id=meeting.pk, seen=seen(meeting), by=by, at=AT)


class TestDraftAgenda:
    def test_begins_with_what_always_stands_there(self, planned, by):
        draft_agenda(planned.pk, by=by, at=AT)

        assert order(planned) == [
            "Welcome and apologies",
            "Declarations of interest",
            "Review of actions",
            "Any other business",
        ]

    def test_binds_the_minutes_of_the_last_meeting(self, committee, by):
        make_meeting(committee, starts_at=THURSDAY - 8 * WEEK, state=MeetingState.MINUTES_APPROVED)
        last = make_meeting(committee, starts_at=THURSDAY - 4 * WEEK, state=MeetingState.HELD)
        make_meeting(committee, starts_at=THURSDAY - 2 * WEEK, state=MeetingState.CANCELLED)
        meeting = make_meeting(committee, state=MeetingState.PLANNED)

        draft_agenda(meeting.pk, by=by, at=AT)

        assert meeting.items.get(minutes_of__isnull=False).minutes_of == last

    def test_takes_up_older_minutes_that_nobody_has_approved(self, committee, by):
        for weeks in (8, 4):
            make_meeting(
                committee,
                starts_at=THURSDAY - weeks * WEEK,
                state=MeetingState.MINUTES_CIRCULATED,
            )
        meeting = make_meeting(committee, state=MeetingState.PLANNED)

        draft_agenda(meeting.pk, by=by, at=AT)

        assert meeting.items.filter(minutes_of__isnull=False).count() == 2

    def test_brings_what_the_forward_plan_says_is_due(self, committee, by):
        make_meeting(committee, starts_at=THURSDAY - 4 * WEEK, state=MeetingState.CANCELLED)
        meeting = make_meeting(committee, state=MeetingState.PLANNED)
        for title, first, every, ended in [
            ("Each time", 1, 1, None),
            ("Missed with the cancelled one", 1, 2, None),
            ("Next time", 3, 2, None),
            ("No more", 1, 1, THURSDAY.date()),
        ]:
            ForwardPlanItem.objects.create(
                committee=committee,
                title=title,
                purpose=Purpose.ASSURE,
                every=every,
                first_meeting=first,
                ended_on=ended,
            )

        draft_agenda(meeting.pk, by=by, at=AT)

        brought = meeting.items.filter(forward_plan__isnull=False).order_by("position")
        assert [each.title for each in brought] == ["Each time", "Missed with the cancelled one"]
        assert order(meeting)[-1] == "Any other business"

    def test_takes_up_resolutions_in_writing_without_telling_those_with_an_interest(
        self, committee, planned, secretary, by
    ):
        chair = make_member(committee, MemberRole.CHAIR).user
        resolution = WrittenResolution.objects.create(
            committee=committee,
            number=1,
            title="Buy the scanner",
            text="Agreed.",
            reason="The offer ends.",
            state="carried",
            opened_at=AT - WEEK,
            opened_by=secretary,
            deadline_at=AT,
        )
        WrittenInterest.objects.create(
            resolution=resolution, user=chair, words="A share.", declared_at=AT - WEEK
        )
        decision = Decision.objects.create(
            committee=committee,
            number="OHC-GB/2627/001",
            written_resolution=resolution,
            title="Buy the scanner",
            text="Agreed.",
            is_quorate=True,
            effective_on=AT.date(),
            decided_at=AT,
        )

        draft_agenda(planned.pk, by=by, at=AT)

        item = planned.items.get(ratifies=decision)
        assert item.visibility == Visibility.PRIVATE
        assert item.interests.get().user == chair
        assert not AgendaItem.objects.visible_to(reach_of_user(chair)).filter(pk=item.pk).exists()

    def test_ratifies_no_more_openly_than_it_was_decided(self, committee, by):
        held = make_meeting(committee, starts_at=THURSDAY - WEEK, state=MeetingState.HELD)
        source = make_item(held, "A case", visibility=Visibility.RESTRICTED)
        member = make_member(committee).user
        declare(source, member)
        meeting = make_meeting(committee, state=MeetingState.PLANNED)
        decision = Decision.objects.create(
            committee=committee,
            number="OHC-GB/2627/002",
            item=source,
            title="Settle the case",
            text="Agreed.",
            is_quorate=False,
            effective_on=AT.date(),
            decided_at=THURSDAY - WEEK,
        )

        draft_agenda(meeting.pk, by=by, at=AT)

        item = meeting.items.get(ratifies=decision)
        assert item.visibility == Visibility.RESTRICTED
        assert ItemInterest.objects.get(item=item).user == member

    def test_leaves_an_agenda_alone_that_somebody_has_begun(self, planned, by):
        unnumbered(planned, "Mine")

        assert draft_agenda(planned.pk, by=by, at=AT) == 0
        assert order(planned) == ["Mine"]

    def test_is_for_chair_and_secretary(self, committee, planned):
        with pytest.raises(Forbidden):
            draft_agenda(planned.pk, by=reach_of_user(make_member(committee).user), at=AT)


class TestAddItem:
    def test_comes_last(self, planned, by):
        unnumbered(planned, "First")

        add_item(meeting_id=planned.pk, facts=facts("Second"), by=by)

        assert order(planned) == ["First", "Second"]

    def test_refuses_what_would_be_more_open_than_its_heading(self, planned, by):
        heading = unnumbered(planned, "Private part", visibility=Visibility.PRIVATE)

        with pytest.raises(NotPermittedNow, match="more open"):
            add_item(meeting_id=planned.pk, facts=facts(), by=by, parent_id=heading.pk)

    def test_refuses_a_third_level(self, planned, by):
        below = unnumbered(planned, "Below", parent=unnumbered(planned, "Heading"))

        with pytest.raises(NotPermittedNow, match="two levels"):
            add_item(meeting_id=planned.pk, facts=facts(), by=by, parent_id=below.pk)

    def test_refuses_a_presenter_who_has_an_interest_in_the_heading(self, committee, planned, by):
        heading, member = unnumbered(planned, "Supplier"), make_member(committee).user
        declare(heading, member)

        with pytest.raises(NotPermittedNow, match="choose another"):
            add_item(
                meeting_id=planned.pk,
                facts=facts(presenter=member),
                by=by,
                parent_id=heading.pk,
            )

    def test_is_closed_once_the_agenda_is_published(self, committee, by):
        with pytest.raises(NotPermittedNow, match="published"):
            add_item(meeting_id=make_meeting(committee).pk, facts=facts(), by=by)

    def test_is_not_for_members(self, committee, planned):
        with pytest.raises(Forbidden):
            add_item(
                meeting_id=planned.pk,
                facts=facts(),
                by=reach_of_user(make_member(committee).user),
            )


class TestChangeItem:
    def test_closes_what_stands_below_with_it(self, planned, by):
        heading = unnumbered(planned, "Heading")
        below = unnumbered(planned, "Below", parent=heading)

        with transaction.atomic():
            change_item(
                item_id=heading.pk,
                facts=facts(visibility=Visibility.RESTRICTED),
                seen=heading.updated_at.isoformat(),
                by=by,
                at=AT,
            )

        below.refresh_from_db()
        assert below.visibility == Visibility.RESTRICTED

    def test_does_not_overwrite_what_somebody_else_has_written(self, planned, by):
        item = unnumbered(planned, "As it was")
        opened = item.updated_at.isoformat()
        change_item(item_id=item.pk, facts=facts("Theirs"), seen=opened, by=by, at=AT)

        with pytest.raises(ChangedMeanwhile):
            change_item(item_id=item.pk, facts=facts("Mine"), seen=opened, by=by, at=AT)

        item.refresh_from_db()
        assert item.title == "Theirs"

    def test_is_not_possible_for_a_chair_with_an_interest(self, committee, planned):
        chair, item = make_member(committee, MemberRole.CHAIR).user, unnumbered(planned, "Supplier")
        before = reach_of_user(chair)
        declare(item, chair)

        with pytest.raises(Forbidden):
            change_item(
                item_id=item.pk,
                facts=facts(),
                seen=item.updated_at.isoformat(),
                by=before,
                at=AT,
            )
        with pytest.raises(AgendaItem.DoesNotExist):
            change_item(item_id=item.pk, facts=facts(), seen="", by=reach_of_user(chair), at=AT)

    def test_is_over_once_the_meeting_is_open(self, committee, by):
        item = make_item(make_meeting(committee, state=MeetingState.IN_PROGRESS))

        with pytest.raises(NotPermittedNow):
            change_item(
                item_id=item.pk,
                facts=facts(),
                seen=item.updated_at.isoformat(),
                by=by,
                at=AT,
            )

    def test_names_the_new_presenter_of_a_restricted_item_in_place_of_the_old(self, committee, by):
        old, new = viewer().user, viewer().user
        item = make_item(make_meeting(committee), visibility=Visibility.RESTRICTED, presenter=old)
        assign_perm("read_restricted_item", old, item)

        change_item(
            item_id=item.pk,
            facts=facts(visibility=Visibility.RESTRICTED, presenter=new),
            seen=item.updated_at.isoformat(),
            by=by,
            at=AT,
        )

        assert list(get_users_with_perms(item)) == [new]


class TestMoveItem:
    @pytest.fixture
    def agenda(self, planned):
        for title in "ABC":
            unnumbered(planned, title)
        return planned

    def go(self, meeting, by, title, direction):
        item = meeting.items.get(title=title)
        move_item(item_id=item.pk, direction=direction, seen=seen(meeting), by=by)
        return order(meeting)

    def test_goes_up_down_in_and_out(self, agenda, by):
        assert self.go(agenda, by, "C", Move.UP) == ["A", "C", "B"]
        assert self.go(agenda, by, "A", Move.DOWN) == ["C", "A", "B"]
        assert self.go(agenda, by, "A", Move.INDENT) == ["C(A)", "B"]
        assert self.go(agenda, by, "B", Move.INDENT) == ["C(A,B)"]
        assert self.go(agenda, by, "A", Move.OUTDENT) == ["C(B)", "A"]

    def test_below_a_private_heading_it_is_private(self, agenda, by):
        agenda.items.filter(title="A").update(visibility=Visibility.PRIVATE)

        self.go(agenda, by, "B", Move.INDENT)

        assert agenda.items.get(title="B").visibility == Visibility.PRIVATE

    def test_refuses_who_looks_at_an_older_agenda(self, agenda, by):
        old = seen(agenda)
        self.go(agenda, by, "C", Move.UP)

        with pytest.raises(ChangedMeanwhile):
            move_item(item_id=agenda.items.get(title="A").pk, direction=Move.DOWN, seen=old, by=by)

    def test_does_not_put_an_item_below_one_that_the_actor_may_not_know(self, agenda, secretary):
        declare(agenda.items.get(title="A"), secretary)

        with pytest.raises(Forbidden):
            self.go(agenda, reach_of_user(secretary), "B", Move.INDENT)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_is_told_that_the_agenda_has_changed(self, agenda, by):
        mark, start, told = seen(agenda), Barrier(2), []

        def go(title):
            start.wait()
            try:
                item = agenda.items.get(title=title)
                move_item(item_id=item.pk, direction=Move.UP, seen=mark, by=by)
            except ChangedMeanwhile as error:
                told.append(error)
            finally:
                connections.close_all()

        threads = [Thread(target=go, args=[title]) for title in "BC"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(told) == 1
        assert order(agenda) in (["B", "A", "C"], ["A", "C", "B"])


class TestDeferItem:
    def test_goes_to_the_next_planned_meeting_with_all_that_hangs_on_it(
        self, committee, planned, by
    ):
        after = make_meeting(committee, state=MeetingState.PLANNED, starts_at=THURSDAY + WEEK)
        unnumbered(after, "There already")
        heading = unnumbered(planned, "Heading")
        unnumbered(planned, "Below", parent=heading)
        unnumbered(planned, "Stays")
        make_paper(heading)

        with transaction.atomic():
            assert defer_item(item_id=heading.pk, by=by) == after

        assert order(planned) == ["Stays"]
        assert order(after) == ["There already", "Heading(Below)"]

    def test_needs_a_later_meeting(self, planned, by):
        with pytest.raises(NotPermittedNow, match="No later meeting"):
            defer_item(item_id=unnumbered(planned, "Item").pk, by=by)


class TestDeleteItem:
    def test_closes_the_gap(self, planned, by):
        first = unnumbered(planned, "First")
        unnumbered(planned, "Second")

        delete_item(item_id=first.pk, seen=seen(planned), by=by)

        assert list(planned.items.values_list("title", "position")) == [("Second", 1)]

    def test_keeps_an_item_with_a_paper(self, planned, by):
        item = unnumbered(planned, "Item")
        make_paper(item)

        with pytest.raises(NotPermittedNow, match="kept"):
            delete_item(item_id=item.pk, seen=seen(planned), by=by)


class TestPublishAgenda:
    def test_freezes_the_numbers(self, planned, by):
        unnumbered(planned, "Below", parent=unnumbered(planned, "Heading"))
        unnumbered(planned, "Second")

        publish(planned, by)

        numbers = dict(planned.items.values_list("title", "number"))
        assert numbers == {"Heading": "1", "Below": "1.1", "Second": "2"}
        planned.refresh_from_db()
        assert planned.state == MeetingState.AGENDA_PUBLISHED
        assert planned.agenda_published_at == AT

    def test_tells_members_observers_and_the_named_without_naming_an_item(
        self, committee, planned, by, secretary
    ):
        item = unnumbered(planned, "A complaint", visibility=Visibility.RESTRICTED)
        observer = make_member(committee, MemberRole.OBSERVER).user
        expert, conflicted = viewer().user, viewer().user
        for user in (expert, conflicted):
            assign_perm("read_restricted_item", user, item)
        declare(item, conflicted)

        publish(planned, by)

        mails = GovernanceMessage.objects.filter(kind=MessageKind.AGENDA)
        assert {mail.user for mail in mails} == {secretary, observer, expert}
        assert not any("complaint" in mail.subject + mail.body for mail in mails)

    def test_names_the_presenter_of_a_restricted_item_unless_they_have_an_interest(
        self, planned, by
    ):
        one = unnumbered(planned, "One", visibility=Visibility.RESTRICTED, presenter=viewer().user)
        other = unnumbered(
            planned, "Other", visibility=Visibility.RESTRICTED, presenter=viewer().user
        )
        declare(other, other.presenter)

        publish(planned, by)

        assert list(get_users_with_perms(one)) == [one.presenter]
        assert not get_users_with_perms(other)

    def test_takes_up_other_minutes_where_their_meeting_was_cancelled(self, committee, by):
        held = make_meeting(committee, starts_at=THURSDAY - 2 * WEEK, state=MeetingState.HELD)
        lost = make_meeting(committee, starts_at=THURSDAY - WEEK, state=MeetingState.CANCELLED)
        meeting = make_meeting(committee, state=MeetingState.PLANNED)
        unnumbered(meeting, "Minutes", minutes_of=lost)

        publish(meeting, by)

        assert meeting.items.get().minutes_of == held

    def test_refuses_an_empty_agenda(self, planned, by):
        with pytest.raises(NotPermittedNow, match="Nothing is on the agenda"):
            publish(planned, by)

    def test_refuses_an_agenda_that_has_changed_since_it_was_looked_at(self, planned, by):
        unnumbered(planned, "First")
        old = seen(planned)
        unnumbered(planned, "Second")

        with pytest.raises(ChangedMeanwhile):
            publish_agenda(meeting_id=planned.pk, seen=old, by=by, at=AT)

    def test_happens_once(self, planned, by):
        unnumbered(planned, "First")
        publish(planned, by)

        with pytest.raises(NotPermittedNow):
            publish(planned, by)

    def test_is_not_for_members(self, committee, planned):
        unnumbered(planned, "First")

        with pytest.raises(Forbidden):
            publish(planned, reach_of_user(make_member(committee).user))


class TestAddLateItem:
    def test_takes_the_next_number_and_leaves_the_others(self, committee, by):
        meeting = make_meeting(committee)
        for title in ("One", "Two"):
            make_item(meeting, title)
        make_item(meeting, "Below", parent=meeting.items.get(title="Two"))
        before = dict(meeting.items.values_list("title", "number"))

        late = add_late_item(meeting_id=meeting.pk, facts=facts("Late"), by=by, at=AT)

        assert (late.number, late.is_late) == ("3", True)
        assert dict(meeting.items.exclude(pk=late.pk).values_list("title", "number")) == before

    def test_tells_readers_by_a_mail_that_hangs_on_the_item(self, committee, by, secretary):
        late = add_late_item(
            meeting_id=make_meeting(committee).pk, facts=facts("Late"), by=by, at=AT
        )

        mail = GovernanceMessage.objects.get(user=secretary)
        assert mail.item == late
        assert "Late" not in mail.subject + mail.body

    @pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.HELD])
    def test_is_for_a_published_agenda_whose_meeting_is_not_over(self, committee, by, state):
        meeting = make_meeting(committee, state=state)

        with pytest.raises(NotPermittedNow):
            add_late_item(meeting_id=meeting.pk, facts=facts(), by=by, at=AT)

        assert not Meeting.objects.get(pk=meeting.pk).items.exists()
