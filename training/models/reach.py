"""Whom a viewer may know of in training: the one place that decides it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import models

from accounts.codes import JobRole
from accounts.models import Organization, PractitionerRole
from accounts.queries import organizations_below
from core.models import BaseModel

# They follow how training stands, in figures.
READS_FIGURES = frozenset({JobRole.TRAINER, JobRole.BOARD_MEMBER, JobRole.ANALYST})


class TrainingManager(BaseModel):
    """Somebody who looks after the training of an organization's people and of those below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="manages_training_of"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_managers"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="training_manager_once")
        ]

    def __str__(self) -> str:
        return f"Training manager {self.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    Whom a viewer may know of: `people` by name, `figures` as numbers only; keys of organizations.

    A trainer reaches the people of their board, a manager those of the organizations that they
    manage, board members and analysts the figures of their board. All see themselves.
    """

    viewer: PractitionerRole
    people: frozenset[UUID]
    figures: frozenset[UUID]
    is_trainer: bool

    @property
    def is_manager(self) -> bool:
        """Whether they look after others, without being a trainer."""
        return bool(self.people) and not self.is_trainer


def reach_of(viewer: PractitionerRole) -> Reach:
    """Return whom a viewer may know of; asked once for each page."""
    board = viewer.organization.board
    own = viewer.organization_id if board is None else board.pk
    figures = organizations_below([own]) if viewer.job_role in READS_FIGURES else frozenset()
    managed = TrainingManager.objects.filter(user_id=viewer.user_id)
    people = organizations_below(list(managed.values_list("organization_id", flat=True)))
    is_trainer = viewer.job_role == JobRole.TRAINER
    if is_trainer:
        people = people | figures
    return Reach(viewer=viewer, people=people, figures=figures | people, is_trainer=is_trainer)


def organizations_above(organization: Organization) -> list[UUID]:
    """Return an organization with all that it lies below."""
    above: Organization | None = organization
    keys = []
    while above is not None:
        keys.append(above.pk)
        above = above.parent
    return keys
