"""
Nobody learns in any way of what they may not know of.

Each person opens every page that links lead to, and every address of the room with the keys of
everything there is, as somebody would who guesses; every answer is read, PDF and all.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import urldefrag, urlsplit
from zipfile import ZipFile, is_zipfile

import pypdfium2
import pytest
from django.core import mail
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actions import issue_api_token
from governance.actions.action_reminders import remind_owners
from governance.actions.agreement_reminders import remind_of_agreements, remind_of_reviews
from governance.actions.mail_sending import send_due
from governance.actions.paper_reminders import remind_presenters
from governance.models import (
    ActionItem,
    AgendaItem,
    AgreementParty,
    Attendance,
    BoardPack,
    Decision,
    GovernanceMessage,
    Hazard,
    HazardControl,
    ImpactAssessment,
    Interest,
    ItemInterest,
    Meeting,
    Membership,
    MinuteEntry,
    MinutesVersion,
    Motion,
    Paper,
    PaperVersion,
    Publication,
    PublicRedaction,
    Risk,
    SharingAgreement,
    TermsOfReference,
    WrittenResolution,
)
from tests.factories.governance import role_of
from tests.governance.leak_matters import keys_of, make_leak_world
from tests.governance.leak_world import (
    MAY_KNOW,
    PEOPLE,
    PLACE,
    PUBLIC,
    REDACTED,
)

# What the module makes once is dear: one process makes it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leaks")]

LINK = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
TAG = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL)
ROOM = ("/governance/", "/api/governance/")
MOST_PAGES = 600
# Of one page under other filters that many are read, and of what is hidden that many keys tried.
MOST_FILTERS, MOST_SECRETS = 2, 2
# So many pages of one kind are opened by links.
MOST_ALIKE = 6
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NO_KEY = "00000000-0000-4000-8000-000000000000"
# What every text of an item holds beside its own word: to be found without typing the word.
SAID = ("title", "text", "entry")
SEARCHES = (
    "/governance/search/?q={}",
    "/api/governance/search/?q={}",
    "/governance/decisions/?words={}",
    "/governance/actions/log/?words={}&state=all",
    "/governance/actions/log/file.csv?words={}&state=all",
    "/governance/public/?q={}",
)
KEYS: dict[str, list[type[Model]]] = {
    "meeting_id": [Meeting],
    "item_id": [AgendaItem],
    "paper_id": [Paper],
    "version_id": [PaperVersion, MinutesVersion],
    "motion_id": [Motion],
    "decision_id": [Decision],
    "entry_id": [MinuteEntry],
    "action_id": [ActionItem],
    "risk_id": [Risk],
    "hazard_id": [Hazard],
    "control_id": [HazardControl],
    "agreement_id": [SharingAgreement],
    "party_id": [AgreementParty],
    "assessment_id": [ImpactAssessment],
    "resolution_id": [WrittenResolution],
    "declaration_id": [ItemInterest],
    "interest_id": [Interest],
    "membership_id": [Membership],
    "terms_id": [TermsOfReference],
    "pack_id": [BoardPack],
    "publication_id": [Publication],
    "redaction_id": [PublicRedaction],
    "attendance_id": [Attendance],
    "series_id": [],
    "plan_id": [],
    "deputy_id": [],
}


@dataclass
class Walk:
    """What somebody was told where, and which addresses failed."""

    told: dict[str, set[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def text_of(response):
    """Return all that somebody could read in an answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    # How long the server took is no word of anybody's, and never twice the same.
    headers = str({n: words for n, words in response.headers.items() if n != "Server-Timing"})
    if "pdf" in kind and body:
        return f"{pdf_text(body)} {headers}"
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as packed:
            files = [packed.read(name).decode(errors="replace") for name in packed.namelist()]
        return " ".join([*files, headers])
    unfolded = body.replace(b"\r\n ", b"")
    return unescape(unfolded.decode(errors="replace")) + headers


def pdf_text(body):
    """Return the words on the pages of a PDF, and what stands in it in the clear."""
    document = pypdfium2.PdfDocument(body)
    pages = [page.get_textpage().get_text_range() for page in document]
    outline = [entry.get_title() for entry in document.get_toc()]
    return " ".join([*pages, *outline, str(document.get_metadata_dict()), body.decode("latin-1")])


def told_in(world, address, text):
    """Return the words of which an answer tells, by themselves or by a key that was not given."""
    lowered = text.lower()
    found = {word for word in MAY_KNOW if word in lowered}
    if address.endswith("/evidence/export/"):
        # Whoever verifies a chain needs the keys of its links: they are part of each hash.
        return found
    for word in MAY_KNOW.keys() - found:
        if any(mark.lower() in lowered and mark not in address for mark in world.marks[word]):
            found.add(word)
    return found


def walk(world, client, starts):
    """Follow links from page to page; note of what each address tells."""
    walked, waiting = Walk(), list(reversed(starts))
    variants: Counter[str] = Counter()
    given = set(starts)
    while waiting and len(walked.seen) < MOST_PAGES:
        address = urldefrag(waiting.pop())[0]
        path = urlsplit(address).path
        shape = KEY.sub("…", path)
        is_enough = variants[path] >= MOST_FILTERS or variants[shape] >= MOST_ALIKE
        if address in walked.seen or (is_enough and address not in given):
            continue
        walked.seen.add(address)
        variants.update({path, shape})
        response = client.get(address)
        if response.status_code >= 500:
            walked.failed.append(f"{address}: {getattr(response, 'exc_info', '')}")
            continue
        walked.told[address] = told_in(world, address, text_of(response))
        if "html" in response.headers.get("Content-Type", ""):
            found = (unescape(link) for link in LINK.findall(response.content.decode()))
            waiting += [link for link in found if urlsplit(link).path.startswith(ROOM)]
    assert len(walked.seen) < MOST_PAGES
    return walked


def patterns_of_room():
    """Return the address patterns of the room that answer to GET."""
    found = []
    for pattern, view in _patterns(get_resolver()):
        if f"/{pattern}".startswith(ROOM) and not _only_posts(view):
            found.append(pattern)
    return found


def _only_posts(view):
    """Say whether a view takes nothing but POST: what `require_POST` leaves is asked once."""
    methods = [
        cell.cell_contents
        for cell in (view.__closure__ or ())
        if isinstance(cell.cell_contents, list)
    ]
    return methods == [["POST"]]


def _patterns(resolver, before=""):
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern).lstrip("^").replace("\\Z", "").replace("$", "")
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, here)
        elif isinstance(entry, URLPattern):
            yield here, entry.callback


PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def values_for(world):
    """Return for each parameter of an address what somebody would try there."""
    values = {name: [*keys_of(*models), NO_KEY] for name, models in KEYS.items()}
    values["user_id"] = [str(world.people["member"].pk), NO_KEY]
    values["code"] = [world.committee.code, "nothing"]
    values["kind"] = ["csv", "xlsx", "nothing"]
    values["key"], values["place"] = ["governance", "nothing"], ["0", "99"]
    values["secret"] = ["nothing"]
    values["format"] = ["json"]
    return values


def _fill(pattern: str, chosen: Iterable[str]) -> str:
    rest = iter(chosen)
    return PARAMETER.sub(lambda _: next(rest), pattern)


def guessed_addresses(world, patterns, name):
    """
    Return every address of the room, each with keys that somebody would try there.

    Those are first of all keys of what they may not know of; which of them, takes turns from
    address to address, so that all are tried somewhere.
    """
    values, addresses = values_for(world), []
    hidden = [world.marks[word] for word, people in MAY_KNOW.items() if name not in people]
    for turn, pattern in enumerate(patterns):
        names = [one or other for one, other in PARAMETER.findall(pattern)]
        tried: list[list[str]] = [_tried(values[each], hidden, turn) for each in names]
        addresses += [f"/{_fill(pattern, chosen)}" for chosen in itertools.product(*tried)]
    return addresses


def _tried(values, hidden, turn):
    """Return some values of a parameter: of what is hidden, of what is not, and one of nothing."""
    if NO_KEY not in values:
        return values
    secret = [[each for each in values if each in marks] for marks in hidden]
    secret = [each[turn % len(each)] for each in secret if each]
    turned = [*secret[turn % len(secret) :], *secret[: turn % len(secret)]] if secret else []
    others = [each for each in values if each not in secret and each != NO_KEY]
    other = others[turn % (len(others) or 1) :][:1]
    return [*turned[:MOST_SECRETS], *other, *([] if turn % 5 else [NO_KEY])] or [NO_KEY]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Return the world of leaks, made once: what is done here only reads it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_leak_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def patterns():
    return patterns_of_room()


def sign_in(world, name):
    client = Client(raise_request_exception=False)
    client.force_login(world.people[name], backend="django.contrib.auth.backends.ModelBackend")
    # The API takes a token alone; the pages look at none.
    expires_at = world.at + timedelta(days=1)
    role = role_of(world.people[name])
    _, token = issue_api_token(name="Leaks", role=role, expires_at=expires_at, by=None)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_reads_what_they_may_not_know_of(world, patterns, name):
    searches = [search.format(said) for search in SEARCHES for said in SAID]
    feed = f"/governance/calendar/{world.secrets[name]}/meetings.ics"
    starts = ["/", *searches, feed, *guessed_addresses(world, patterns, name)]

    walked = walk(world, sign_in(world, name), starts)

    forbidden = {word for word, people in MAY_KNOW.items() if name not in people}
    leaks = {where: told & forbidden for where, told in walked.told.items() if told & forbidden}
    assert leaks == {}
    assert walked.failed == []
    # The walk has seen something: whoever may read it has.
    assert set().union(*walked.told.values()) == MAY_KNOW.keys() - forbidden


@pytest.mark.parametrize("name", PEOPLE)
def test_a_search_says_nothing_of_what_it_does_not_show(world, name):
    client = sign_in(world, name)
    hidden = [word for word, people in MAY_KNOW.items() if name not in people]

    for search in SEARCHES if hidden else ():
        # A search by full text takes several words at once, by "or"; the others one at a time.
        several = [" or ".join(hidden[start : start + 6]) for start in range(0, len(hidden), 6)]
        asked = several if "?q=" in search else hidden[:2]
        for words in asked:
            nothing = " or ".join(["zyzzyvanothing"] * len(words.split(" or ")))
            assert _said(client, search, words) == _said(client, search, nothing), (search, words)


def _said(client, search, words):
    """Return what a search says, but for the words themselves."""
    text = TAG.sub(" ", text_of(client.get(search.format(words))))
    said = text.partition("{'Content-Type'")[0]
    return " ".join(said.replace(words, "…").replace(words.replace(" ", "+"), "…").split())


def test_strangers_who_are_not_signed_in_read_what_is_published_alone(world, patterns):
    client = Client(raise_request_exception=False)
    searches = [f"/governance/public/?q={said}" for said in SAID]

    guesses = guessed_addresses(world, patterns, "nobody")
    walked = walk(world, client, ["/", *searches, *guesses])

    told = {where: words - {PUBLIC} for where, words in walked.told.items() if words - {PUBLIC}}
    assert told == {}
    assert walked.failed == []
    assert any(PUBLIC in words for words in walked.told.values())


@pytest.mark.parametrize("name", ["chair", "stranger"])
def test_what_is_published_is_without_the_words_left_out(world, name):
    publication = Publication.objects.get()
    client = sign_in(world, name)

    for where in ("", "pdf/"):
        response = client.get(f"/governance/public/{publication.pk}/{where}")
        assert told_in(world, "", text_of(response)) == {PUBLIC}
    assert REDACTED not in f"{publication.content} {publication.words}"


@pytest.mark.parametrize("name", PEOPLE)
def test_a_calendar_tells_where_a_meeting_is_and_nothing_of_its_agenda(world, name):
    response = Client().get(f"/governance/calendar/{world.secrets[name]}/meetings.ics")

    assert response.status_code == 200
    assert told_in(world, "", text_of(response)) <= {PLACE}
    assert (PLACE in text_of(response)) == (name in MAY_KNOW[PLACE])


def test_the_evidence_that_members_take_away_holds_no_words(world):
    response = sign_in(world, "member").get(
        f"/governance/committees/{world.committee.code}/evidence/export/"
    )

    text = text_of(response).lower()
    assert text.count('"link"') > len(world.decisions)
    assert [word for word in MAY_KNOW if word in text] == []


def test_no_mail_tells_of_an_item(world, settings):
    settings.MAIL_IS_SENT = True
    with transaction.atomic():
        for remind in (remind_owners, remind_presenters, remind_of_agreements):
            remind(at=world.at)
        remind_of_reviews(at=world.at)
        send_due(at=world.at)
        messages = list(GovernanceMessage.objects.select_related("user"))
        transaction.set_rollback(True)

    assert {message.kind for message in messages} >= {"meeting", "agenda", "minutes", "resolution"}
    assert len(mail.outbox) > len(world.people)
    for sent in mail.outbox:
        assert words_in(f"{sent.subject} {sent.body} {sent.attachments}") <= {PLACE}
    names = {user.pk: name for name, user in world.people.items()}
    for each in messages:
        told = words_in(f"{each.subject} {each.body} {each.invitation}")
        assert told <= {PLACE}
        assert PLACE not in told or names[each.user_id] in MAY_KNOW[PLACE]


def words_in(text):
    unfolded = text.replace("\r\n ", "").lower()
    return {word for word in MAY_KNOW if word in unfolded}
