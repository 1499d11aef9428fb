"""Publish minutes: see what the public would read, leave words out, publish, withdraw."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.dates import count_in_words
from core.errors import NotPermittedNow
from core.times import say_moment
from governance import permissions
from governance.actions.publishing import lift_redaction, publish, redact, withdraw
from governance.codes import Exemption
from governance.forms.publishing import RedactForm, WithdrawForm
from governance.models import Meeting, Publication, PublicRedaction, Reach
from governance.presenters.publications import draw_public, present_public, present_redactions
from governance.queries.publishing import (
    approved_version,
    get_redaction,
    list_redactions,
    public_content,
    texts_to_redact,
)

from .frame import reach_for, show


@require_http_methods(["GET", "HEAD", "POST"])
def publication_edit(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show what the public would read of a meeting, and leave words out."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    version = approved_version(meeting)
    form = RedactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            places = redact(
                meeting_id=meeting.pk,
                words=form.cleaned_data["words"],
                exemption=Exemption(form.cleaned_data["exemption"]),
                reason=form.cleaned_data["reason"],
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, f"Left out in {count_in_words(places, 'place')}.")
            return redirect("governance:publication_edit", meeting.pk)
    standing = Publication.objects.filter(meeting=meeting, withdrawn_at__isnull=True).first()
    context = {
        "meeting": meeting,
        "form": form,
        "version": version,
        "minutes": present_public(public_content(version)) if version else None,
        "redactions": present_redactions(
            list_redactions(version),
            {each.path: each.text for each in texts_to_redact(version, reach=reach)},
        )
        if version
        else [],
        "standing": standing,
        "published": say_moment(standing.published_at) if standing else "",
        "withdraw_form": WithdrawForm(),
    }
    return show(request, "publishing/edit.html", context, reach=reach)


@require_POST
def redaction_lift(request: SignedInRequest, redaction_id: UUID) -> HttpResponse:
    """Put words back that were left out."""
    reach = reach_for(request)
    try:
        _, meeting_id = get_redaction(redaction_id, reach=reach)
    except PublicRedaction.DoesNotExist as error:
        raise Http404 from error
    lift_redaction(redaction_id=redaction_id, by=reach, at=timezone.now())
    messages.success(request, "The public reads these words with the next publication.")
    return redirect("governance:publication_edit", meeting_id)


@require_POST
def publication_publish(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Publish the minutes as they now stand."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    try:
        publish(meeting_id=meeting.pk, draw=draw_public, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The minutes are published.")
    return redirect("governance:publication_edit", meeting.pk)


@require_POST
def publication_withdraw(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Take what is published of a meeting back."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    form = WithdrawForm(request.POST)
    standing = Publication.objects.filter(meeting=meeting, withdrawn_at__isnull=True).first()
    if standing is None or not form.is_valid():
        messages.error(request, "Say why it is withdrawn." if standing else "Nothing is published.")
        return redirect("governance:publication_edit", meeting.pk)
    reason = form.cleaned_data["reason"]
    try:
        withdraw(publication_id=standing.pk, reason=reason, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The publication is withdrawn.")
    return redirect("governance:publication_edit", meeting.pk)


def _meeting(meeting_id: UUID, reach: Reach) -> Meeting:
    """Return a meeting to those who serve its committee and have no interest in its items."""
    served = Meeting.objects.filter(committee__in=reach.serves).select_related("committee")
    meeting = served.filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    permissions.check_has_no_conflict_in(reach, meeting.items.values_list("pk", flat=True))
    return meeting
