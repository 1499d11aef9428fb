"""What the home page shows of the record: finding a person, going back to one, feeds."""

from django.utils import timezone

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from core.home import (
    HomePanel,
    register_home_panel,
    register_part,
    register_patient_search,
)
from records.forms import PatientSearchForm
from records.presenters.feeds import present_feed, present_run_line
from records.presenters.people import present_recent
from records.queries.access import list_recent_records
from records.queries.feeds import list_feeds, list_latest_runs


def find_person_panel(request: SignedInRequest) -> HomePanel:
    """Offer the search with all its fields."""
    del request  # the search is the same for everyone who may search
    return HomePanel(
        title="Find a person",
        template="records/panels/find_person.html",
        context={"form": PatientSearchForm()},
        order=10,
        span=4,
    )


def recent_records_panel(request: SignedInRequest) -> HomePanel:
    """Offer the records that the person opened in the last week."""
    at = timezone.now()
    recent = list_recent_records(viewer=request.active_role, at=at)
    return HomePanel(
        title="Records that you opened in the last 7 days",
        template="records/panels/recent_records.html",
        context={"people": [present_recent(record, at=at) for record in recent]},
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
        context={"feeds": [present_feed(feed, at=at) for feed in standings]},
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


CARE_ROLES = (
    JobRole.CLINICIAN,
    JobRole.NURSE,
    JobRole.HEALTH_PROFESSIONAL,
    JobRole.SOCIAL_CARE_PROFESSIONAL,
    JobRole.DEMOGRAPHICS_VIEWER,
)
SEARCHING_ROLES = (*CARE_ROLES, JobRole.PRIVACY_OFFICER)


def register_panels() -> None:
    """Offer the search, recent records and feeds to the roles whose work they are."""
    register_patient_search("records:patient_search", SEARCHING_ROLES)
    register_part("Find a person", "records:patient_list", SEARCHING_ROLES, order=10)
    register_home_panel(SEARCHING_ROLES, find_person_panel)
    register_home_panel(CARE_ROLES, recent_records_panel)
    engineers = (JobRole.INTEGRATION_ENGINEER,)
    register_part("Feeds", "records:feed_list", engineers, order=20)
    register_part("Quarantine", "records:quarantine_list", engineers, order=30)
    register_home_panel(engineers, feeds_panel)
    register_home_panel(engineers, runs_panel)
