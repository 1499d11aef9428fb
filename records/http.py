"""
What stands between a request and the record: whether who asks is trained.

Middleware is an interface as views are, so it reads the clock.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone

from accounts.http import ArrivingRequest, SignedInRequest, page_of
from accounts.models import PractitionerRole
from core import record_gate
from core.record_gate import Standing, StandingState, TrainingNeed
from records.codes import SEARCHING_ROLES

RECORDS: Final = "records"
GATE: Final = "records:training_needed"
# What a page frames or a person saves: it is refused in words, never by another page in its place.
CONTENT: Final = frozenset({"records:document_content"})
SHUT: Final = (
    "The record is closed to you until your training is up to date. Open “Find a person” to see "
    "what is needed."
)

View = Callable[..., HttpResponse]
ViewT = TypeVar("ViewT", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPass:
    """
    What a session keeps once the record is open to somebody in a role: how they stood then.

    It lasts until they sign out, change their role or their session ends, so that nobody is cut
    off in the middle of their work.
    """

    standing: Standing
    passage_id: UUID | None = None


class GatedRequest(ArrivingRequest):
    """A request that the gate has looked at."""

    record_pass: RecordPass | None
    record_standing: Standing | None
    shows_record: bool


def no_training_needed(view: ViewT) -> ViewT:
    """Open a view of the record's room to the untrained: it shows nobody's record."""
    view.no_training_needed = True  # type: ignore[attr-defined]  # as Django marks login_required
    return view


def shows_record(view: ViewT) -> ViewT:
    """Have a view of another room ask for training, because it shows something of a record."""
    view.shows_record = True  # type: ignore[attr-defined]  # as Django marks login_required
    return view


def asks_for_training(app_name: str, view: Callable[..., object]) -> bool:
    """Return whether a view opens only to the trained: all of the record's room unless marked."""
    if app_name == RECORDS:
        return not getattr(view, "no_training_needed", False)
    return bool(getattr(view, "shows_record", False))


def evaluate(request: HttpRequest) -> Standing:
    """
    Return how the person stands today, and keep it for the session where it opens the record.

    A pass that the session has stays: it may become better, as when somebody has passed the
    course meanwhile, and never worse.
    """
    gated = cast(GatedRequest, request)
    role = cast(SignedInRequest, request).active_role
    standing = gated.record_standing = record_gate.standing_of(role, on=timezone.localdate())
    if standing.state.lets_in:
        keep_pass(gated, RecordPass(standing=standing))
    return standing


def look_again(request: HttpRequest) -> Standing:
    """
    Return how the person stands, for pages that say so: read at most once in a request.

    Of somebody who was up to date when their session began it is not asked again.
    """
    gated = cast(GatedRequest, request)
    opened = gated.record_pass
    if gated.record_standing is not None:
        return gated.record_standing
    if opened is not None and opened.standing.state == StandingState.OPEN:
        return opened.standing
    return evaluate(request)


def keep_pass(request: HttpRequest, opened: RecordPass) -> None:
    """Keep for the session that the record is open to somebody in their role."""
    gated = cast(GatedRequest, request)
    role = cast(SignedInRequest, request).active_role
    gated.record_pass = opened
    role.emergency_passage_id = opened.passage_id
    gated.session[record_gate.KEPT] = {
        "role": str(role.pk),
        "state": opened.standing.state.value,
        "needs": [_as_kept(need) for need in opened.standing.needs],
        "passage": str(opened.passage_id or ""),
    }


def pass_of(request: HttpRequest) -> RecordPass | None:
    """Return the pass of the session, or None where the record is not open."""
    return getattr(request, "record_pass", None)


def _as_kept(need: TrainingNeed) -> dict[str, str]:
    return {name: str(value or "") for name, value in asdict(need).items()}


def _read_pass(request: ArrivingRequest, role: PractitionerRole) -> RecordPass | None:
    """Return what the session keeps for this role; another role's pass counts for nothing."""
    kept = request.session.get(record_gate.KEPT)
    if not kept or kept["role"] != str(role.pk):
        return None
    needs = tuple(
        TrainingNeed(
            name=need["name"],
            url=need["url"],
            valid_until=_day(need["valid_until"]),
            grace_until=_day(need["grace_until"]),
        )
        for need in kept["needs"]
    )
    standing = Standing(state=StandingState(kept["state"]), needs=needs)
    passage = UUID(kept["passage"]) if kept["passage"] else None
    return RecordPass(standing=standing, passage_id=passage)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class RecordGateMiddleware:
    """
    Opens the record to those who are trained (training handbook 2.2).

    Somebody's standing is read at sign-in and at the start of a record session, never inside one.
    What opens the record is kept in the session; what keeps it shut is read anew each time, so
    that the record opens as soon as the course is passed. A failure to read it is not caught.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: GatedRequest) -> HttpResponse:
        request.record_pass = request.record_standing = None
        request.shows_record = False
        return self.get_response(request)

    def process_view(
        self, request: GatedRequest, view: View, *_arguments: object
    ) -> HttpResponse | None:
        """Let a request through where the record is open; else send it to what is needed."""
        role = request.active_role
        if role is None or not getattr(view, "login_required", True):
            return None
        request.record_pass = _read_pass(request, role)
        if request.record_pass is not None:
            role.emergency_passage_id = request.record_pass.passage_id
        match = request.resolver_match
        request.shows_record = asks_for_training(match.app_name, view)
        if request.shows_record:
            return self._ask(request)
        if _arrives(request, view):
            return self._receive(request, role)
        return None

    def _ask(self, request: GatedRequest) -> HttpResponse | None:
        """Let the trained through; a standing is read only where the session holds none."""
        if _marked(request):
            del request.session[record_gate.ARRIVING]
        if request.record_pass is not None or evaluate(request).state.lets_in:
            return None
        return _send_to_gate(request)

    def _receive(self, request: GatedRequest, role: PractitionerRole) -> HttpResponse | None:
        """Look at somebody who has just signed in; whose training has lapsed hears it first."""
        del request.session[record_gate.ARRIVING]
        if role.job_role not in SEARCHING_ROLES or request.record_pass is not None:
            return None
        if evaluate(request).state == StandingState.LAPSED:
            return _send_to_gate(request)
        return None


def _marked(request: GatedRequest) -> bool:
    return record_gate.ARRIVING in request.session


def _arrives(request: GatedRequest, view: View) -> bool:
    """Return whether this is the first page that somebody sees after sign-in."""
    is_page = (
        request.method == "GET"
        and getattr(view, "role_required", True)
        and not request.headers.get("HX-Request")
        and request.get_preferred_type(["text/html", "application/json"]) == "text/html"
    )
    return is_page and _marked(request)


def _send_to_gate(request: GatedRequest) -> HttpResponse:
    """Send a person to what is needed, also where a script, a fragment or a frame asked."""
    url = f"{reverse(GATE)}?{urlencode({'next': page_of(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": url})
    if request.resolver_match.view_name in CONTENT:
        return HttpResponse(SHUT, status=403, content_type="text/plain; charset=utf-8")
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"error": SHUT, "location": url}, status=403)
    return HttpResponseRedirect(url)
