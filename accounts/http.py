"""
What stands between a request and a view: how long a session lasts, and in which role one acts.

Middleware is an interface as views are, so it reads the clock.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode, urlsplit

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.codes import SessionEnd, SignInEventKind
from accounts.models import PractitionerRole, RequestOrigin, SignInEvent, User
from core.home import find_patient_search, list_parts
from core.service_notices import NoticeBoard, board_for, board_for_strangers
from core.shell import RoleChoice, Shell

SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
ACTIVE_ROLE: Final = "active_role"
WRITE_SEEN_EVERY: Final = timedelta(minutes=1)
# A page that refreshes itself sends this header: a screen that nobody looks at is not in use.
BACKGROUND_HEADER: Final = "X-Background-Refresh"
# A page that sends people away when their time is up may be this much early.
CLOCK_ALLOWANCE: Final = timedelta(seconds=5)
WITH_OLD_PASSWORD: Final = {"accounts:password_change", "accounts:sign_out"}
# Superusers set up the first organizations and roles before they have one themselves.
ADMINISTRATION: Final = "admin"

View = Callable[..., HttpResponse]
ViewT = TypeVar("ViewT", bound=Callable[..., object])


class SignedInRequest(HttpRequest):
    """A request as views that need a role receive it."""

    user: User
    active_role: PractitionerRole
    htmx: HtmxDetails


class ArrivingRequest(HttpRequest):
    """A request on its way to a view; who it is from may not be known."""

    user: User | AnonymousUser
    active_role: PractitionerRole | None
    roles: list[PractitionerRole]
    session_end: SessionEnd | None
    resolver_match: ResolverMatch


def role_not_required(view: ViewT) -> ViewT:
    """Open a view to people who are signed in but act in no role."""
    view.role_required = False  # type: ignore[attr-defined]  # as Django marks login_required
    return view


def origin_of(request: HttpRequest) -> RequestOrigin:
    """Return where a request came from; the address as the lock-out sees it."""
    address = get_client_ip_address(request) or None
    return RequestOrigin(address, request.headers.get("User-Agent", ""))


def safe_address(request: HttpRequest, url: str) -> str:
    """Return the path and query of an address of this service, or nothing for any other."""
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(url)
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def page_of(request: HttpRequest) -> str:
    """Return the page that the person is on: of a fragment or a form, the page that holds it."""
    if request.headers.get("HX-Request"):
        return safe_address(request, request.headers.get("HX-Current-URL", ""))
    if request.method not in ("GET", "HEAD"):
        return safe_address(request, request.headers.get("Referer", ""))
    return request.get_full_path()


def start_session(session: SessionBase, at: datetime) -> None:
    """Begin to count the time of a session anew."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(at.timestamp())
    session.pop(ACTIVE_ROLE, None)


def extend_session(session: SessionBase, at: datetime) -> None:
    """Note that the session is in use."""
    session[SEEN_AT] = int(at.timestamp())


def seconds_left(session: SessionBase, at: datetime) -> int:
    """Return how long the session lasts if nobody uses it."""
    now = int(at.timestamp())
    idle = session.get(SEEN_AT, now) + settings.SESSION_IDLE_MINUTES * 60
    longest = session.get(SIGNED_IN_AT, now) + settings.SESSION_MAXIMUM_HOURS * 3600
    return int(max(0, min(idle, longest) - now))


def _find_end(session: SessionBase, at: datetime) -> SessionEnd | None:
    """Return why a session has ended, or None while it lasts."""
    if seconds_left(session, at) > 0:
        return None
    age = int(at.timestamp()) - session[SIGNED_IN_AT]
    return SessionEnd.LIMIT if age >= settings.SESSION_MAXIMUM_HOURS * 3600 else SessionEnd.IDLE


def _send_to(
    request: HttpRequest, url_name: str, *, why: str, end: SessionEnd | None = None
) -> HttpResponse:
    """Send a person to another page first, also where a script or a fragment asked."""
    query = {"next": page_of(request)} | ({"ended": str(end)} if end else {})
    url = f"{reverse(url_name)}?{urlencode(query)}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"error": why, "location": url}, status=401)
    return HttpResponseRedirect(url)


class SessionTimeoutMiddleware:
    """
    Ends a session that nobody uses, or that has lasted too long.

    Use is written down at most once a minute. Pages of signed-in people are kept by no cache, so
    that the back button shows nothing after they have left.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ArrivingRequest) -> HttpResponse:
        request.session_end = None
        signed_in = request.user.is_authenticated
        if signed_in:
            self._keep_or_end(request, timezone.now())
        response = self.get_response(request)
        if signed_in and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: ArrivingRequest, view: View, *_arguments: object
    ) -> HttpResponse | None:
        """Send strangers to sign in; fragments and scripts are told in their own way."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        return _send_to(request, "accounts:sign_in", why="Sign in first.", end=request.session_end)

    def _keep_or_end(self, request: ArrivingRequest, at: datetime) -> None:
        session = request.session
        if SEEN_AT not in session:
            start_session(session, at)
        due = at + CLOCK_ALLOWANCE if "ended" in request.GET else at
        request.session_end = _find_end(session, due)
        if request.session_end is not None and isinstance(request.user, User):
            SignInEvent.objects.note(
                SignInEventKind.TIMED_OUT, user=request.user, origin=origin_of(request), at=at
            )
            logout(request)
        elif BACKGROUND_HEADER not in request.headers:
            idle = int(at.timestamp()) - session[SEEN_AT]
            if idle >= WRITE_SEEN_EVERY.total_seconds():
                extend_session(session, at)


class ActiveRoleMiddleware:
    """
    Finds the role in which a person acts, and sends those who have yet to choose one to do so.

    The role is read anew for every request: one that has ended, or whose organization has closed,
    ends there and then. Whoever must change their password does that before anything else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ArrivingRequest) -> HttpResponse:
        request.active_role, request.roles = None, []
        if isinstance(request.user, User):
            on = timezone.localdate()
            request.roles = list(request.user.practitioner_roles.open_to_act(on))
            request.active_role = self._find_active(request)
            request.user.active_role = request.active_role
        return self.get_response(request)

    def process_view(
        self, request: ArrivingRequest, view: View, *_arguments: object
    ) -> HttpResponse | None:
        """Send people first to where they must go before this view."""
        if not isinstance(request.user, User) or not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if request.user.must_change_password and match.view_name not in WITH_OLD_PASSWORD:
            return _send_to(request, "accounts:password_change", why="Change your password first.")
        needs_role = getattr(view, "role_required", True) and match.app_name != ADMINISTRATION
        if request.active_role is None and needs_role:
            return _send_to(request, "accounts:role_choose", why="Choose a role first.")
        return None

    def _find_active(self, request: ArrivingRequest) -> PractitionerRole | None:
        """Return the chosen role if it still stands; one's only role needs no choice."""
        chosen = request.session.get(ACTIVE_ROLE)
        if chosen is None and len(request.roles) == 1:
            request.session[ACTIVE_ROLE] = str(request.roles[0].pk)
            return request.roles[0]
        return next((role for role in request.roles if str(role.pk) == chosen), None)


def signed_in(request: ArrivingRequest) -> dict[str, object]:
    """
    Give templates the shell around the page, or none where nobody acts in a role.

    `service_notices` is how a page gets what is said of the service; only whole pages ask.
    """
    role = getattr(request, "active_role", None)
    return {
        "shell": None if role is None else _build_shell(request, role),
        "service_notices": partial(_read_notices, role),
    }


def _read_notices(role: PractitionerRole | None) -> NoticeBoard:
    if role is None:
        return board_for_strangers()
    board = role.organization.board
    return board_for(board.pk if board else None)


def _build_shell(request: ArrivingRequest, role: PractitionerRole) -> Shell:
    query = urlencode({"next": page_of(request), "ended": str(SessionEnd.IDLE)})
    return Shell(
        person=str(role.user),
        role=role.title,
        organization=role.organization.short_name,
        home_url=reverse("home"),
        sign_out_url=reverse("accounts:sign_out"),
        sign_in_url=f"{reverse('accounts:sign_in')}?{query}",
        stay_signed_in_url=reverse("accounts:session_extend"),
        session_seconds=seconds_left(request.session, timezone.now()),
        search_url=find_patient_search(role.job_role),
        role_switch_url=reverse("accounts:role_switch"),
        account_url=reverse("accounts:account"),
        other_roles=tuple(
            RoleChoice(
                value=str(other.pk), label=other.title, organization=other.organization.short_name
            )
            for other in request.roles
            if other.pk != role.pk
        ),
        navigation=list_parts(role.job_role, request.path),
    )
