"""Who may do what in analytics. Each check returns nothing, or raises Forbidden."""

from uuid import UUID

from accounts.codes import JobRole
from analytics.models import Reach
from core.errors import Forbidden


def check_may_see_figures(reach: Reach) -> None:
    """
    Require somebody whose figures reach any organization.

    :raises Forbidden: they see none
    """
    if reach.is_empty:
        raise Forbidden(
            "Figures are for analysts, board members and managers. Ask the head of analytics "
            "to name you for those of your organisation."
        )


def check_may_see_organization(reach: Reach, organization_id: UUID | None) -> None:
    """
    Require somebody who may see an organization's figures; None is the whole service.

    :raises Forbidden: they may not
    """
    if not (reach.sees_all if organization_id is None else reach.covers(organization_id)):
        raise Forbidden("You may not see the figures of this organisation.")


def check_may_edit(reach: Reach) -> None:
    """
    Require an analyst: they keep the register of benefits, annotations, targets and reports.

    :raises Forbidden: they are none
    """
    if not reach.edits:
        raise Forbidden("Only analysts may change this.")


def check_may_see_exports(reach: Reach) -> None:
    """
    Require an analyst who sees figures, or a privacy officer: they read who took figures away.

    :raises Forbidden: they are neither
    """
    is_analyst = reach.edits and not reach.is_empty
    if not is_analyst and reach.viewer.job_role != JobRole.PRIVACY_OFFICER:
        raise Forbidden("Only analysts and privacy officers see who took figures away.")
