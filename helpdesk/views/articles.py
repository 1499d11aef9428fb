"""The knowledge base: find, read and rate articles, and suggestions while somebody types."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from helpdesk.actions.article_uses import note_opened, note_shown, vote
from helpdesk.codes import ArticleState
from helpdesk.forms.articles import ArticleSearchForm, SuggestForm
from helpdesk.models import KnowledgeArticle, KnowledgeArticleVersion, sight_of
from helpdesk.presenters.articles import (
    present_article,
    present_groups,
    present_line,
)
from helpdesk.queries.articles import (
    count_uses,
    get_article,
    list_articles,
    list_due_for_review,
    suggest,
)
from helpdesk.queries.major_incidents import list_running_titles


@require_http_methods(["GET", "HEAD", "POST"])
def article_list(request: SignedInRequest) -> HttpResponse:
    """List what somebody may read, or what fits the words that they posted."""
    at, sight = timezone.now(), sight_of(request.active_role)
    state = request.GET.get("state", ArticleState.PUBLISHED)
    if state not in ArticleState or (state != ArticleState.PUBLISHED and not sight.is_staff):
        raise Http404
    form = ArticleSearchForm(request.POST if request.method == "POST" else {})
    words = form.cleaned_data["q"] if form.is_valid() else ""
    category = form.cleaned_data.get("category", "")
    found = list_articles(sight=sight, words=words, category=category, state=state)
    context = {
        "form": form,
        "words": words,
        "state": ArticleState(state),
        "states": list(ArticleState),
        "found": [present_line(article, at=at) for article in found] if words else [],
        "groups": [] if words else present_groups(found, at=at),
        "due": [present_line(each, at=at) for each in list_due_for_review(at, sight=sight)]
        if sight.is_staff
        else [],
        "is_staff": sight.is_staff,
    }
    return render(request, "helpdesk/article_list.html", context)


@require_safe
def article_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show an article as it is published; staff may look at any version."""
    at, sight = timezone.now(), sight_of(request.active_role)
    article = find_article(request, slug)
    wanted = request.GET.get("version", "") if sight.is_staff else ""
    version = _version(article, wanted)
    if (visit := _visit(request)) is not None:
        note_opened(article, visit=visit, user=request.user, at=at)
    page = present_article(
        article,
        version,
        newest=article.versions.count() if sight.is_staff else version.number,
        uses=count_uses(article, at=at) if sight.is_staff else None,
        at=at,
    )
    versions = article.versions.select_related("by").order_by("-number") if sight.is_staff else ()
    newest_out = bool(page.line.audience) and any(
        each.pk == article.published_version_id for each in versions[:1]
    )
    context = {
        "page": page,
        "is_staff": sight.is_staff,
        "may_publish": bool(sight.led_queues),
        "versions": versions,
        "is_newest_out": newest_out,
    }
    return render(request, "helpdesk/article_detail.html", context)


@require_POST
def article_vote(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep whether an article helped."""
    article = find_article(request, slug)
    is_helpful = request.POST.get("helpful") == "yes"
    vote(article, is_helpful=is_helpful, by=request.active_role, at=timezone.now())
    if is_helpful:
        messages.success(request, "Thank you. That tells us the article is worth keeping.")
    else:
        messages.info(request, "Thank you. Its owner sees that. Ask the helpdesk if you are stuck.")
    return redirect("helpdesk:article_detail", slug)


@require_POST
def article_suggest(request: SignedInRequest) -> HttpResponse:
    """Suggest articles for what is being typed. The words are searched for, and kept nowhere."""
    at, sight = timezone.now(), sight_of(request.active_role)
    form = SuggestForm(request.POST)
    found = suggest(form.words, sight=sight) if form.is_valid() else []
    visit = form.visit if form.is_valid() else None
    if visit is not None:
        note_shown(found, visit=visit, user=request.user, at=at)
    context = {
        "suggested": [present_line(each, at=at) for each in found],
        "running": list_running_titles(sight=sight),
        "visit": visit,
    }
    return render(request, "helpdesk/_suggested.html", context)


def find_article(request: SignedInRequest, slug: str) -> KnowledgeArticle:
    """
    Return an article that the viewer may read.

    :raises Http404: there is none
    """
    try:
        return get_article(slug, sight=sight_of(request.active_role))
    except KnowledgeArticle.DoesNotExist as error:
        raise Http404 from error


def _version(article: KnowledgeArticle, wanted: str) -> KnowledgeArticleVersion:
    """Return the version that is asked for, or else the published one, or else the latest."""
    if wanted.isascii() and wanted.isdigit():
        found = article.versions.filter(number=min(int(wanted), 30_000)).first()
        if found is None:
            raise Http404
        return found
    latest = article.published_version or article.versions.order_by("-number").first()
    if latest is None:
        raise Http404
    return latest


def _visit(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("form", ""))
    except ValueError:
        return None
