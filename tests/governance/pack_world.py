"""A meeting whose pack is issued, and what its readers are given, for tests."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pikepdf
import pypdfium2
from django.utils import timezone

from accounts.models import User
from governance.actions.packs import freeze_pack, issue_pack
from governance.codes import MemberRole, PackState, Visibility
from governance.jobs.packs import draw_personal_pack
from governance.models import BoardPack, Committee, Meeting, PaperVersion, PersonalPack
from tests.factories.governance import (
    CommitteeFactory,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWorld:
    """A committee with people of each kind, and a meeting with open and restricted items."""

    committee: Committee
    meeting: Meeting
    chair: User
    secretary: User
    member: User
    observer: User
    open_paper: PaperVersion
    private_paper: PaperVersion
    restricted_paper: PaperVersion


def make_world() -> PackWorld:
    """Make a meeting of next week with an open, a private and a restricted item."""
    committee = CommitteeFactory.create()
    people = {
        role: make_member(committee, role).user
        for role in (
            MemberRole.CHAIR,
            MemberRole.SECRETARY,
            MemberRole.MEMBER,
            MemberRole.OBSERVER,
        )
    }
    meeting = make_meeting(committee, starts_at=timezone.now() + timedelta(days=7))
    shared = make_item(meeting, "Results in the record", body="Agree the *next* step.")
    private = make_item(meeting, "Staffing of the desk", visibility=Visibility.PRIVATE)
    hidden = make_item(meeting, "Award of the contract", visibility=Visibility.RESTRICTED)
    return PackWorld(
        committee=committee,
        meeting=meeting,
        chair=people[MemberRole.CHAIR],
        secretary=people[MemberRole.SECRETARY],
        member=people[MemberRole.MEMBER],
        observer=people[MemberRole.OBSERVER],
        open_paper=make_paper(shared, "Options for the pilot", body="Go by ward.", pages=1),
        private_paper=make_paper(private, "Rota of the desk", body="Two more analysts."),
        restricted_paper=make_paper(hidden, "Bids compared", body="The lowest bid is Umber."),
    )


def issue(world: PackWorld, *, at: datetime | None = None) -> BoardPack:
    """Issue the next pack of the meeting and freeze it; nobody's PDF is drawn yet."""
    at = at or timezone.now()
    pack = issue_pack(meeting_id=world.meeting.pk, by=reach_of_user(world.secretary), at=at)
    freeze_pack(pack.pk, at=at)
    pack.refresh_from_db()
    return pack


def draw_all(pack: BoardPack) -> BoardPack:
    """Have the PDFs of all readers drawn, as workers do."""
    waiting = pack.personal_packs.filter(state=PackState.WAITING)
    for key in list(waiting.values_list("pk", flat=True)):
        draw_personal_pack(personal_id=str(key))
    pack.refresh_from_db()
    return pack


def draw_own(pack: BoardPack, user: User) -> PersonalPack:
    """Have one reader's PDF drawn alone: each takes seconds."""
    draw_personal_pack(personal_id=str(own_pack(pack, user).pk))
    return own_pack(pack, user)


def own_pack(pack: BoardPack, user: User) -> PersonalPack:
    """Return somebody's PDF of a pack."""
    return PersonalPack.objects.get(pack=pack, user=user)


def words_of(pdf: bytes | None) -> list[str]:
    """Return the words of each page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    words = []
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        words.append(" ".join(text.get_text_bounded().split()))
        text.close()
        page.close()
    document.close()
    return words


def all_words(pdf: bytes | None) -> str:
    """Return everything that a PDF says: on its pages, in its bookmarks and its tags."""
    with pikepdf.open(io.BytesIO(pdf or b"")) as opened:
        with opened.open_outline() as outline:
            titles = [title for item in outline.root for title in _titles(item)]
        tags = [
            str(found.Alt)
            for found in opened.objects
            if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        ]
    return " ".join([*words_of(pdf), *titles, *tags])


def small_pdf(words: str, *, sizes: tuple[tuple[int, int], ...] = ((595, 842),)) -> bytes:
    """Return a PDF that says some words on each of its pages."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for size in sizes:
        pdf.add_blank_page(page_size=size)
        page = pdf.pages[-1]
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.contents_add(f"BT /F1 24 Tf 60 300 Td ({words}) Tj ET".encode())
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def add_file(version: PaperVersion, content: bytes) -> PaperVersion:
    """Return the next version of a paper, as a file."""
    return PaperVersion.objects.create(
        paper=version.paper,
        number=version.number + 1,
        file_name="paper.pdf",
        content=content,
        pages=1,
        sha256="1" * 64,
        file_check="clean",
        sent_at=timezone.now(),
        sent_by=version.sent_by,
    )


def paper_ids(pack: BoardPack) -> set[UUID]:
    """Return the papers whose versions a pack holds."""
    return set(pack.papers.values_list("version__paper_id", flat=True))


def _titles(item: pikepdf.OutlineItem) -> list[str]:
    return [item.title, *(title for child in item.children for title in _titles(child))]
