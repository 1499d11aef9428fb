"""Send papers and better versions of them, and withdraw them; what was sent never changes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from accounts.models import User
from core.errors import NotPermittedNow
from core.file_kinds import examine
from core.pdf_safety import UnfitPdf, make_safe
from governance.codes import FileCheck
from governance.models import Paper, PaperVersion, Reach
from governance.permissions import check_may_send_paper
from governance.policies.papers import check_paper_stands, check_papers_are_open, is_late
from governance.queries.papers import items_to_write_for, papers_known_to
from governance.tasks.papers import hand_off_check

LARGEST_FILE: Final = 20 * 1024 * 1024
_LONGEST_STEM: Final = 80


class UnfitPaper(NotPermittedNow):
    """A file that is not taken as a paper; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """What a version says: a PDF, or words as Markdown where there is none."""

    pdf: bytes | None = None
    body: str = ""
    what_changed: str = ""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A version as it is kept."""

    content: bytes | None
    body: str
    pages: int
    sha256: str


def send_paper(
    *, item_id: UUID, title: str, author: User | None, text: NewText, by: Reach, at: datetime
) -> Paper:
    """
    Send a paper with its first version; a PDF is written anew and opens after the virus check.

    :raises AgendaItem.DoesNotExist: there is no such item that the actor may know of
    :raises Forbidden: the actor may not send papers for it
    :raises UnfitPaper: the file is too large, no PDF, damaged or locked
    :raises NotPermittedNow: the meeting is over, or the item decided
    """
    prepared = _prepare(text)  # takes its time, so nothing is locked meanwhile
    with transaction.atomic():
        items = items_to_write_for(by).select_related("meeting")
        item = items.select_for_update(of=("self",)).get(pk=item_id)
        check_may_send_paper(by, item)
        check_papers_are_open(state=item.meeting.state, decided_at=item.decided_at)
        last = Paper.objects.filter(item=item).aggregate(last=Max("position"))["last"] or 0
        paper = Paper.objects.create(
            item=item, position=last + 1, title=title.strip(), author=author
        )
        _add_version(paper, 1, prepared, text.what_changed, by=by, at=at)
    return paper


def send_version(*, paper_id: UUID, text: NewText, by: Reach, at: datetime) -> PaperVersion:
    """
    Send a better version of a paper; those before it stay.

    :raises Paper.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor may not send papers for its item
    :raises UnfitPaper: the file is too large, no PDF, damaged or locked
    :raises NotPermittedNow: the paper is withdrawn, the meeting over, or the item decided
    """
    prepared = _prepare(text)
    with transaction.atomic():
        paper = _lock(paper_id, by)
        last = paper.versions.aggregate(last=Max("number"))["last"] or 0
        return _add_version(paper, last + 1, prepared, text.what_changed, by=by, at=at)


@transaction.atomic
def withdraw_paper(*, paper_id: UUID, by: Reach, at: datetime) -> Paper:
    """
    Withdraw a paper: that there was one is still said, and readers can open it no more.

    :raises Paper.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor may not send papers for its item
    :raises NotPermittedNow: it is withdrawn already, the meeting is over, or the item decided
    """
    paper = _lock(paper_id, by)
    paper.withdrawn_at = at
    paper.save(update_fields=["withdrawn_at", "updated_at"])
    return paper


def _lock(paper_id: UUID, by: Reach) -> Paper:
    """
    Lock a paper that somebody may change.

    :raises Paper.DoesNotExist: they may not know of it
    :raises Forbidden: they may not send papers for its item
    :raises NotPermittedNow: its state does not allow it
    """
    known = papers_known_to(by).select_related("item__meeting")
    paper = known.select_for_update(of=("self",)).get(pk=paper_id)
    check_may_send_paper(by, paper.item, author_id=paper.author_id)
    check_paper_stands(paper.withdrawn_at)
    check_papers_are_open(state=paper.item.meeting.state, decided_at=paper.item.decided_at)
    return paper


def _prepare(text: NewText) -> _Prepared:
    """
    Return a version as it is kept: a file written anew, or words as they are.

    :raises UnfitPaper: the file cannot be taken, or there is nothing
    """
    if text.pdf is None:
        body = text.body.strip()
        if not body:
            raise UnfitPaper("Choose a PDF, or write the paper here.")
        digest = hashlib.sha256(body.encode()).hexdigest()
        return _Prepared(content=None, body=body, pages=1, sha256=digest)
    if len(text.pdf) > LARGEST_FILE:
        raise UnfitPaper(f"The file must be {LARGEST_FILE // 1024**2} MB or smaller.")
    if examine(text.pdf, "paper.pdf").content_type != "application/pdf":
        raise UnfitPaper("The file is not a PDF. Save your document as a PDF and send that.")
    try:
        safe = make_safe(text.pdf)
    except UnfitPdf as error:
        raise UnfitPaper(str(error)) from error
    digest = hashlib.sha256(safe.content).hexdigest()
    return _Prepared(content=safe.content, body="", pages=safe.pages, sha256=digest)


def _add_version(
    paper: Paper, number: int, prepared: _Prepared, what_changed: str, *, by: Reach, at: datetime
) -> PaperVersion:
    is_file = prepared.content is not None
    version = PaperVersion.objects.create(
        paper=paper,
        number=number,
        body=prepared.body,
        file_name=f"{slugify(paper.title)[:_LONGEST_STEM] or 'paper'}.pdf" if is_file else "",
        content=prepared.content,
        pages=prepared.pages,
        words=prepared.body,
        sha256=prepared.sha256,
        file_check=FileCheck.WAITING if is_file else FileCheck.CLEAN,
        next_check_at=at if is_file else None,
        is_late=is_late(at=at, due_at=paper.item.meeting.papers_due_at),
        what_changed=what_changed.strip(),
        sent_at=at,
        sent_by_id=by.user_id,
    )
    if is_file:
        # Where it cannot be handed off now, the regular check of what waits finds it.
        transaction.on_commit(partial(hand_off_check, version_id=version.pk), robust=True)
    return version
