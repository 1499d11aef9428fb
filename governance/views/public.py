"""What anybody reads without signing in: the published minutes of boards, and their search."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.times import say_day
from governance.models import Publication
from governance.presenters.publications import present_public, present_publications
from governance.queries.publishing import get_publication, public_publications, search_public
from governance.queries.search import LONGEST_WORDS

MOST_LISTED = 200
SANDBOX = "default-src 'none'; sandbox"


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """List what boards have published, or what holds the words that were typed."""
    words = request.GET.get("q", "")[:LONGEST_WORDS]
    found = search_public(words) if words.strip() else list(public_publications()[:MOST_LISTED])
    context = {"words": words, "lines": present_publications(found)}
    return render(request, "governance/public/list.html", context)


@login_not_required
@require_safe
def public_minutes(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Show the published minutes of a meeting."""
    publication = _publication(publication_id)
    context = {
        "publication": publication,
        "minutes": present_public(publication.content),
        "published": say_day(publication.published_at),
    }
    return render(request, "governance/public/minutes.html", context)


@login_not_required
@require_safe
def public_pdf(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Answer with the published minutes as a PDF."""
    publication = _publication(publication_id)
    if publication.pdf is None:
        raise Http404
    meeting = publication.meeting
    name = f"minutes-{meeting.committee.code}-{meeting.number}.pdf"
    return HttpResponse(
        bytes(publication.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            # What was withdrawn is not to come out of a cache.
            "Cache-Control": "no-store",
        },
    )


def _publication(publication_id: UUID) -> Publication:
    try:
        return get_publication(publication_id)
    except Publication.DoesNotExist as error:
        raise Http404 from error
