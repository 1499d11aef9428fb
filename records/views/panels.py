"""What the home page shows of the record: finding a person, going back to one, feeds."""

from django.urls import reverse
from django.utils import timezone

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from core.home import (
    HomePanel,
    register_home_panel,
    register_part,
    register_patient_search,
)
from core.record_gate import StandingState
from records.codes import CARE_ROLES, SEARCHING_ROLES
from records.forms import PatientSearchForm
from records.http import GATE, look_again, pass_of
from records.presenters.feeds import present_feeds, present_run_line
from records.presenters.gate import present_banner
from records.presenters.people import present_recent
from records.queries.access import list_recent_records
from records.queries.feeds import list_feeds, list_latest_runs


def training_panel(request: SignedInRequest) -> HomePanel | None:
    """Say first what somebody must do so that the record opens, or stays open."""
    standing = look_again(request)
    opened = pass_of(request)
    banner = present_banner(standing, opened=opened, on=timezone.localdate())
    if banner is None:
        return None
    is_shut_for_now = opened is None and standing.state == StandingState.LAPSED
    return HomePanel(
        title=banner.title.rstrip("."),
        template="records/panels/training.html",
        context={"banner": banner, "gate_url": reverse(GATE) if is_shut_for_now else ""},
        order=0,
    )


def find_person_panel(request: SignedInRequest) -> HomePanel | None:
    """Offer the search with all its fields, unless the record is shut."""
    if pass_of(request) is None and look_again(request).state.keeps_out:
        return None
    return HomePanel(
        title="Find a person",
        template="records/panels/find_person.html",
        context={"form": PatientSearchForm()},
        order=10,
        span=4,
    )


def recent_records_panel(request: SignedInRequest) -> HomePanel | None:
    """Offer the records that the person opened in the last week, once the record is open."""
    standing, opened = look_again(request), pass_of(request)
    if opened is None and standing.state.keeps_out:
        return None
    at = timezone.now()
    recent = list_recent_records(viewer=request.active_role, at=at) if opened else []
    return HomePanel(
        title="Records that you opened in the last 7 days",
        template="records/panels/recent_records.html",
        context={
            "people": [present_recent(record, at=at) for record in recent],
            "gate_url": "" if opened else reverse(GATE),
        },
        order=20,
        span=8,
    )


def feeds_panel(request: SignedInRequest) -> HomePanel:
    """Show how the feeds stand."""
    at = timezone.now()
    standings = list_feeds(viewer=request.active_role)
    return HomePanel(
        title="Feeds",
        template="records/panels/feeds.html",
        context={"feeds": present_feeds(standings, at=at)},
        order=10,
    )


def runs_panel(request: SignedInRequest) -> HomePanel:
    """Show the latest runs of all feeds."""
    at = timezone.now()
    runs = list_latest_runs(viewer=request.active_role, most=12)
    return HomePanel(
        title="Latest runs",
        template="records/panels/runs.html",
        context={"runs": [present_run_line(run, at=at) for run in runs]},
        order=20,
    )


def register_panels() -> None:
    """Offer the search, recent records and feeds to the roles whose work they are."""
    register_patient_search("records:patient_search", SEARCHING_ROLES)
    register_part("Find a person", "records:patient_list", SEARCHING_ROLES, order=10)
    register_home_panel(SEARCHING_ROLES, training_panel)
    register_home_panel(SEARCHING_ROLES, find_person_panel)
    register_home_panel(CARE_ROLES, recent_records_panel)
    officers = (JobRole.PRIVACY_OFFICER,)
    register_part("Emergency access", "records:passage_list", officers, order=15)
    engineers = (JobRole.INTEGRATION_ENGINEER,)
    register_part("Feeds", "records:feed_list", engineers, order=20)
    register_part("Quarantine", "records:quarantine_list", engineers, order=30)
    register_home_panel(engineers, feeds_panel)
    register_home_panel(engineers, runs_panel)
