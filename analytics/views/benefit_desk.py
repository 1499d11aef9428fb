"""What the pages of benefits begin with."""

from django.utils import timezone

from accounts.http import SignedInRequest
from analytics.forms.benefit_desk import BenefitDesk, read_desk

from .frame import reach_for


def open_desk(request: SignedInRequest) -> BenefitDesk:
    """
    Return the register as an address asks for it.

    :raises Forbidden: they may see no figures at all
    """
    return read_desk(request.GET, reach_for(request), at=timezone.now())
