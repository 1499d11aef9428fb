"""A committee's chain of evidence: looked at, verified, and taken away to verify elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.signing_keys import signing_keys
from governance import offline
from governance.actions.heads import read_store
from governance.models import Committee, Reach
from governance.policies.stored_heads import NotHeads, StoredHead
from governance.presenters.evidence import present_chain, present_finding
from governance.queries.evidence import (
    count_links,
    export_heads,
    export_links,
    get_committee,
    list_newest_heads,
    list_newest_links,
)
from governance.queries.verifying import verify_committee

from .frame import reach_for, show

VERIFIER: Final = Path(offline.__file__).parent / "verify_evidence.py"


@require_safe
def ledger_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the newest links and heads of a chain; verify it where that is asked for."""
    reach = reach_for(request)
    committee = _committee(code, reach)
    finding = None
    if "verify" in request.GET:
        finding = present_finding(verify_committee(committee.pk, retained=_store(request)))
    context = {
        "committee": committee,
        "chain": present_chain(list_newest_links(committee), list_newest_heads(committee)),
        "count": count_links(committee),
        "finding": finding,
        "key": signing_keys().public_key,
    }
    return show(request, "minutes/ledger.html", context, reach=reach)


@require_safe
def evidence_export(request: SignedInRequest, code: str) -> StreamingHttpResponse:
    """Answer a chain as JSON lines, with digests in place of what it is evidence of."""
    committee = _committee(code, reach_for(request))
    about: dict[str, object] = {
        "type": "about",
        "committee": str(committee.pk),
        "name": committee.name,
        "made_at": timezone.now().isoformat(),
        "public_keys": sorted(signing_keys().believed),
    }
    return StreamingHttpResponse(
        _lines(about, committee),
        content_type="application/jsonl",
        headers={
            "Content-Disposition": f'attachment; filename="evidence-{committee.code}.jsonl"',
            "Cache-Control": "no-store",
        },
    )


@require_safe
def evidence_verifier(request: SignedInRequest) -> FileResponse:
    """Answer the verifier that runs anywhere: one file of Python."""
    return FileResponse(
        VERIFIER.open("rb"),
        as_attachment=True,
        filename=VERIFIER.name,
        content_type="text/x-python",
    )


def _store(request: SignedInRequest) -> list[StoredHead]:
    """Return the heads of the second store; where it cannot be read, say so and do without."""
    try:
        return read_store()
    except (NotHeads, OSError):
        messages.error(request, "The second store of heads cannot be read.")
        return []


def _lines(about: dict[str, object], committee: Committee) -> Iterator[str]:
    yield json.dumps(about) + "\n"
    for link in export_links(committee):
        yield json.dumps(link) + "\n"
    for head in export_heads(committee):
        yield json.dumps(head) + "\n"


def _committee(code: str, reach: Reach) -> Committee:
    try:
        return get_committee(code, reach=reach)
    except Committee.DoesNotExist as error:
        raise Http404 from error
