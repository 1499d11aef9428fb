"""Search what was written in governance."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from governance.presenters.search import present_found
from governance.queries.search import LONGEST_WORDS, committees_to_search, search

from .frame import reach_for, show


@require_safe
def search_page(request: SignedInRequest) -> HttpResponse:
    """Show what a viewer may know of and what holds the words that they typed."""
    reach = reach_for(request)
    words = request.GET.get("q", "")[:LONGEST_WORDS]
    committee = request.GET.get("committee", "")[:30]
    found = search(words, reach=reach, committee=committee)
    context = {
        "words": words,
        "committee": committee,
        "committees": committees_to_search(reach),
        "lines": present_found(found),
    }
    return show(request, "search.html", context, reach=reach)
