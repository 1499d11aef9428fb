"""Who is party to an agreement, and who has signed for it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Organization
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.models import AgreementParty, Reach
from governance.policies.agreements import check_is_draft

from .agreements import lock_agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRoles:
    """What a party does: answers for the data, gives them, receives them."""

    is_controller: bool
    gives: bool
    receives: bool


@transaction.atomic
def add_party(
    *, agreement_id: UUID, organization: Organization, roles: PartyRoles, by: Reach
) -> AgreementParty:
    """
    Make an organization party to a draft.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is signed, or the organization is a party already
    """
    agreement = lock_agreement(agreement_id, by=by)
    check_is_draft(agreement.state)
    if agreement.parties.filter(organization=organization).exists():
        raise NotPermittedNow(f"{organization.name} is a party already.")
    return AgreementParty.objects.create(
        agreement=agreement,
        organization=organization,
        is_controller=roles.is_controller,
        gives=roles.gives,
        receives=roles.receives,
    )


@transaction.atomic
def remove_party(*, agreement_id: UUID, party_id: UUID, by: Reach) -> None:
    """
    Take a party out of a draft.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises AgreementParty.DoesNotExist: it has no such party
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is signed
    """
    agreement = lock_agreement(agreement_id, by=by)
    check_is_draft(agreement.state)
    agreement.parties.get(pk=party_id).delete()


@transaction.atomic
def record_signature(
    *, agreement_id: UUID, party_id: UUID, signatory: str, signed_on: date, by: Reach, at: datetime
) -> AgreementParty:
    """
    Record who signed for a party, and when.

    :raises SharingAgreement.DoesNotExist: there is none that the actor may read
    :raises AgreementParty.DoesNotExist: it has no such party
    :raises Forbidden: the actor is neither chair nor secretary of the committee
    :raises NotPermittedNow: it is in force already, or the day lies ahead
    """
    agreement = lock_agreement(agreement_id, by=by)
    check_is_draft(agreement.state)
    if signed_on > at.astimezone(LONDON).date():
        raise NotPermittedNow("Nobody has signed on a day that lies ahead.")
    party = agreement.parties.get(pk=party_id)
    party.signatory, party.signed_on = signatory, signed_on
    party.save(update_fields=["signatory", "signed_on", "updated_at"])
    return party
