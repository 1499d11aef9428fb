"""A governance board of the region, its meetings, and what workers do for them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin

import pypdfium2
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from governance.actions.packs import issue_pack
from governance.codes import MeetingState, MemberRole, PackState, Purpose, Visibility
from governance.jobs.packs import build_pack, draw_personal_pack
from governance.models import AgendaItem, BoardPack, Committee, Meeting, PersonalPack
from tests.browser import connection_in_use
from tests.factories.governance import (
    CommitteeFactory,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_terms,
    reach_of_user,
    seat,
)

from .steps import then_page_fits_a_telephone, then_page_is_accessible

# Each item has a word of its own, so that a leak is seen wherever it is.
OPEN_WORD: Final = "heronopen"
PRIVATE_WORD: Final = "quokkaprivate"
CONTRACT_WORD: Final = "pangolincontract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board whose people can sign in."""

    committee: Committee
    chair: User
    secretary: User
    member: User
    conflicted: User
    observer: User


def given_a_board() -> Board:
    """Return a public board with a quorum of two voters."""
    committee = CommitteeFactory.create(
        code="journey-board",
        name="One Health and Care governance board",
        reference="OHC-JB",
        is_public=True,
    )
    make_terms(committee, quorum={"voting": 2})

    def join(username: str, role: MemberRole, position: str) -> User:
        user = User.objects.get(username=username)
        return make_member(committee, role, user=user, position=position).user

    return Board(
        committee=committee,
        chair=join("board.chair", MemberRole.CHAIR, "Chair"),
        secretary=join("board.secretary", MemberRole.SECRETARY, "Governance secretary"),
        member=join("board.member", MemberRole.MEMBER, "Public member"),
        conflicted=join("board.conflicted", MemberRole.MEMBER, "General practice"),
        observer=join("board.observer", MemberRole.OBSERVER, "Observer"),
    )


def given_a_meeting(board: Board, state: MeetingState, starts_at: datetime) -> Meeting:
    """Return a meeting of the board at a place."""
    return make_meeting(
        board.committee, state=state, starts_at=starts_at, place="Shrewsbury, room 1"
    )


def in_a_week() -> datetime:
    """Return an afternoon after today, in whole minutes."""
    return (timezone.now() + timedelta(days=7)).replace(hour=14, minute=0, second=0, microsecond=0)


def given_items_with_papers(meeting: Meeting) -> dict[str, AgendaItem]:
    """Return an open item, one in which somebody has an interest, and a private one."""
    open_item = make_item(meeting, f"Results in the record {OPEN_WORD}", purpose=Purpose.NOTE)
    contract = make_item(meeting, f"Renewal {CONTRACT_WORD}", purpose=Purpose.DECIDE)
    private = make_item(
        meeting,
        f"Complaint of a family {PRIVATE_WORD}",
        visibility=Visibility.PRIVATE,
        purpose=Purpose.DISCUSS,
    )
    make_paper(open_item, f"How fast {OPEN_WORD}", body=f"Nine in ten. {OPEN_WORD} text")
    make_paper(contract, f"Offer {CONTRACT_WORD}", body=f"Two years. {CONTRACT_WORD} text")
    make_paper(private, f"Letter {PRIVATE_WORD}", body=f"They write. {PRIVATE_WORD} text")
    return {OPEN_WORD: open_item, CONTRACT_WORD: contract, PRIVATE_WORD: private}


def given_everybody_is_in_the_room(board: Board, meeting: Meeting) -> None:
    """Have each member be there from the beginning."""
    for membership in board.committee.memberships.filter(is_voting=True):
        seat(meeting, membership, in_at=meeting.starts_at)


def given_a_pack(board: Board, meeting: Meeting) -> None:
    """Have the secretary issue the pack, and the workers make it."""
    by = reach_of_user(board.secretary)
    issue_pack(meeting_id=meeting.pk, by=by, at=timezone.now())
    when_the_workers_make_the_packs()


def when_the_workers_make_the_packs() -> None:
    """Do what workers do once a pack is issued, and for each reader."""
    with connection_in_use:
        for pack in BoardPack.objects.filter(state=PackState.WAITING):
            build_pack(pack_id=str(pack.pk))
        for personal in PersonalPack.objects.filter(state=PackState.WAITING):
            draw_personal_pack(personal_id=str(personal.pk))


def read_pdf(page: Page, address: str) -> str:
    """Return the text of a PDF as the person who is signed in gets it."""
    answer = page.request.get(urljoin(page.url, address))
    assert answer.ok, f"{answer.status} {address}"
    document = pypdfium2.PdfDocument(answer.body())
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


def then_page_is_well_made(page: Page) -> None:
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)
