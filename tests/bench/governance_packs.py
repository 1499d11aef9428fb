"""Board packs: one of a hundred pages with charts and tables, and one for each of fifty readers."""

import io
import time
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Organization, PractitionerRole, User
from core import board_pack
from core.board_pack import PackChart, PackTable, SectionContent
from core.charts import lines
from core.dates import LONDON
from core.typesetting import typeset
from governance.actions.packs import freeze_pack, issue_pack
from governance.actions.personal_packs import claim_personal_pack, keep_personal_pack
from governance.codes import CommitteeKind, FileCheck, MeetingState, MemberRole, PackState
from governance.models import (
    AgendaItem,
    BoardPack,
    Committee,
    Meeting,
    Membership,
    Paper,
    PaperVersion,
    PersonalPack,
)
from governance.presenters.pack import draw_personal_pack
from governance.queries.reach import reach_of
from tests.bench.report import answer, note
from tests.bench.scale import Scale

PACK_BUDGET: Final = 10.0
ALL_BUDGET: Final = 300.0
# What a page of a pack holds at most, more or less.
WORDS: Final = "What was asked of the committee, what was found, and what follows from it. " * 7
PLAIN: Final = """
#set page(paper: "a4")
#for each in range(int(sys.inputs.pages)) [
  #sys.inputs.words
  #pagebreak(weak: true)
]
"""


def run(scale: Scale, wanted: Collection[str]) -> None:
    for size in scale.pack_pages:
        pack = make_pack(pages=size, charts=max(1, size // 5), readers=1)
        if "governance_pack" in wanted:
            measure_pack(pack)
    for size in scale.pack_readers:
        pack = make_pack(pages=scale.pack_pages[-1], charts=4, readers=size)
        if "governance_personal_packs" in wanted:
            measure_all(pack, readers=size)


def make_pack(*, pages: int, charts: int, readers: int) -> BoardPack:
    """Return an issued pack: text papers, an uploaded one, and live figures with charts."""
    board_pack.register_pack_section("bench", "Bench", lambda _wish: _figures(charts))
    committee = _committee()
    people = _readers(committee, readers)
    meeting = _meeting(committee)
    for index in range(max(1, pages * 3 // 5)):
        _item(meeting, index, people[0].user)
    _uploaded(meeting, people[0].user, pages=max(1, pages // 10))
    at = timezone.now()
    reach = reach_of(people[0], on=at.astimezone(LONDON).date())
    pack = issue_pack(meeting_id=meeting.pk, by=reach, at=at)
    freeze_pack(pack.pk, at=at)
    pack.refresh_from_db()
    return pack


def measure_pack(pack: BoardPack) -> None:
    """Say what one reader's pack takes, beside a plain document of as many pages."""
    seconds, pages = draw_next(pack)
    reference = _plain_document(pages)
    answer(
        bench="governance_pack",
        value=seconds,
        unit="s for one reader's pack",
        reference=reference,
        size=pages,
        budget=PACK_BUDGET,
        is_within=seconds <= PACK_BUDGET,
    )


def measure_all(pack: BoardPack, *, readers: int) -> None:
    """Say what the packs of all readers take, one after another in one worker."""
    first, pages = draw_next(pack)
    started = time.perf_counter()
    for _ in range(readers - 1):
        draw_next(pack)
    seconds = first + time.perf_counter() - started
    answer(
        bench="governance_personal_packs",
        value=seconds,
        unit="s for the packs of all readers",
        reference=first,
        size=readers,
        pages=pages,
        budget=ALL_BUDGET,
        is_within=seconds <= ALL_BUDGET,
    )


def draw_next(pack: BoardPack) -> tuple[float, int]:
    """Draw and keep the pack of the next reader; return the seconds and the pages."""
    waiting = PersonalPack.objects.filter(pack=pack, state=PackState.WAITING)
    key = waiting.values_list("pk", flat=True).first()
    started, at = time.perf_counter(), timezone.now()
    drawing = claim_personal_pack(key, at=at) if key else None
    if drawing is None:
        raise LookupError("Nobody waits for this pack.")
    drawn = draw_personal_pack(drawing)
    keep_personal_pack(drawing, drawn, at=at)
    seconds = time.perf_counter() - started
    note(f"{drawn.pages} pages in {seconds:.1f} s")
    return seconds, drawn.pages


def _plain_document(pages: int) -> float:
    with TemporaryDirectory() as place:
        template = Path(place) / "plain.typ"
        template.write_text(PLAIN)
        started = time.perf_counter()
        typeset(template, {"pages": str(pages), "words": WORDS}, at=timezone.now())
        return time.perf_counter() - started


def _committee() -> Committee:
    board = Organization.objects.filter(kind=OrganizationKind.ICB).order_by("ods_code")[0]
    number = Committee.objects.count() + 1
    return Committee.objects.create(
        code=f"bench-{number}",
        name=f"Bench board {number}",
        kind=CommitteeKind.BOARD,
        organization=board,
        reference=f"BENCH-{number}",
    )


def _readers(committee: Committee, number: int) -> list[PractitionerRole]:
    """Return people who sit on a committee; the first chairs it."""
    roles = []
    for index in range(number):
        user = User.objects.create(
            username=f"{committee.code}-{index}",
            display_name=f"Bench reader {index}",
            password=make_password(None),
        )
        chairs = index == 0
        Membership.objects.create(
            committee=committee,
            user=user,
            role=MemberRole.CHAIR if chairs else MemberRole.MEMBER,
            starts_on=date(2020, 1, 1),
        )
        roles.append(
            PractitionerRole.objects.create(
                user=user,
                organization=committee.organization,
                job_role=JobRole.BOARD_MEMBER,
                job_title="Board member",
                starts_on=date(2020, 1, 1),
            )
        )
    return roles


def _meeting(committee: Committee) -> Meeting:
    starts_at = timezone.now() + timedelta(days=7)
    return Meeting.objects.create(
        committee=committee,
        number=1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        state=MeetingState.AGENDA_PUBLISHED,
    )


def _item(meeting: Meeting, index: int, sender: User) -> None:
    item = AgendaItem.objects.create(
        meeting=meeting, position=index + 1, number=str(index + 1), title=f"Item {index + 1}"
    )
    table = "\n|Place|Now|Before|\n|-|-|-|\n" + "|Ward|12|9|\n" * 8
    _paper(item, sender, body=f"## What is asked\n\n{WORDS}\n\n{WORDS}\n{table}")


def _uploaded(meeting: Meeting, sender: User, *, pages: int) -> None:
    number = meeting.items.count() + 1
    item = AgendaItem.objects.create(
        meeting=meeting, position=number, number=str(number), title="An uploaded paper"
    )
    _paper(item, sender, content=_pdf(pages))


def _paper(item: AgendaItem, sender: User, *, body: str = "", content: bytes | None = None) -> None:
    paper = Paper.objects.create(item=item, title=f"Paper of item {item.number}")
    PaperVersion.objects.create(
        paper=paper,
        number=1,
        body=body,
        content=content,
        sha256="0" * 64,
        file_check=FileCheck.CLEAN,
        sent_at=timezone.now(),
        sent_by=sender,
    )


def _pdf(pages: int) -> bytes:
    """Return a PDF of so many pages with words on each."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for index in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1]
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.contents_add(f"BT /F1 18 Tf 60 700 Td (Page {index + 1} of it) Tj ET".encode())
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def _figures(charts: int) -> SectionContent:
    return SectionContent(
        summary=WORDS, source="The bench.", charts=[_chart(index) for index in range(charts)]
    )


def _chart(index: int) -> PackChart:
    weeks = [f"W{week}" for week in range(1, 13)]
    rows = [(week, name, float(index + place)) for place, week in enumerate(weeks) for name in "AB"]
    return PackChart(
        spec=lines(rows, across="Week", up="Tickets"),
        alternative="Two lines that rise.",
        table=PackTable(
            caption=f"Chart {index + 1}",
            headings=["Week", "A", "B"],
            rows=[
                [week, str(index + place), str(index + place)] for place, week in enumerate(weeks)
            ],
            numeric=[1, 2],
        ),
    )
