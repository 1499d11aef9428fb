"""Write, publish and retire articles, and bind them to tickets: for staff."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.article_uses import link_article
from helpdesk.actions.articles import publish_article, retire_article, write_article
from helpdesk.codes import ArticleAudience
from helpdesk.forms.articles import ArticleForm
from helpdesk.models import KnowledgeArticle, Ticket, sight_of
from helpdesk.queries.articles import list_linked, suggest_for_ticket
from helpdesk.queries.problems import get_staff_ticket, read_problem_part

from .articles import find_article

REVIEW_AFTER = timedelta(days=182)


@require_http_methods(["GET", "HEAD", "POST"])
def article_new(request: SignedInRequest) -> HttpResponse:
    """Begin an article."""
    permissions.check_is_staff(sight_of(request.active_role))
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def article_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write a new version of an article."""
    permissions.check_is_staff(sight_of(request.active_role))
    return _edit(request, find_article(request, slug))


def _edit(request: SignedInRequest, article: KnowledgeArticle | None) -> HttpResponse:
    at = timezone.now()
    form = ArticleForm(
        request.POST if request.method == "POST" else None, initial=_as_it_is(article)
    )
    if form.is_valid():
        try:
            kept = write_article(
                words=form.words(),
                slug=article.slug if article else "",
                by=request.active_role,
                at=at,
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Kept as a new version. It is not out until you publish it.")
            return redirect(f"{_address(kept)}?version={kept.versions.count()}")
    return render(request, "helpdesk/article_edit.html", {"form": form, "article": article})


def _address(article: KnowledgeArticle) -> str:
    return redirect("helpdesk:article_detail", article.slug).url


def _as_it_is(article: KnowledgeArticle | None) -> dict[str, object]:
    if article is None:
        return {"review_on": timezone.localdate() + REVIEW_AFTER}
    latest = article.versions.order_by("-number").first()
    return {
        "title": article.title if latest is None else latest.title,
        "summary": article.summary if latest is None else latest.summary,
        "body": latest.body if latest else "",
        "category": article.category,
        "review_on": max(article.review_on, timezone.localdate() + REVIEW_AFTER),
    }


@require_POST
def article_publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put the latest version out."""
    audience = request.POST.get("audience", ArticleAudience.STAFF)
    if audience not in ArticleAudience:
        raise Http404
    find_article(request, slug)
    try:
        publish_article(
            slug=slug, audience=ArticleAudience(audience), by=request.active_role, at=timezone.now()
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Published for: {ArticleAudience(audience).label.lower()}.")
    return redirect("helpdesk:article_detail", slug)


@require_POST
def article_retire(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take an article back."""
    find_article(request, slug)
    retire_article(slug=slug, by=request.active_role)
    messages.success(request, "Retired. Staff still find it among the retired ones.")
    return redirect("helpdesk:article_detail", slug)


@require_safe
def ticket_behind(request: SignedInRequest, number: int) -> HttpResponse:
    """Show what stands behind a ticket, and what answers it: as a page, or within the ticket's."""
    sight = sight_of(request.active_role)
    try:
        ticket = get_staff_ticket(number, sight=sight)
    except Ticket.DoesNotExist as error:
        raise Http404 from error
    linked = list_linked(ticket, sight=sight)
    queues = sight.restricted_queues if ticket.is_restricted else sight.queues
    context = {
        "ticket": ticket,
        "problem": read_problem_part(ticket, sight=sight),
        "may_work": ticket.queue_id in queues,
        "linked": linked,
        "suggested": suggest_for_ticket(ticket, sight=sight, without=linked),
    }
    page = "_ticket_behind" if request.htmx else "ticket_behind"
    return render(request, f"helpdesk/{page}.html", context)


@require_POST
def ticket_article(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep that an article solved a ticket."""
    article = find_article(request, request.POST.get("article", ""))
    try:
        get_staff_ticket(number, sight=sight_of(request.active_role))
    except Ticket.DoesNotExist as error:
        raise Http404 from error
    link_article(number=number, article=article, by=request.active_role, at=timezone.now())
    messages.success(request, "Linked. Its address can go into your reply.")
    return redirect("helpdesk:ticket_detail", number)
