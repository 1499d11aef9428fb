"""What else a committee has that could tell of its items: registers, packs, what it publishes."""

from datetime import date, timedelta

from django.db.models import Model

from accounts.models import User
from core.secret_feeds import open_feed
from governance.actions.approving import approve_minutes
from governance.actions.packs import issue_pack
from governance.actions.publishing import publish, redact
from governance.actions.written import (
    WrittenFacts,
    answer_written,
    close_written,
    declare_written_interest,
    open_written,
)
from governance.codes import (
    ControlKind,
    EntryKind,
    Exemption,
    HazardLikelihood,
    HazardSeverity,
    InterestKind,
    Majority,
    MeetingState,
    Visibility,
    VoteChoice,
)
from governance.jobs.packs import build_pack, draw_personal_pack
from governance.models import (
    ActionItem,
    AgendaItem,
    BoardPack,
    Decision,
    HazardAssessment,
    HazardControl,
    Interest,
    MeetingFeed,
    PersonalPack,
)
from governance.presenters.publications import draw_public
from governance.presenters.whole_minutes import draw_whole
from tests.factories.agreements import make_agreement, make_assessment
from tests.factories.governance import (
    give_score,
    make_entry,
    make_hazard,
    make_item,
    make_risk,
)
from tests.governance.leak_world import (
    AGREEMENT,
    CONFLICT,
    CONFLICTED,
    HAZARD,
    OPEN,
    PEOPLE,
    PRIVATE,
    PUBLIC,
    REDACTED,
    REGISTER,
    RESTRICTED,
    WRITTEN,
    LeakWorld,
    add_item,
    circulate,
    declare_conflicts,
    make_circulated,
    make_committee_world,
    make_held,
    make_meeting_of,
    make_planned,
    make_published_agenda,
)


def make_leak_world() -> LeakWorld:
    """Make meetings in states that tell ever more, with all kinds of things on each item."""
    world = make_committee_world()
    _written(world)
    make_held(world)
    make_circulated(world)
    _registers(world)
    _publication(world)
    make_planned(world)
    make_published_agenda(world)
    _pack(world)
    for name in PEOPLE:
        _, secret = open_feed(MeetingFeed.objects.all(), user=world.people[name], at=world.at)
        world.secrets[name] = secret
    return world


def _written(world: LeakWorld) -> None:
    """Ask twice in writing, with three who have an interest; one answer is in, and is ratified."""
    asked = None
    for number in (1, 2):
        facts = WrittenFacts(
            title=f"{WRITTEN} title {number}",
            text=f"{WRITTEN} text",
            reason=f"{WRITTEN} reason",
            majority=Majority.SIMPLE,
            deadline_at=world.at + timedelta(days=3),
        )
        asked = open_written(
            committee_id=world.committee.pk, facts=facts, by=world.reach("secretary"), at=world.at
        )
        world.mark(WRITTEN, asked)
        for name in sorted(CONFLICTED):
            declare_written_interest(
                resolution_id=asked.pk,
                words="A relative works for the supplier.",
                by=world.reach(name),
                at=world.at,
            )
        for name in ("chair", "member")[:number]:
            answer_written(
                resolution_id=asked.pk,
                choice=VoteChoice.FOR,
                comment=f"{WRITTEN} comment",
                by=world.reach(name),
                at=world.at,
            )
    assert asked
    close_written(resolution_id=asked.pk, by=world.reach("secretary"), at=world.at)
    decision = Decision.objects.get(written_resolution=asked)
    world.mark(WRITTEN, decision)
    world.marks[WRITTEN].add(decision.number)


def _registers(world: LeakWorld) -> None:
    """Enter risks that work is done on, a hazard, an agreement that a secret decision made."""
    committee, owner = world.committee, world.people["secretary"]
    for word, visibility in (
        (OPEN, Visibility.OPEN),
        (PRIVATE, Visibility.PRIVATE),
        (RESTRICTED, Visibility.RESTRICTED),
    ):
        risk = make_risk(
            committee,
            owner,
            title=f"{word} risk",
            cause=f"{word} cause",
            controls=f"{word} controls",
            visibility=visibility,
        )
        give_score(risk, 4, 4)
        risk.actions.set(ActionItem.objects.filter(committee=committee))
        world.mark(word, risk)
    hazard = make_hazard(committee, owner, name=f"{HAZARD} name", description=f"{HAZARD} words")
    control = HazardControl.objects.create(
        hazard=hazard, kind=ControlKind.DESIGN, description=f"{HAZARD} control"
    )
    HazardAssessment.objects.create(
        hazard=hazard,
        kind="initial",
        severity=HazardSeverity.MAJOR,
        likelihood=HazardLikelihood.LOW,
        why=f"{HAZARD} why",
        assessed_at=world.at,
        assessed_by=owner,
    )
    world.mark(HAZARD, hazard, control)
    for decision in Decision.objects.filter(title__startswith=RESTRICTED):
        agreement = make_agreement(
            committee,
            owner=owner,
            title=f"{AGREEMENT} title",
            purposes=f"{AGREEMENT} purposes",
            decision=decision,
            expires_on=(world.at + timedelta(days=30)).date(),
            impact_assessment=make_assessment(
                committee, owner=owner, title=f"{AGREEMENT} assessment"
            ),
            feeds=("results",),
        )
        assessment = agreement.impact_assessment
        assert assessment
        world.mark(AGREEMENT, agreement, assessment)
    interest = Interest.objects.create(
        user=world.people["member"],
        kind=InterestKind.FINANCIAL,
        description=f"{REGISTER} description",
        party=f"{REGISTER} party",
        starts_on=date(2024, 1, 1),
        declared_at=world.at,
    )
    world.mark(REGISTER, interest)


def _publication(world: LeakWorld) -> None:
    """Have minutes approved and published, with a private item and words that are left out."""
    meeting = make_meeting_of(
        world, "published", MeetingState.HELD, weeks=-8, place="", join_url=""
    )
    shared = make_item(meeting, f"{PUBLIC} title", body=f"{PUBLIC} body")
    make_entry(shared, f"{PUBLIC} entry of {REDACTED} and others", kind=EntryKind.DISCUSSION)
    for word, visibility in ((PRIVATE, Visibility.PRIVATE), (RESTRICTED, Visibility.RESTRICTED)):
        make_entry(add_item(world, meeting, word, visibility), f"{word} entry")
    circulate(world, meeting)
    now = make_meeting_of(world, "going on", MeetingState.IN_PROGRESS, weeks=0)
    item = make_item(now, "Minutes of the last meeting", minutes_of=meeting)
    add_item(world, now, CONFLICT, Visibility.OPEN)
    approve_minutes(
        item_id=item.pk,
        version_number=1,
        amendments={},
        draw=draw_whole,
        by=world.reach("secretary"),
        at=world.at,
    )
    by = world.reach("secretary")
    redact(
        meeting_id=meeting.pk,
        words=REDACTED,
        exemption=Exemption.PERSONAL_DATA,
        reason="A person is named.",
        by=by,
        at=world.at,
    )
    publish(meeting_id=meeting.pk, draw=draw_public, by=by, at=world.at)


def _pack(world: LeakWorld) -> None:
    """
    Issue a pack that is drawn for all; only then do three turn out to have an interest.

    Their packs are drawn anew, but for one whose worker has not come to it.
    """
    meeting = world.meetings["ahead"]
    pack = issue_pack(meeting_id=meeting.pk, by=world.reach("secretary"), at=world.at)
    build_pack(pack_id=str(pack.pk))
    _draw(pack)
    declare_conflicts(world, AgendaItem.objects.get(meeting=meeting, title=f"{CONFLICT} title"))
    _draw(pack, but_for=world.people["conflicted secretary"])


def _draw(pack: BoardPack, *, but_for: User | None = None) -> None:
    """Draw what waits of a pack, as workers do."""
    personal = PersonalPack.objects.filter(pack=pack).exclude(user=but_for)
    for key in list(personal.values_list("pk", flat=True)):
        draw_personal_pack(personal_id=str(key))


def keys_of(*models: type[Model]) -> list[str]:
    """Return all keys of some models."""
    return sorted(
        str(key) for model in models for key in model._default_manager.values_list("pk", flat=True)
    )
