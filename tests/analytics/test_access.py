"""Whatever is asked of analytics, nobody reads figures beyond their reach, or those of few."""

import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape
from io import BytesIO
from itertools import product
from zipfile import ZipFile, is_zipfile

import pypdfium2
import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from accounts.actions import issue_api_token
from analytics.api.tables import TABLES
from analytics.models import Annotation, Rebase
from tests.analytics.access_world import (
    FEWEST,
    LAST,
    MONTHS,
    NOBODY_READS,
    NOW,
    definition_of,
    make_access_world,
)

pytestmark = pytest.mark.django_db
READERS = ["manager", "analyst of one", "analyst of other", "board member", "reader of all"]
BENEFIT = "everywhere-else"
CSV, XLSX = "csv", "xlsx"
# Routes that anybody who is signed in may come to: they tell of nothing.
OPEN = {"felt", "survey_answer"}
# Where drawings stand and what they are like, in which any number may be.
GEOMETRY = re.compile(
    r"""\s(?:d|transform|x\d?|y\d?|dx|dy|width|height|viewBox|points|c[xy]|r|id)="[^"]*\""""
)
NUMBER = re.compile(r"(?<![\w.,:/&=-])(\d{1,3}(?:,\d{3})+|\d{4,})(?![\w,:/-]|\.\d)")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Return the world of both boards, made once: what is done here only reads it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            made = make_access_world()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def routes(namespace):
    """Return the routes of a part of the site, as Django knows them: what each takes, by name."""

    def below(patterns, prefix):
        for each in patterns:
            # A parameter is written as "<…:name>", or as "(?P<name>…)" in routes of the API.
            said = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", str(each.pattern))
            path = prefix + said.strip("^$")
            if isinstance(each, URLResolver):
                yield from below(each.url_patterns, path)
            else:
                yield each.name, path

    found = [
        (resolver, str(resolver.pattern))
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace == namespace
    ]
    assert found, namespace
    return [route for one, prefix in found for route in below(one.url_patterns, prefix)]


def parameters(world):
    """Return what the parameters of routes are tried with, by route or for all routes."""
    rebases, annotations = Rebase.objects.all(), Annotation.objects.all()
    chosen = [annotations.get(organization=world.places[number]) for number in (2, 5)]
    reports = [str(definition_of(board).pk) for board in world.boards]
    runs = [str(world.runs_of(board).pk) for board in world.boards]
    return {
        "fmt": [CSV, XLSX],
        "definition_id": reports,
        "report_id": reports,
        "run_id": runs,
        "rebase_id": [str(each.pk) for each in rebases],
        "annotation_id": [str(each.pk) for each in chosen],
        "token": ["nonsense"],
        "code": [BENEFIT],
        ("measure_detail", "code"): ["openings", "active-people"],
        ("measure-detail", "code"): ["openings", "active-people"],
        ("control_chart", "code"): ["openings-per-person", "openings-change"],
        ("control_chart_file", "code"): ["openings-per-person", "openings-change"],
        ("rebase_new", "code"): ["openings-per-person"],
        ("target_new", "code"): ["openings-per-person"],
        ("export", "what"): ["use", "use-by"],
        ("adoption_file", "what"): [
            "steps", "steps-by-organization", "steps-by-role", "retention", "residents",
            "silent-teams",
        ],
        ("benefit_file", "what"): ["register", "factors", "claims", "checks"],
        ("accesses_file", "what"): ["months", "parts"],
        ("table-detail", "what"): sorted(TABLES),
        ("quality_export", "what"): ["pages", "days", "feeds", "tickets", "training"],
    }  # fmt: skip


def addresses(world, namespace):
    """Return every address below a part of the site, by the name of its route."""
    known = parameters(world)
    found = []
    for name, path in routes(namespace):
        slots = re.findall(r"<(?:\w+:)?(\w+)>", path)
        missing = [each for each in slots if (name, each) not in known and each not in known]
        assert not missing, f"say in `parameters` what {path} is tried with: {missing}"
        values = [known.get((name, each), known.get(each)) for each in slots]
        blank = "/" + re.sub(r"<[^>]+>", "{}", path)
        found += [(name, blank.format(*chosen)) for chosen in product(*values)]
    return found


def beyond(world):
    """Return questions that are tried where figures can be chosen: those of others and of few."""
    one, other = world.boards
    hospital, _, council = world.places[:3]
    return {
        "overview": [
            f"?organization={world.places[3].ods_code}&period=1",
            f"?board={other.ods_code}&by=organization",
            f"?organization={hospital.ods_code}&by=role&period=1",
            f"?organization={hospital.ods_code}&role=clinician&period=3",
            f"?organization={council.ods_code}&period=3",
            f"?board={one.ods_code}&by=organization&period=1",
        ],
        "export": [
            f"?organization={hospital.ods_code}&by=role&period=1",
            f"?organization={hospital.ods_code}&role=clinician&period=3",
            f"?board={other.ods_code}&by=organization&period=1",
            "?by=organization&period=all",
            "?by=setting&period=3",
        ],
        "control_chart": [f"?organization={council.ods_code}", f"?board={other.ods_code}"],
        "control_chart_file": [f"?organization={council.ods_code}", "?role=nurse"],
        "growth_file": [f"?organization={world.places[5].ods_code}", "?role=nurse"],
        "adoption_file": ["?role=nurse", f"?board={other.ods_code}"],
        "residents": ["?kind=local-authority"],
        "accesses_file": ["?basis=trailing&period=1"],
        "figure-list": [
            "?measure=openings&by=organization&period=1",
            f"?measure=openings&by=role&period=3&organization={hospital.ods_code}",
            f"?measure=openings&organization={council.ods_code}",
            f"?measure=openings&board={other.ods_code}",
        ],
        "table-detail": [
            "?by=organization&chart=openings-per-person",
            f"?board={other.ods_code}&chart=openings-change",
        ],
        "report_run_pdf": ["?version=public"],
        "report_run_xlsx": ["?version=public"],
    }


def client_of(world, name):
    """Return a browser in which somebody is signed in, and that has a token for the API."""
    role = world.viewers[name]
    client = Client()
    client.force_login(role.user, backend="django.contrib.auth.backends.ModelBackend")
    expires_at = NOW + timedelta(days=1)
    _, token = issue_api_token(name="Access", role=role, expires_at=expires_at, by=None)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def text_of(answer):
    """Return all that somebody could read in an answer, but for where drawings stand."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(body)
        pages = [page.get_textpage().get_text_range() for page in document]
        return " ".join([*pages, str(document.get_metadata_dict())])
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as packed:
            return " ".join(packed.read(each).decode() for each in packed.namelist())
    return GEOMETRY.sub("", unescape(body.decode()))


def numbers_in(text):
    return {int(each.replace(",", "")) for each in NUMBER.findall(text)}


def opened(teams, first=LAST, last=LAST):
    """Return how many records teams opened from one month to another."""
    return sum(n for team in teams for month, n in team.openings.items() if first <= month <= last)


def figures_of(teams):
    """Return the figures that would tell of teams: each month's, and sums of the usual periods."""
    starts = [MONTHS[0], MONTHS[2], MONTHS[-3]]
    months = {opened(teams, month, month) for month in MONTHS}
    figures = months | {opened(teams, first) for first in starts}
    # What may be a year, or stand beside an axis, says nothing.
    return {each for each in figures if not 2020 <= each <= 2030 and each % 50}


def secrets_of(world, name):
    """Return what nobody may read in answers to a viewer: words, and figures."""
    seen = world.seen_by(name)
    hidden = [each for each in [*world.boards, *world.places] if each not in seen]
    few = [[team] for team in world.teams if team.people < FEWEST]
    figures = [figures_of(world.teams_of(each)) for each in hidden]
    figures += [figures_of([team]) for place in hidden for team in world.teams_of(place)]
    figures += [figures_of(teams) for teams in few]
    words = {word for each in hidden for word in (each.short_name.split()[0], each.ods_code)}
    # A manager works below a board and may know its name, though not what it did.
    above = [each.parent for each in seen if each.parent]
    words -= {word for each in above for word in (each.ods_code, each.short_name.split()[0])}
    keys = {str(user.pk) for user in world.staff}
    return words | {NOBODY_READS, NOBODY_READS.title(), *keys}, set().union(*figures)


def asked_by(world, name):
    """Return what is asked in somebody's name."""
    more = beyond(world)
    found = [("home", "/")]
    for route, address in [*addresses(world, "analytics"), *addresses(world, "analytics_api")]:
        # The kinds of files hold one table: one viewer reads both.
        if XLSX in address and name not in {"manager", "analyst of other"}:
            continue
        found += [(route, address + query) for query in ["", *more.get(route, [])]]
    return found


@pytest.mark.parametrize("name", READERS)
def test_nobody_reads_beyond_their_reach_or_of_few(world, name):
    client, (words, figures) = client_of(world, name), secrets_of(world, name)
    told, read = {}, set()

    for route, address in asked_by(world, name):
        answer = client.get(address)
        assert answer.status_code in {200, 302, 400, 403, 404, 405, 409}, address
        text = text_of(answer)
        numbers = numbers_in(text)
        # What was asked for by its code may be said back in a link.
        said = {word for word in words if word in text and word not in address}
        found = said | (figures & numbers)
        if found:
            told[route, address] = found
        if answer.status_code == 200:
            read |= numbers

    assert told == {}
    # The walk has seen what it may see, and no two figures between which few people stand.
    for teams, few in between(world):
        for month in MONTHS:
            whole, rest = opened(teams, month, month), opened(few, month, month)
            assert not {whole, whole - rest} <= read, (month, whole, rest)
    own = world.places[3] if name == "analyst of other" else world.places[0]
    assert opened(world.teams_of(own)) in read


def between(world) -> Iterable[tuple[list[object], list[object]]]:
    """Return wider groups of teams, each with those few people of it that must not be told."""
    for board in world.boards:
        places = [place for place in world.places if place.parent == board]
        council, nurse = world.teams_of(places[2]), world.teams_of(places[0])[1:]
        yield world.teams_of(board), council
        yield world.teams_of(board), nurse
        yield world.teams_of(places[0]), nurse
        yield world.teams_of(places[0], places[2]), council


def test_strangers_are_sent_to_sign_in(world):
    client = Client()

    for _, address in addresses(world, "analytics"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert "/accounts/sign-in" in answer.headers["Location"], address
    for _, address in addresses(world, "analytics_api"):
        assert client.get(address).status_code == 401, address


def test_clinicians_see_no_figures(world):
    client = client_of(world, "clinician")

    for route, address in addresses(world, "analytics") + addresses(world, "analytics_api"):
        if route in OPEN:
            continue
        status = client.get(address).status_code
        # Some are for posting alone.
        assert 403 in (status, client.post(address).status_code), (address, status)
