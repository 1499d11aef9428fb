"""Whose figures a viewer may see: the one place that decides it, for every channel."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.codes import JobRole
from accounts.models import Organization, PractitionerRole
from accounts.queries import organizations_below
from core.models import BaseModel
from training.models import TrainingManager

# They see the figures of their board.
READS_BOARD = frozenset({JobRole.ANALYST, JobRole.BOARD_MEMBER})


class FiguresReader(BaseModel):
    """Somebody who may see figures beyond their role: of an organization, or of all of them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reads_figures_of"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="With those below it; blank means the whole service",
    )
    reason = models.CharField(max_length=200)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                nulls_distinct=False,
                name="analytics_reader_once",
            )
        ]

    def __str__(self) -> str:
        return f"Figures reader {self.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    Whose figures a viewer may see: keys of organizations; None means the whole service.

    Analysts and board members reach their board, managers the organizations whose training they
    look after, readers what they were named for. Nobody else reaches anything. `edits` says
    whether they keep the benefits register, annotations, targets and reports.
    """

    viewer: PractitionerRole
    organizations: frozenset[UUID] | None
    edits: bool

    @property
    def sees_all(self) -> bool:
        """Whether they see the whole service."""
        return self.organizations is None

    @property
    def is_empty(self) -> bool:
        """Whether they may see no figures at all."""
        return self.organizations is not None and not self.organizations

    def covers(self, organization_id: UUID) -> bool:
        """Whether an organization's figures are theirs to see."""
        return self.organizations is None or organization_id in self.organizations


def reach_of(viewer: PractitionerRole, *, on: date) -> Reach:
    """Return whose figures a viewer may see on a day; asked once for each page."""
    edits = viewer.job_role == JobRole.ANALYST
    named = FiguresReader.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), user_id=viewer.user_id
    )
    places = list(named.values_list("organization_id", flat=True))
    if None in places:
        return Reach(viewer=viewer, organizations=None, edits=edits)
    if viewer.job_role in READS_BOARD:
        board = viewer.organization.board
        places.append(viewer.organization_id if board is None else board.pk)
    managed = TrainingManager.objects.filter(user_id=viewer.user_id)
    places += managed.values_list("organization_id", flat=True)
    return Reach(viewer=viewer, organizations=organizations_below(places), edits=edits)
