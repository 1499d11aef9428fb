"""Who completed what in two years: learning, bookings, awards, and what they make competent for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from accounts.models import Competency, CompetencyGrant, PractitionerRole
from core.dates import LONDON
from training.actions.awarding import freeze_rule, printed_names, rule_of, term_fields
from training.actions.verify_codes import make_code
from training.codes import (
    AwardSource,
    BookingState,
    ComplianceStatus,
    ExpiryRule,
    Mark,
    MarkSource,
    SessionState,
)
from training.demo.catalogue import PLANS, Plan
from training.demo.matrix import RULES, Rule
from training.models import (
    AttendanceMark,
    Award,
    Booking,
    BookingEvent,
    CourseVersion,
    Enrolment,
    Session,
    SessionSlot,
)
from training.policies import Held, work_out_term
from training.policies.expiry import add_months

S = ComplianceStatus
OLDEST: Final = 725
# How often somebody stands how, before their organization's habits come in.
SHARES: Final = (
    (S.CURRENT, 0.74),
    (S.DUE, 0.09),
    (S.GRACE, 0.03),
    (S.LAPSED, 0.06),
    (S.NEVER, 0.08),
)
_AT_ONCE: Final = 2000


@dataclass(slots=True)
class Written:
    """What is to be written down, table by table."""

    enrolments: list[Enrolment] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    events: list[BookingEvent] = field(default_factory=list)
    marks: list[AttendanceMark] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    grants: list[CompetencyGrant] = field(default_factory=list)

    def save(self) -> None:
        """Write it all, what others refer to first."""
        Booking.objects.bulk_create(self.bookings, batch_size=_AT_ONCE)
        BookingEvent.objects.bulk_create(self.events, batch_size=_AT_ONCE)
        AttendanceMark.objects.bulk_create(self.marks, batch_size=_AT_ONCE)
        Enrolment.objects.bulk_create(self.enrolments, batch_size=_AT_ONCE)
        Award.objects.bulk_create(self.awards, batch_size=_AT_ONCE)
        CompetencyGrant.objects.bulk_create(self.grants, batch_size=_AT_ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A way to a competency: a course and, where it is a meeting, its sessions that are over."""

    plan: Plan
    version: CourseVersion
    sessions: Sequence[tuple[Session, SessionSlot]] = ()


class Past:
    """Writes what people did; it knows which seats are taken."""

    def __init__(
        self,
        versions: Mapping[str, CourseVersion],
        competencies: Mapping[str, Competency],
        *,
        today: date,
    ) -> None:
        self.chance = Random("awards")
        self.competencies = competencies
        self.today = today
        self.written = Written()
        self.offers = _offers(versions, today)
        self.seats: defaultdict[int, int] = defaultdict(int)
        self.trainers = dict(
            Session.objects.filter(trainers__is_lead=True).values_list("pk", "trainers__user_id")
        )

    def write(self, role: PractitionerRole, sections: Iterable[str]) -> None:
        """Write what somebody did for each competency that they must have."""
        diligence = Random(str(role.organization_id)).uniform(0.8, 2.4)
        for rule in RULES:
            if rule.fits(role, sections):
                status = self._choose(diligence)
                self.write_for(role, rule, status)

    def _choose(self, diligence: float) -> ComplianceStatus:
        """Return how somebody stands: where people are slack, more have let it lapse."""
        weights = [
            share / diligence if status in (S.NEVER, S.LAPSED, S.GRACE) else share * diligence
            for status, share in SHARES
        ]
        return self.chance.choices([status for status, _ in SHARES], weights)[0]

    def write_for(self, role: PractitionerRole, rule: Rule, status: ComplianceStatus) -> None:
        """Write completions after which somebody stands so to a rule today."""
        if status == S.NEVER:
            return
        offer = self.chance.choice(self.offers[rule.competency])
        held: Held | None = None
        for completed_on in self._completions(offer.plan, status, rule.grace):
            held = self._complete(role, offer, completed_on, held)

    def _completions(self, plan: Plan, status: ComplianceStatus, grace: int) -> list[date]:
        """Return the days of completion: one, and a renewal where there was time for it."""
        if plan.rule == ExpiryRule.NEVER:
            return [self.today - timedelta(days=self.chance.randrange(5, OLDEST))]
        until = self._last_day(plan, status, grace)
        latest = add_months(until, -plan.period)
        earlier = add_months(latest, -plan.period)
        if earlier > self.today - timedelta(days=OLDEST) and self.chance.random() < 0.5:
            return [earlier, latest - timedelta(days=self.chance.randrange(0, 75))]
        return [min(latest, self.today)]

    def _last_day(self, plan: Plan, status: ComplianceStatus, grace: int) -> date:
        window = plan.window * 30
        longest = plan.period * 30
        days = {
            S.CURRENT: lambda: self.chance.randrange(window + 3, max(longest, window + 4)),
            S.DUE: lambda: self.chance.randrange(1, window - 3),
            S.GRACE: lambda: -self.chance.randrange(1, max(grace - 1, 2)),
            S.LAPSED: lambda: -self.chance.randrange(grace + 1, grace + 240),
        }[status]()
        return self.today + timedelta(days=days)

    def _complete(
        self, role: PractitionerRole, offer: Offer, completed_on: date, held: Held | None
    ) -> Held:
        found = self._find_session(offer, completed_on)
        ended = found[0].ends_at if found else None
        done_at = ended or datetime.combine(
            completed_on, time(9 + self.chance.randrange(8), self.chance.randrange(60)), LONDON
        )
        booking = self._attend(role, found[0], found[1]) if found else None
        enrolment = Enrolment(
            user=role.user,
            role=role,
            version=offer.version,
            booking=booking,
            started_at=done_at - timedelta(minutes=offer.plan.minutes),
            attended_at=done_at if booking else None,
            pages_read_at=None if booking else done_at,
            quiz_passed_at=done_at if offer.plan.has_quiz else None,
            completed_at=done_at,
            ended_at=done_at,
        )
        self.written.enrolments.append(enrolment)
        return self._award(role, offer, enrolment, done_at, held)

    def _find_session(self, offer: Offer, near: date) -> tuple[Session, SessionSlot] | None:
        """Return the session nearest to a day that has a place left, of those that are over."""
        if not offer.sessions:
            return None
        days = [session.starts_at.date() for session, _ in offer.sessions if session.starts_at]
        index = min(bisect_left(days, near), len(days) - 1)
        for step in range(len(days)):
            for at in (index + step, index - step):
                if 0 <= at < len(days):
                    session, slot = offer.sessions[at]
                    if self.seats[session.pk] < session.capacity:
                        self.seats[session.pk] += 1
                        return session, slot
        return None

    def _attend(self, role: PractitionerRole, session: Session, slot: SessionSlot) -> Booking:
        booked_at = slot.starts_at - timedelta(days=self.chance.randrange(3, 28))
        booking = Booking(
            session=session,
            user=role.user,
            role=role,
            state=BookingState.ATTENDED,
            joined_at=booked_at,
            sequence=0,
        )
        self.written.bookings.append(booking)
        trainer = self.trainers[session.pk]
        self.written.events += [
            BookingEvent(booking=booking, at=booked_at, by=role.user, to_state=BookingState.BOOKED),
            BookingEvent(
                booking=booking,
                at=slot.ends_at,
                by_id=trainer,
                from_state=BookingState.BOOKED,
                to_state=BookingState.ATTENDED,
            ),
        ]
        is_late = self.chance.random() < 0.08
        self.written.marks.append(
            AttendanceMark(
                booking=booking,
                slot=slot,
                mark=Mark.LATE if is_late else Mark.PRESENT,
                source=MarkSource.CODE if self.chance.random() < 0.7 else MarkSource.TRAINER,
                at=slot.starts_at + timedelta(minutes=20 if is_late else -3),
                by_id=trainer,
            )
        )
        return booking

    def _award(
        self,
        role: PractitionerRole,
        offer: Offer,
        enrolment: Enrolment,
        done_at: datetime,
        held: Held | None,
    ) -> Held:
        competency = self.competencies[offer.plan.competency[0]]
        rule = rule_of(offer.version)
        term = work_out_term(rule, completed_on=done_at.astimezone(LONDON).date(), held=held)
        award = Award(
            user=role.user,
            competency=competency,
            version=offer.version,
            enrolment=enrolment,
            source=AwardSource.COURSE,
            completed_on=term.valid_from,
            **term_fields(term),
            rule=freeze_rule(rule),
            organization=role.organization,
            **printed_names(role.user),
            printed_title=f"{offer.plan.name}, version {offer.version.number}",
            printed_competency=competency.name,
            printed_organization=role.organization.name,
            verify_code=make_code(),
            awarded_at=done_at,
        )
        self.written.awards.append(award)
        self.written.grants.append(
            CompetencyGrant(
                user=role.user,
                competency=competency,
                source=award.pk,
                valid_from=term.valid_from,
                renew_from=term.renew_from,
                valid_until=term.valid_until,
                granted_at=done_at,
            )
        )
        return Held(
            anchor_on=term.anchor_on, renew_from=term.renew_from, valid_until=term.valid_until
        )


def _offers(versions: Mapping[str, CourseVersion], today: date) -> dict[str, list[Offer]]:
    """Return the ways to each competency; the refresher is for those who had the course."""
    slots = SessionSlot.objects.filter(
        session__state=SessionState.HELD, ends_at__lt=datetime.combine(today, time(), LONDON)
    )
    by_course: defaultdict[str, list[tuple[Session, SessionSlot]]] = defaultdict(list)
    for slot in slots.select_related("session__version__course").order_by("starts_at"):
        by_course[slot.session.version.course.code].append((slot.session, slot))
    offers: defaultdict[str, list[Offer]] = defaultdict(list)
    for plan in PLANS:
        if plan.code == "record-refresher":
            continue
        offer = Offer(plan=plan, version=versions[plan.code], sessions=by_course.get(plan.code, ()))
        offers[plan.competency[0]].append(offer)
    return offers
