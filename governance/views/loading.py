"""Load what a page of a committee is about, or answer that there is no such thing."""

from django.http import Http404

from governance import permissions
from governance.models import Committee, Reach
from governance.queries.committees import get_committee


def load_committee(code: str, reach: Reach) -> Committee:
    """
    Return a committee that the viewer belongs to.

    :raises Http404: there is none, or they may not know of it
    """
    try:
        return get_committee(code, reach=reach)
    except Committee.DoesNotExist as error:
        raise Http404 from error


def load_served(code: str, reach: Reach) -> Committee:
    """
    Return a committee whose meetings the viewer prepares.

    :raises Http404: they may not know of it
    :raises Forbidden: they belong to it as something else
    """
    committee = load_committee(code, reach)
    permissions.check_serves(reach, committee.pk)
    return committee
