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
from records.presenters.people import present_recent
from records.queries.access import list_recent_records


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
