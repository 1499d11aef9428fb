"""Note that somebody took figures away, so that differences between exports can be looked for."""

from datetime import datetime
from typing import Final

from analytics import permissions
from analytics.models import ExportLine, Reach

# As long as the column is.
_LONGEST: Final = 300


def note_export(
    *, reach: Reach, what: str, selection: str, rows: int, withheld: int, at: datetime
) -> ExportLine:
    """
    Write who took which figures with which filters, and how many of them were withheld.

    :raises Forbidden: they may see no figures
    """
    permissions.check_may_see_figures(reach)
    return ExportLine.objects.create(
        at=at,
        user_id=reach.viewer.user_id,
        organization_id=reach.viewer.organization_id,
        what=what,
        selection=selection[:_LONGEST],
        rows=rows,
        withheld=withheld,
    )
