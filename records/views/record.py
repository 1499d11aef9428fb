"""One person's record: the summary, its sections, an entry, who they are."""

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from core.record_prompts import RecordOpened, find_prompt
from records.codes import RecordSection
from records.models import Patient, RecordEntry
from records.presenters.page import present_page
from records.presenters.people import present_personal_details
from records.presenters.section import present_entry_page, present_section
from records.presenters.summary import present_summary
from records.queries.personal_details import read_personal_details
from records.queries.record import open_record, read_entry, read_section

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@require_GET
def record_detail(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    at = timezone.now()
    try:
        record = open_record(patient_id, viewer=request.active_role, at=at)
    except Patient.DoesNotExist as error:
        raise Http404 from error
    if record.head.scope.is_personal_only:
        details = RecordSection.PERSON_DEMOGRAPHICS.value
        return redirect("records:section_detail", patient_id, details)
    context = {
        "page": present_page(record.head, current="summary", at=at),
        "summary": present_summary(record, at=at),
        "prompt": find_prompt(
            RecordOpened(access_id=record.access_id, patient_id=patient_id, at=at),
            role=request.active_role,
        ),
    }
    return render(request, "records/record_detail.html", context)


@require_GET
def section_detail(request: SignedInRequest, patient_id: UUID, section: str) -> HttpResponse:
    if section not in RecordSection:
        raise Http404
    if section == RecordSection.PERSON_DEMOGRAPHICS:
        return personal_details(request, patient_id)
    at = timezone.now()
    number = request.GET.get("page", "1")
    try:
        found = read_section(
            patient_id,
            RecordSection(section),
            viewer=request.active_role,
            at=at,
            page=int(number) if PAGE_NUMBER.fullmatch(number) else 1,
        )
    except Patient.DoesNotExist as error:
        raise Http404 from error
    context = {
        "page": present_page(found.head, current=section, at=at),
        "section": present_section(found, at=at),
    }
    return render(request, "records/section_detail.html", context)


def personal_details(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Show the person as each source knows them."""
    at = timezone.now()
    try:
        details = read_personal_details(patient_id, viewer=request.active_role, at=at)
    except Patient.DoesNotExist as error:
        raise Http404 from error
    context = {
        "page": present_page(details.head, current=RecordSection.PERSON_DEMOGRAPHICS, at=at),
        "people": present_personal_details(details, at=at),
    }
    return render(request, "records/personal_details.html", context)


@require_GET
def entry_detail(request: SignedInRequest, patient_id: UUID, entry_id: UUID) -> HttpResponse:
    at = timezone.now()
    try:
        found = read_entry(patient_id, entry_id, viewer=request.active_role, at=at)
    except (Patient.DoesNotExist, RecordEntry.DoesNotExist) as error:
        raise Http404 from error
    context = {
        "page": present_page(found.head, current=found.entry.section, at=at),
        "entry": present_entry_page(found, at=at),
    }
    return render(request, "records/entry_detail.html", context)
