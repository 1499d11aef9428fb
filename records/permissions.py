"""
Who may do what with records. Each check returns nothing, or raises Forbidden.

A viewer or actor is always a person in one role at one organization. `get_scope` is the one place
that decides what of a record a viewer may see; relationships, objections and break-glass join here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from accounts.codes import JobRole
from accounts.models import PractitionerRole
from accounts.queries import get_board_id
from core.errors import Forbidden
from records.codes import RecordSection, SectionAccess
from records.models import Feed, SectionRule

NOTHING = SectionAccess.NONE.value


PERSONAL_SECTIONS = frozenset({RecordSection.PERSON_DEMOGRAPHICS, RecordSection.GP_PRACTICE})


class WithheldReason(StrEnum):
    """Why a viewer does not see an entry that is there."""

    ROLE = "role"
    ORGANIZATION = "organization"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScope:
    """
    What a viewer may see of any record: sections by their role, feeds by their board.

    `sections` names those of which the role may know that there are entries, or see them all.
    """

    sections: Mapping[str, SectionAccess]
    feed_ids: frozenset[UUID]

    @property
    def full_sections(self) -> list[str]:
        return [code for code, access in self.sections.items() if access == SectionAccess.FULL]

    @property
    def is_personal_only(self) -> bool:
        """Whether the role sees who a person is and nothing of their health or care."""
        return PERSONAL_SECTIONS.issuperset(self.full_sections)

    def why_withheld(self, section: str, feed_id: UUID, sensitivity: str) -> WithheldReason | None:
        """Return why an entry is withheld from this viewer, or None where they may see it."""
        if self.sections.get(section, SectionAccess.NONE) != SectionAccess.FULL:
            return WithheldReason.ROLE
        if feed_id not in self.feed_ids:
            return WithheldReason.ORGANIZATION
        if sensitivity:
            return WithheldReason.SENSITIVE
        return None


def get_scope(viewer: PractitionerRole) -> RecordScope:
    """Return what a viewer may see: sections by their role, feeds by their board."""
    rules = SectionRule.objects.filter(job_role=viewer.job_role).values_list("section", "access")
    feeds = Feed.objects.filter(shared_with=get_board_id(viewer.organization))
    own_feeds = Feed.objects.filter(organization_id=viewer.organization_id)
    return RecordScope(
        sections={section: SectionAccess(access) for section, access in rules if access != NOTHING},
        feed_ids=frozenset(feeds.union(own_feeds).values_list("pk", flat=True)),
    )


def check_may_search(viewer: PractitionerRole) -> None:
    """
    Require a role that sees who a person is.

    :raises Forbidden: the role sees no personal details
    """
    check_may_see_section(viewer, get_scope(viewer), RecordSection.PERSON_DEMOGRAPHICS)


def check_may_see_section(
    viewer: PractitionerRole, scope: RecordScope, section: RecordSection
) -> None:
    """
    Require the right to the entries of a section.

    :raises Forbidden: the role does not include it
    """
    if scope.sections.get(section, SectionAccess.NONE) != SectionAccess.FULL:
        role = JobRole(viewer.job_role).label.lower()
        raise Forbidden(f"Your role ({role}) does not include “{section.label}”.")


def check_may_review_accesses(viewer: PractitionerRole) -> None:
    """
    Require a privacy officer.

    :raises Forbidden: the role is another
    """
    if viewer.job_role != JobRole.PRIVACY_OFFICER:
        raise Forbidden("Only a privacy officer may see who looked at a record.")


def check_may_review_passages(viewer: PractitionerRole) -> None:
    """
    Require a privacy officer.

    :raises Forbidden: the role is another
    """
    if viewer.job_role != JobRole.PRIVACY_OFFICER:
        raise Forbidden("Only a privacy officer may review emergency access.")


def check_may_run_feeds(actor: PractitionerRole) -> None:
    """
    Require an integration engineer.

    :raises Forbidden: the role is another
    """
    if actor.job_role != JobRole.INTEGRATION_ENGINEER:
        raise Forbidden("Only an integration engineer may see and run feeds.")
