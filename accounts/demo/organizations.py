"""
The boards, trusts, councils and practices of the demonstration, by their real codes.

Trusts and boards: Organisation Data Service, Open Government Licence v3.0. Councils stand under
their GSS code (Office for National Statistics, Open Government Licence v3.0), because no published
list at hand confirms their ODS code. Hospices are left out for the same reason: none of their
codes could be confirmed.
"""

from typing import Final, NamedTuple

from django.db import transaction

from accounts.codes import OrganizationKind
from accounts.demo.practices import PRACTICES
from accounts.models import Organization

BLACK_COUNTRY: Final = "QUA"
STAFFORDSHIRE: Final = "QNC"
SHROPSHIRE: Final = "QOC"
SHROPSHIRE_COUNCIL: Final = "E06000051"

ACUTE, MENTAL_HEALTH = OrganizationKind.ACUTE, OrganizationKind.MENTAL_HEALTH
COMMUNITY, AMBULANCE = OrganizationKind.COMMUNITY, OrganizationKind.AMBULANCE


class Place(NamedTuple):
    """An organization of the demonstration: its board, its code, what it is and where."""

    board: str
    ods_code: str
    kind: OrganizationKind
    name: str
    short_name: str
    town: str = ""
    postcode: str = ""


BOARDS = tuple(
    Place("", code, OrganizationKind.ICB, f"NHS {name} Integrated Care Board", f"{name} ICB")
    for code, name in (
        (BLACK_COUNTRY, "Black Country"),
        (STAFFORDSHIRE, "Staffordshire and Stoke-on-Trent"),
        (SHROPSHIRE, "Shropshire, Telford and Wrekin"),
    )
)
# A trust that serves several boards stands under the one where its headquarters are.
TRUSTS = (
    Place(
        "QOC",
        "RXW",
        ACUTE,
        "The Shrewsbury and Telford Hospital NHS Trust",
        "Shrewsbury and Telford Hospital",
        "Shrewsbury",
        "SY3 8XQ",
    ),
    Place(
        "QOC",
        "RL1",
        ACUTE,
        "The Robert Jones and Agnes Hunt Orthopaedic Hospital NHS Foundation Trust",
        "Robert Jones and Agnes Hunt Hospital",
        "Oswestry",
        "SY10 7AG",
    ),
    Place(
        "QOC",
        "R1D",
        COMMUNITY,
        "Shropshire Community Health NHS Trust",
        "Shropshire Community Health",
        "Shrewsbury",
        "SY3 8XL",
    ),
    Place(
        "QNC",
        "RRE",
        MENTAL_HEALTH,
        "Midlands Partnership University NHS Foundation Trust",
        "Midlands Partnership",
        "Stafford",
        "ST16 3SR",
    ),
    Place(
        "QNC",
        "RJE",
        ACUTE,
        "University Hospitals of North Midlands NHS Trust",
        "University Hospitals of North Midlands",
        "Stoke-on-Trent",
        "ST4 6QG",
    ),
    Place(
        "QNC",
        "RLY",
        MENTAL_HEALTH,
        "North Staffordshire Combined Healthcare NHS Trust",
        "North Staffordshire Combined Healthcare",
        "Stoke-on-Trent",
        "ST4 8HH",
    ),
    Place(
        "QUA",
        "RNA",
        ACUTE,
        "The Dudley Group NHS Foundation Trust",
        "The Dudley Group",
        "Dudley",
        "DY1 2HQ",
    ),
    Place(
        "QUA",
        "RL4",
        ACUTE,
        "The Royal Wolverhampton NHS Trust",
        "Royal Wolverhampton",
        "Wolverhampton",
        "WV10 0QP",
    ),
    Place(
        "QUA",
        "RBK",
        ACUTE,
        "Walsall Healthcare NHS Trust",
        "Walsall Healthcare",
        "Walsall",
        "WS2 9PS",
    ),
    Place(
        "QUA",
        "RXK",
        ACUTE,
        "Sandwell and West Birmingham NHS Trust",
        "Sandwell and West Birmingham",
        "Birmingham",
        "B18 7QH",
    ),
    Place(
        "QUA",
        "TAJ",
        MENTAL_HEALTH,
        "Black Country Healthcare NHS Foundation Trust",
        "Black Country Healthcare",
    ),
    Place(
        "QUA",
        "RYA",
        AMBULANCE,
        "West Midlands Ambulance Service University NHS Foundation Trust",
        "West Midlands Ambulance",
        "Brierley Hill",
        "DY5 1LX",
    ),
)
COUNCILS = tuple(
    Place(board, code, OrganizationKind.LOCAL_AUTHORITY, name, short_name)
    for board, code, name, short_name in (
        ("QOC", SHROPSHIRE_COUNCIL, "Shropshire Council", "Shropshire Council"),
        ("QOC", "E06000020", "Telford and Wrekin Council", "Telford and Wrekin Council"),
        ("QNC", "E10000028", "Staffordshire County Council", "Staffordshire Council"),
        ("QNC", "E06000021", "Stoke-on-Trent City Council", "Stoke-on-Trent Council"),
        ("QUA", "E08000027", "Dudley Metropolitan Borough Council", "Dudley Council"),
        ("QUA", "E08000028", "Sandwell Metropolitan Borough Council", "Sandwell Council"),
        ("QUA", "E08000030", "Walsall Metropolitan Borough Council", "Walsall Council"),
        ("QUA", "E08000031", "City of Wolverhampton Council", "Wolverhampton Council"),
    )
)
SURGERIES = tuple(
    Place(
        practice.board,
        practice.ods_code,
        OrganizationKind.GP_PRACTICE,
        practice.name,
        practice.name,
        practice.town,
        practice.postcode,
    )
    for practice in PRACTICES
)


@transaction.atomic
def load_organizations() -> dict[str, Organization]:
    """Add the organizations that are missing, put the others right, and return all by code."""
    loaded: dict[str, Organization] = {}
    for place in (*BOARDS, *TRUSTS, *COUNCILS, *SURGERIES):
        loaded[place.ods_code], _ = Organization.objects.update_or_create(
            ods_code=place.ods_code,
            defaults={
                "kind": place.kind,
                "name": place.name,
                "short_name": place.short_name,
                "parent": loaded[place.board] if place.board else None,
                "town": place.town,
                "postcode": place.postcode,
            },
        )
    return loaded
