"""What every test can ask for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from accounts.codes import JobRole
from accounts.models import Organization, User
from config.stack import clients
from core import service_notices
from tests.browser import CHROMIUM, FLAGS, PATIENCE_MS, serve
from tests.factories.accounts import (
    BoardFactory,
    CommunityTrustFactory,
    CouncilFactory,
    HospitalFactory,
    PractitionerRoleFactory,
)
from tests.factories.helpdesk import agent
from tests.migrated_once import drop_template, migrated_once

# How long an example takes says how busy the machine is, and no property is about that. The suite
# tries the same examples each time, so that it says the same of the same code; `explore` tries
# others: make test ARGS="--hypothesis-profile=explore".
for name, repeats in (("suite", True), ("explore", False)):
    hypothesis_settings.register_profile(
        name, deadline=None, derandomize=repeats, suppress_health_check=[HealthCheck.too_slow]
    )
hypothesis_settings.load_profile("suite")


@pytest.fixture(autouse=True)
def no_service_notices() -> None:
    """Have each test start as a process that has just read that nothing is the matter."""
    service_notices.take_as_read()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """
    Have the servers run before the first test that needs them; the others start nothing.

    Each process of a run has a database of its own, named by the fixture that this one asks for.
    """
    clients.ensure_running()


@pytest.fixture(scope="session")
def run_name(testrun_uid: str) -> str:
    """Return the name of this run of the tests, which is the same in each of its processes."""
    return testrun_uid


@pytest.fixture(scope="session")
def _one_migration(
    django_db_modify_db_settings, django_db_keepdb, django_db_createdb, run_name
) -> Iterator[ExitStack]:
    """Begin what has one process migrate and the others copy, unless databases are kept."""
    with ExitStack() as begun:
        if django_db_createdb or not django_db_keepdb:
            begun.enter_context(migrated_once(run_name))
        yield begun


@pytest.fixture(scope="session")
def django_db_setup(_one_migration, django_db_setup) -> None:
    """Have the database, which was migrated or copied in between."""
    _one_migration.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Drop what the processes have copied, once all of them have ended."""
    if not hasattr(session.config, "workerinput"):
        drop_template()


def _person(job_role: JobRole, job_title: str, organization: Organization) -> User:
    """Return a new person with one role, acting in it, as after sign-in."""
    role = PractitionerRoleFactory.create(
        job_role=job_role, job_title=job_title, organization=organization
    )
    role.user.active_role = role
    return role.user


@pytest.fixture
def clinician(db) -> User:
    return _person(JobRole.CLINICIAN, "A&E doctor", HospitalFactory.create())


@pytest.fixture
def nurse(db) -> User:
    return _person(JobRole.NURSE, "Community nurse", CommunityTrustFactory.create())


@pytest.fixture
def social_worker(db) -> User:
    return _person(JobRole.SOCIAL_CARE_PROFESSIONAL, "Social worker", CouncilFactory.create())


@pytest.fixture
def demographics_viewer(db) -> User:
    return _person(JobRole.DEMOGRAPHICS_VIEWER, "Ward administrator", HospitalFactory.create())


@pytest.fixture
def privacy_officer(db) -> User:
    return _person(JobRole.PRIVACY_OFFICER, "Privacy officer", BoardFactory.create())


@pytest.fixture
def engineer(db) -> User:
    return _person(JobRole.INTEGRATION_ENGINEER, "Integration engineer", BoardFactory.create())


@pytest.fixture
def desk_agent(db) -> User:
    """Return a helpdesk analyst who works in the first queue."""
    return _at_the_desk(is_lead=False)


@pytest.fixture
def team_lead(db) -> User:
    """Return a helpdesk analyst who leads the first queue and sees what is restricted there."""
    return _at_the_desk(is_lead=True)


def _at_the_desk(*, is_lead: bool) -> User:
    role = agent(is_lead=is_lead, sees_restricted=is_lead)
    role.user.active_role = role
    return role.user


@pytest.fixture
def sign_in(db) -> Callable[[Client, User], None]:
    """Return how to sign somebody in without the form: `sign_in(client, user)`."""

    def _sign_in(client: Client, user: User) -> None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    return _sign_in


@pytest.fixture(scope="session")
def base_url() -> str:
    """Return nothing, because each test has a `site` of its own."""
    return ""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """
    Return Playwright, as its plug-in would.

    Code before, during and after it runs in different contexts, each of which would leave a
    database connection open behind it, and a database in use cannot be dropped.
    """
    connections.close_all()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running
        connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """Return a browser as its plug-in would, whose pages are as patient as all that waits here."""
    browser = launch_browser()
    new_context = browser.new_context

    def new_patient_context(**more: Any) -> BrowserContext:
        context = new_context(**more)
        context.set_default_timeout(PATIENCE_MS)
        return context

    browser.new_context = new_patient_context  # type: ignore[method-assign]  # all contexts come by here
    yield browser
    browser.close()


@pytest.fixture
def site(db) -> Iterator[str]:
    """Return the address of the whole project, served inside the transaction of the test."""
    yield from serve()
