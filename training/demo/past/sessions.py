"""Venues, and the sessions of two years and of the two months ahead."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

import holidays

from accounts.models import Organization, User
from core.dates import LONDON
from training.codes import DeliveryMode, SessionState
from training.demo.catalogue import PLANS, Plan
from training.models import CourseVersion, Session, SessionSlot, SessionTrainer, Venue

PAST_DAYS: Final = 730
AHEAD_DAYS: Final = 60
DAYS_A_MONTH: Final = 30
FRIDAY: Final = 4
STARTS: Final = (time(9, 30), time(10, 0), time(13, 30), time(14, 0))
PLACES: Final = {
    "QOC": (
        ("RXW", "Shropshire Education and Conference Centre", "Mytton Oak Road, Shrewsbury", 40),
        ("RXW", "Princess Royal Hospital, seminar room 2", "Apley Castle, Telford", 16),
    ),
    "QNC": (
        ("RJE", "Royal Stoke University Hospital, clinical education", "Newcastle Road, Stoke", 30),
        ("RRE", "St George’s Hospital, training suite", "Corporation Street, Stafford", 20),
    ),
    "QUA": (
        ("RL4", "New Cross Hospital, Wolverhampton Medical Institute", "Wolverhampton Road", 36),
        ("RNA", "Russells Hall Hospital, clinical education centre", "Pensnett Road, Dudley", 24),
    ),
}


def load_venues(organizations: Mapping[str, Organization]) -> dict[str, list[Venue]]:
    """Add the rooms that are missing, and return them by board."""
    venues: dict[str, list[Venue]] = {}
    for board, places in PLACES.items():
        for code, name, address, seats in places:
            venue, _ = Venue.objects.get_or_create(
                organization=organizations.get(code, organizations[board]),
                name=name,
                defaults={
                    "address": address,
                    "seats": seats,
                    "access_notes": "Step-free entrance; hearing loop at the front",
                },
            )
            venues.setdefault(board, []).append(venue)
    return venues


def load_sessions(
    versions: Mapping[str, CourseVersion],
    boards: Mapping[str, Organization],
    trainers: Mapping[str, User],
    *,
    at: datetime,
) -> list[Session]:
    """Write the sessions of all courses that have any; those that are over are held."""
    chance = Random("sessions")
    venues = load_venues({each.ods_code: each for each in Organization.objects.all()})
    sessions: list[Session] = []
    slots: list[SessionSlot] = []
    given: list[SessionTrainer] = []
    codes = list(boards)
    for plan in PLANS:
        for day in _days(plan, at.astimezone(LONDON).date(), chance):
            board = codes[len(sessions) % len(codes)]
            session, slot = _make(plan, versions[plan.code], boards[board], day, chance, at=at)
            _place(slot, session, venues[board], chance)
            sessions.append(session)
            slots.append(slot)
            given.append(SessionTrainer(session=session, user=trainers[board], is_lead=True))
    Session.objects.bulk_create(sessions, batch_size=1000)
    SessionSlot.objects.bulk_create(slots, batch_size=1000)
    SessionTrainer.objects.bulk_create(given, batch_size=1000)
    return sessions


def _days(plan: Plan, today: date, chance: Random) -> Iterable[date]:
    """Return working days at an even pace, from two years ago to two months ahead."""
    years = range(today.year - 2, today.year + 2)
    closed = holidays.country_holidays("GB", subdiv="ENG", years=years)
    count = (PAST_DAYS + AHEAD_DAYS) * plan.sessions_a_month // DAYS_A_MONTH
    for index in range(count):
        day = today - timedelta(days=PAST_DAYS)
        day += timedelta(days=(PAST_DAYS + AHEAD_DAYS) * index // count + chance.randrange(3))
        while day.weekday() > FRIDAY or day in closed:
            day += timedelta(days=1)
        yield day


def _make(
    plan: Plan,
    version: CourseVersion,
    board: Organization,
    day: date,
    chance: Random,
    *,
    at: datetime,
) -> tuple[Session, SessionSlot]:
    starts_at = datetime.combine(day, chance.choice(STARTS), LONDON)
    ends_at = starts_at + timedelta(minutes=plan.minutes)
    session = Session(
        version=version,
        mode=plan.mode,
        host=board,
        state=SessionState.HELD if ends_at < at else SessionState.OPEN,
        capacity=plan.capacity,
        overbook_allowance=2 if plan.capacity > 8 else 0,
        min_to_run=min(4, plan.capacity),
        decide_on=day - timedelta(days=5),
        starts_at=starts_at,
        ends_at=ends_at,
        notes="Bring your smartcard." if plan.mode == DeliveryMode.CLASSROOM else "",
    )
    return session, SessionSlot(session=session, starts_at=starts_at, ends_at=ends_at)


def _place(slot: SessionSlot, session: Session, venues: Sequence[Venue], chance: Random) -> None:
    if session.mode == DeliveryMode.VIRTUAL:
        slot.join_url = f"https://meet.service.invalid/training/{chance.randrange(10**9):09}"
    else:
        slot.venue = chance.choice(venues)
