"""Booking: eight people who book one session after another, and fifty who want one seat."""

import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.codes import JobRole
from accounts.models import Competency, Organization, PractitionerRole, User
from core.errors import NotPermittedNow
from tests.bench.reader import signed_in_client
from tests.bench.report import answer, percentile, rounded
from tests.bench.scale import Scale
from tests.bench.web import SERVICE, WebServer, put_load, put_requests, web_server
from training.actions.seat_locks import BUSY
from training.actions.seats import book_session
from training.codes import (
    BookingSource,
    BookingState,
    DeliveryMode,
    SessionState,
    VersionState,
)
from training.models import Booking, Course, CourseVersion, Session, SessionSlot, reach_of

CLIENTS, RIVALS = 8, 50
BUDGET_MS, BUDGET_SECONDS = 200, 2.0
MOST_TRIES: Final = 20
WARM_UPS: Final = 3
A_SESSION: Final = 40  # bookings of each session that lies in the past
CODE: Final = "bench-booking"


def run(scale: Scale, wanted: Collection[str]) -> None:
    for size in scale.list_rows:
        version = course()
        fill_past(version, size)
        if "training_booking" in wanted:
            measure_booking(version, size=size, times=max(2, scale.requests // CLIENTS))
        if "training_rivals" in wanted:
            measure_rivals(version, size=size)


def measure_booking(version: CourseVersion, *, size: int, times: int) -> None:
    """Say what a booking takes in the real web server while eight people book at once."""
    roles = learners(CLIENTS, "booker")
    clear(roles)
    days = range(1, times + WARM_UPS + 1)
    sessions = [a_session(version, day, capacity=CLIENTS * 2) for day in days]
    with web_server(SERVICE) as server:
        reference = empty_page(server, roles[0], times)
        requests = [bookings_of(role, sessions) for role in roles]
        put_requests(server, [each[:WARM_UPS] for each in requests])
        taken = put_requests(server, [each[WARM_UPS:] for each in requests])
    value = percentile(taken, 0.95)
    booked = Booking.objects.filter(session__in=sessions, state=BookingState.BOOKED).count()
    answer(
        bench="training_booking",
        value=value,
        unit="ms p95 of a whole request, 8 clients",
        reference=reference,
        size=size,
        budget=BUDGET_MS,
        is_within=value <= BUDGET_MS and booked == CLIENTS * len(sessions),
        p50=rounded(percentile(taken, 0.5)),
        booked=booked,
    )


def measure_rivals(version: CourseVersion, *, size: int) -> None:
    """Say how long fifty people take who want one seat at the same moment."""
    roles = learners(RIVALS, "rival")
    clear(roles)
    alone = a_session(version, 1, capacity=1)
    started = time.perf_counter()
    for role in roles:
        book(alone, role)
    reference = time.perf_counter() - started
    wanted = a_session(version, 2, capacity=1)
    seconds = at_once(wanted, roles)
    states = Booking.objects.filter(session=wanted).values_list("state", flat=True)
    winners, waiting = (
        list(states).count(state) for state in (BookingState.BOOKED, BookingState.WAITLISTED)
    )
    answer(
        bench="training_rivals",
        value=seconds,
        unit="s for 50 people at one seat",
        reference=reference,
        size=size,
        budget=BUDGET_SECONDS,
        is_within=seconds <= BUDGET_SECONDS and (winners, waiting) == (1, RIVALS - 1),
        winners=winners,
        waiting=waiting,
    )


def at_once(session: Session, roles: Sequence[PractitionerRole]) -> float:
    """Have all of them book on connections of their own, and return the seconds it took."""
    ready = Barrier(len(roles) + 1)

    def rival(role: PractitionerRole) -> None:
        try:
            connection.ensure_connection()
            ready.wait()
            book(session, role)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(roles)) as threads:
        sent = [threads.submit(rival, role) for role in roles]
        ready.wait()
        started = time.perf_counter()
        for each in sent:
            each.result()
    return time.perf_counter() - started


def book(session: Session, role: PractitionerRole) -> None:
    """
    Book, and try again where that is asked for, as on a machine that others use too.

    :raises NotPermittedNow: it cannot be booked
    """
    by, at = reach_of(role), timezone.now()
    for _ in range(MOST_TRIES):
        try:
            book_session(
                session_id=session.pk, learner=role, by=by, source=BookingSource.LEARNER, at=at
            )
        except NotPermittedNow as error:
            if str(error) != BUSY:
                raise
        else:
            return


def empty_page(server: WebServer, role: PractitionerRole, times: int) -> float:
    """Return what a page takes that has nothing but the frame around it, for as many clients."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(role)}"
    path = reverse("training:verify_start")
    load = put_load(server, path, cookie, clients=CLIENTS, requests=CLIENTS * times)
    return percentile(load.milliseconds, 0.95)


def bookings_of(role: PractitionerRole, sessions: Sequence[Session]) -> list[bytes]:
    """Return the requests by which somebody books all these sessions."""
    request = RequestFactory().get("/")
    token = get_token(request)
    secret = request.META["CSRF_COOKIE"]
    cookie = (
        f"{settings.SESSION_COOKIE_NAME}={session_of(role)}; {settings.CSRF_COOKIE_NAME}={secret}"
    )
    body = urlencode({"csrfmiddlewaretoken": token, "access": "Step-free"})
    return [
        (
            f"POST {reverse('training:session_book', args=[session.pk])} HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nCookie: {cookie}\r\nAccept: text/html\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        for session in sessions
    ]


def session_of(role: PractitionerRole) -> str:
    return signed_in_client(role).cookies[settings.SESSION_COOKIE_NAME].value


def course() -> CourseVersion:
    """Return a course that anybody may book."""
    found = CourseVersion.objects.filter(course__code=CODE).first()
    if found is not None:
        return found
    version = CourseVersion.objects.create(
        course=Course.objects.create(code=CODE, name="Booking, measured"),
        number=1,
        mode=DeliveryMode.CLASSROOM,
        needs_attendance=True,
    )
    competency, _ = Competency.objects.get_or_create(code=CODE, defaults={"name": "Booking"})
    version.grants.add(competency)
    version.state, version.published_at = VersionState.PUBLISHED, timezone.now()
    version.save()
    return version


def a_session(version: CourseVersion, day: int, *, capacity: int) -> Session:
    """Return a session on a day from today, which may lie in the past."""
    starts_at = timezone.now() + timedelta(days=day)
    ends_at = starts_at + timedelta(hours=2)
    session = Session.objects.create(
        version=version,
        mode=DeliveryMode.CLASSROOM,
        host=Organization.objects.get(ods_code="QOC"),
        state=SessionState.OPEN if day > 0 else SessionState.HELD,
        capacity=capacity,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    SessionSlot.objects.create(session=session, starts_at=starts_at, ends_at=ends_at)
    return session


def fill_past(version: CourseVersion, size: int) -> None:
    """Have so many bookings in the past."""
    roles = learners(A_SESSION, "past")
    at: datetime = timezone.now()
    missing = size - Booking.objects.filter(state=BookingState.ATTENDED).count()
    for day in range(max(0, missing) // A_SESSION):
        session = a_session(version, -1 - day, capacity=A_SESSION)
        Booking.objects.bulk_create(
            Booking(
                session=session,
                user_id=role.user_id,
                role=role,
                state=BookingState.ATTENDED,
                joined_at=at,
            )
            for role in roles
        )


def learners(count: int, name: str) -> list[PractitionerRole]:
    """Return so many people who work at a hospital."""
    hospital = Organization.objects.get(ods_code="RXW")
    found = []
    for number in range(count):
        user, _ = User.objects.get_or_create(username=f"bench.{name}.{number}")
        role, _ = PractitionerRole.objects.get_or_create(
            user=user,
            organization=hospital,
            job_role=JobRole.CLINICIAN,
            starts_on=timezone.localdate() - timedelta(days=100),
        )
        found.append(role)
    return found


def clear(roles: Sequence[PractitionerRole]) -> None:
    """Free the time of people who have booked in an earlier round."""
    for role in roles:
        for booking in Booking.objects.active().filter(user_id=role.user_id):
            booking.times.all().delete()
            Booking.objects.filter(pk=booking.pk).update(state=BookingState.CANCELLED_BY_USER)
