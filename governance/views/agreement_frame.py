"""What the pages of agreements and assessments share: their tabs, and whom they are for."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access import allowed
from governance import permissions
from governance.models import Committee, Reach
from governance.presenters.frame import FrameLink
from governance.queries.agreements import served_committees


def register_tabs(current: str) -> list[FrameLink]:
    """Return the two registers, of which one is open."""
    registers = (
        ("agreements", "Sharing agreements", "governance:agreement_list"),
        ("assessments", "Impact assessments (DPIA)", "governance:dpia_list"),
    )
    return [
        FrameLink(label=label, url=reverse(name), is_current=key == current)
        for key, label, name in registers
    ]


def require_reader(reach: Reach) -> None:
    """
    Require somebody who may read agreements; for others there is no such page.

    :raises Http404: they may not
    """
    if not allowed(permissions.check_reads_agreements, reach):
        raise Http404


def served_committee(code: str, reach: Reach) -> Committee:
    """
    Return a committee whose agreements somebody keeps.

    :raises Http404: there is none, or they do not
    """
    return get_object_or_404(served_committees(reach), code=code)
