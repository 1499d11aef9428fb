"""The committees of the demonstration: three boards, one leadership meeting, one working group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from accounts.models import Organization, PractitionerRole
from governance.actions.ledger import append_evidence
from governance.codes import (
    CommitteeKind,
    HolidayRule,
    LedgerKind,
    MeetingMode,
    Purpose,
    TermsState,
    Visibility,
)
from governance.models import (
    Committee,
    ForwardPlanItem,
    MeetingSeries,
    Membership,
    RiskAppetite,
    TermsOfReference,
)
from governance.queries.contents.terms import describe_terms

from .content import BOARD_TOPICS, LEADERSHIP_TOPICS, WORKING_TOPICS, Topic
from .members import BOARD_SEATS, BOARDS, LEADERSHIP_SEATS, WORKING_SEATS, Members, key_of

APPETITES: Final = {
    "clinical": (6, "Low: people come first"),
    "information": (6, "Low: trust is hard to win back"),
    "cyber": (8, "Low to moderate"),
    "delivery": (12, "Moderate: to learn, some things may fail"),
    "finance": (9, "Moderate"),
    "workforce": (12, "Moderate"),
    "reputation": (9, "Moderate"),
}
# The board that hosts what the three boards do together.
HOST: Final = "QUA"
WHERE_AND_WHEN: Final = {
    "QOC": ("Shrewsbury", "3TU"),
    "QNC": ("Stafford", "2WE"),
    "QUA": ("Wolverhampton", "1TH"),
}
_TERMS: Final = """## What it is for
{purpose}

## What it decides
It agrees what is shared, with whom and why; it follows risks, hazards and actions; it answers to
the boards of the organisations that share.

## How it decides
By consensus where it can, otherwise by vote. Whoever has an interest in an item takes no part in
it. A recorded vote is taken whenever one member asks for it.
"""


@dataclass(slots=True)
class Body:
    """A committee with what its meetings are made of."""

    committee: Committee
    series: MeetingSeries
    members: list[Membership]
    topics: tuple[Topic, ...]
    plan: list[ForwardPlanItem] = field(default_factory=list)


def load_committees(
    organizations: Mapping[str, Organization],
    named: Mapping[str, PractitionerRole],
    *,
    since: date,
    at: datetime,
) -> list[Body]:
    """Make the committees with their terms, members, series and forward plans."""
    members = Members(organizations, named, since=since)
    host = organizations[HOST]
    bodies = [_board(code, organizations, members, since=since) for code in BOARDS]
    bodies.append(_leadership(host, members, since=since))
    bodies.append(_working_group(host, members, since=since))
    for body in bodies:
        _write_terms(body, since=since, at=at)
        _write_plan(body)
    return bodies


def _board(
    code: str, organizations: Mapping[str, Organization], members: Members, *, since: date
) -> Body:
    board = organizations[code]
    town, day = WHERE_AND_WHEN[code]
    committee = Committee.objects.create(
        id=key_of(f"committee:board-{code}"),
        code=f"board-{code.lower()}",
        name=f"Governance board, {board.short_name.removesuffix(' ICB')}",
        kind=CommitteeKind.BOARD,
        organization=board,
        reference=f"OHC-{code}",
        purpose="Agrees what is shared in the region, and answers for its safe use.",
        is_public=True,
    )
    RiskAppetite.objects.bulk_create(
        [
            RiskAppetite(committee=committee, category=category, most=most, words=words)
            for category, (most, words) in APPETITES.items()
        ]
    )
    series = MeetingSeries.objects.create(
        committee=committee,
        name="Monthly board",
        rule=f"FREQ=MONTHLY;BYDAY={day}",
        starts_on=since,
        start_time=time(14),
        minutes=150,
        holiday_rule=HolidayRule.NEXT,
        mode=MeetingMode.BOTH,
        place=f"Board room, {town}",
        join_url=f"https://meet.demo.invalid/board-{code.lower()}",
    )
    return Body(committee, series, members.seat(committee, BOARD_SEATS, of=code), BOARD_TOPICS)


def _leadership(host: Organization, members: Members, *, since: date) -> Body:
    committee = Committee.objects.create(
        id=key_of("committee:leadership"),
        code="leadership",
        name="Leadership meeting",
        kind=CommitteeKind.LEADERSHIP,
        organization=host,
        reference="OHC-LM",
        purpose="Steers the programme between the boards.",
    )
    series = MeetingSeries.objects.create(
        committee=committee,
        name="Every second Tuesday",
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        starts_on=since,
        start_time=time(9, 30),
        minutes=90,
        holiday_rule=HolidayRule.PREVIOUS,
        mode=MeetingMode.ONLINE,
        join_url="https://meet.demo.invalid/leadership",
    )
    seats = members.seat(committee, LEADERSHIP_SEATS, of="")
    return Body(committee, series, seats, LEADERSHIP_TOPICS)


def _working_group(host: Organization, members: Members, *, since: date) -> Body:
    committee = Committee.objects.create(
        id=key_of("committee:jira"),
        code="jira-session",
        name="Jira session",
        kind=CommitteeKind.WORKING_GROUP,
        organization=host,
        reference="OHC-JS",
        purpose="Goes through tickets and releases once a week.",
        paper_days=1,
    )
    series = MeetingSeries.objects.create(
        committee=committee,
        name="Every Monday",
        rule="FREQ=WEEKLY;BYDAY=MO",
        starts_on=since,
        start_time=time(11),
        minutes=60,
        holiday_rule=HolidayRule.SKIP,
        mode=MeetingMode.ONLINE,
        join_url="https://meet.demo.invalid/jira",
    )
    return Body(committee, series, members.seat(committee, WORKING_SEATS, of=""), WORKING_TOPICS)


def _write_terms(body: Body, *, since: date, at: datetime) -> None:
    """Approve the terms that hold from the beginning, and draft the next version of the boards'."""
    quorum: dict[str, object] = {"voting": 3, "one_of": [["chair", "deputy-chair", "member"]]}
    if body.committee.kind == CommitteeKind.BOARD:
        quorum = {"voting": 4, "one_of": [["chair", "deputy-chair"], ["clinician"]]}
    if body.committee.kind == CommitteeKind.LEADERSHIP:
        quorum = {"voting": 4, "boards": list(BOARDS)}
    text = _TERMS.format(purpose=body.committee.purpose)
    terms = TermsOfReference.objects.create(
        committee=body.committee,
        number=1,
        text=text,
        quorum=quorum,
        state=TermsState.APPROVED,
        effective_from=since,
        approved_at=at,
        approved_by=body.members[0].user,
    )
    append_evidence(
        committee_id=body.committee.pk,
        kind=LedgerKind.TERMS,
        subject=terms.pk,
        content=describe_terms(terms),
        at=at,
    )


def _write_plan(body: Body) -> None:
    """Write what comes back: each meeting, each quarter, each half-year."""
    if body.committee.kind == CommitteeKind.WORKING_GROUP:
        return
    lines = [
        ("Risks and hazards", Purpose.ASSURE, 1, 15, True),
        ("Actions", Purpose.DISCUSS, 1, 10, False),
    ]
    if body.committee.kind == CommitteeKind.BOARD:
        lines += [
            ("Sharing agreements that run out", Purpose.NOTE, 3, 10, True),
            ("Benefits", Purpose.NOTE, 3, 15, True),
            ("Terms of reference", Purpose.DECIDE, 12, 10, True),
        ]
    for title, purpose, every, minutes, wants_paper in lines:
        body.plan.append(
            ForwardPlanItem.objects.create(
                committee=body.committee,
                title=title,
                purpose=purpose,
                visibility=Visibility.OPEN,
                presenter=body.members[-2].user,
                minutes_planned=minutes,
                every=every,
                first_meeting=1,
                wants_paper=wants_paper,
            )
        )
