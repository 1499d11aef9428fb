"""A small region: its organizations, its people, and what the feeds sent in a first night."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, Playwright

from accounts.demo.organizations import load_organizations
from accounts.demo.people import load_people
from records.actions.imports import import_now
from records.demo.agreed_feeds import load_feeds
from records.demo.arrivals import set_arrivals
from records.demo.generate import Order, generate
from records.models import Feed
from tests.browser import connection_in_use
from tests.factories.accounts import PASSWORD

PATIENTS = 40


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Have the tests of the region follow each other, in one process.

    It costs as much as several of them, and a random order of modules would make it often.
    """
    items.sort(key=lambda item: not _is_of_the_region(item))
    for item in filter(_is_of_the_region, items):
        item.add_marker(pytest.mark.xdist_group("region"))


def _is_of_the_region(item: pytest.Item) -> bool:
    return "region" in getattr(item, "fixturenames", ())


def _write_feeds(out: Path, night: int) -> Path:
    """Write the files of a night, the same people each time."""
    order = Order(patients=PATIENTS, out=out, seed=1, as_of=timezone.localdate(), night=night)
    generate(order, lambda _done: None)
    set_arrivals(out, order.as_of, now=timezone.now())
    return out


def _import_feeds(folder: Path) -> None:
    """Import what each feed has sent, through the code of the nightly job."""
    for feed in Feed.objects.active().order_by("code"):
        if any((folder / feed.code).glob("*")):
            import_now(feed, [folder / feed.code], clock=timezone.now)


@pytest.fixture(scope="session")
def nights(tmp_path_factory) -> dict[int, Path]:
    """Return the folders with the files of two nights."""
    folder = tmp_path_factory.mktemp("nights")
    return {night: _write_feeds(folder / str(night), night) for night in (1, 2)}


@pytest.fixture(scope="package")
def region(
    nights: dict[int, Path], playwright: Playwright, django_db_setup, django_db_blocker
) -> Iterator[None]:
    """
    Import the first night once, around the transactions of the tests.

    Each test is a savepoint within, so that it starts from the same night, and other tests find
    nothing of it. Playwright comes first because its start closes the connection.
    """
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        organizations = load_organizations()
        load_people(organizations, password=PASSWORD, on=timezone.localdate())
        load_feeds(organizations)
        _import_feeds(nights[1])
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def first_night(region: None, db: None) -> None:
    """Have every journey start after the first night."""


@pytest.fixture
def import_second_night(nights: dict[int, Path]) -> Callable[[], None]:
    """Return how to import the files of the following night."""

    def _import() -> None:
        with connection_in_use:
            _import_feeds(nights[2])

    return _import


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """Return a browser of its own: the telephone of somebody else."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield context.new_page()
    context.close()
