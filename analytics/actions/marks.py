"""Keep what charts mark: annotations, rebases and targets. All are an analyst's to keep."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from analytics import permissions
from analytics.models import Annotation, Reach, Rebase, Target
from core.errors import NotPermittedNow


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationWords:
    """What is said of something that happened, when and where; no organization is all of them."""

    on: date
    until: date | None
    kind: str
    words: str
    organization_id: UUID | None


@transaction.atomic
def add_annotation(*, said: AnnotationWords, by: Reach) -> Annotation:
    """
    Have charts mark something that happened.

    :raises Forbidden: the actor is no analyst, or may not see the organization's figures
    """
    _check_may_keep(by, said.organization_id)
    return Annotation.objects.create(
        on=said.on,
        until=said.until,
        kind=said.kind,
        words=said.words,
        organization_id=said.organization_id,
        by=by.viewer.user,
    )


@transaction.atomic
def change_annotation(*, annotation_id: UUID, said: AnnotationWords, by: Reach) -> Annotation:
    """
    Say something else of what happened; who says so stands with it.

    :raises Forbidden: the actor is no analyst, or may not see the organization's figures
    """
    annotation = Annotation.objects.select_for_update().get(pk=annotation_id)
    _check_may_keep(by, annotation.organization_id)
    _check_may_keep(by, said.organization_id)
    annotation.on, annotation.until = said.on, said.until
    annotation.kind, annotation.words = said.kind, said.words
    annotation.organization_id = said.organization_id
    annotation.by = by.viewer.user
    annotation.save()
    return annotation


@transaction.atomic
def remove_annotation(*, annotation_id: UUID, by: Reach) -> None:
    """
    Take an annotation off all charts.

    :raises Forbidden: the actor is no analyst, or may not see the organization's figures
    """
    annotation = Annotation.objects.select_for_update().get(pk=annotation_id)
    _check_may_keep(by, annotation.organization_id)
    annotation.delete()


@transaction.atomic
def add_rebase(
    *, chart: str, organization_id: UUID | None, on: date, reason: str, by: Reach
) -> Rebase:
    """
    Have a control chart count anew from a day, for a reason that stands with it.

    :raises Forbidden: the actor is no analyst, or may not see the organization's figures
    :raises NotPermittedNow: it counts anew from that day already
    """
    _check_may_keep(by, organization_id)
    try:
        with transaction.atomic():
            return Rebase.objects.create(
                chart=chart,
                organization_id=organization_id,
                on=on,
                reason=reason,
                by=by.viewer.user,
            )
    except IntegrityError as error:
        raise NotPermittedNow("The chart counts anew from that day already.") from error


@transaction.atomic
def remove_rebase(*, rebase_id: UUID, by: Reach, at: datetime) -> Rebase:
    """
    Have a chart count across a day again; the row stays, with who took it back and when.

    :raises Forbidden: the actor is no analyst, or may not see the organization's figures
    :raises NotPermittedNow: somebody took it back already
    """
    rebase = Rebase.objects.select_for_update().get(pk=rebase_id)
    _check_may_keep(by, rebase.organization_id)
    if rebase.removed_at is not None:
        raise NotPermittedNow("Somebody took this back already.")
    rebase.removed_at, rebase.removed_by = at, by.viewer.user
    rebase.save(update_fields=["removed_at", "removed_by", "updated_at"])
    return rebase


@transaction.atomic
def set_target(
    *,
    measure: str,
    organization_id: UUID | None,
    value: Decimal,
    valid_from: date,
    source: str,
    by: Reach,
) -> Target:
    """
    Say what a measure is to reach from a day on; targets of other days stay.

    :raises Forbidden: the actor is no analyst, or may not see the organization's figures
    :raises NotPermittedNow: there is a target from that day already
    """
    _check_may_keep(by, organization_id)
    try:
        with transaction.atomic():
            return Target.objects.create(
                measure=measure,
                organization_id=organization_id,
                value=value,
                valid_from=valid_from,
                source=source,
            )
    except IntegrityError as error:
        raise NotPermittedNow("There is a target from that day already.") from error


def _check_may_keep(by: Reach, organization_id: UUID | None) -> None:
    permissions.check_may_edit(by)
    permissions.check_may_see_organization(by, organization_id)
