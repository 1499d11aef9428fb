"""Where people live: real towns near each practice, in streets that do not exist."""

from typing import NamedTuple

from records.demo.places import EVE_HILL, RADBROOK, RIVERSIDE, TRENT_VALE, Source


class Area(NamedTuple):
    """Where a practice's people live. Streets are invented, towns and postal districts are real."""

    practice: Source
    hospital: str
    shropshire: bool
    towns: tuple[tuple[str, str, str], ...]  # town, postal district with sector, county
    weight: int


AREAS = (
    Area(
        RADBROOK,
        "sath",
        shropshire=True,
        weight=32,
        towns=(
            ("Shrewsbury", "SY3 6", "Shropshire"),
            ("Shrewsbury", "SY3 8", "Shropshire"),
            ("Bayston Hill", "SY3 0", "Shropshire"),
            ("Pontesbury", "SY5 0", "Shropshire"),
        ),
    ),
    Area(
        RIVERSIDE,
        "sath",
        shropshire=True,
        weight=26,
        towns=(
            ("Shrewsbury", "SY1 1", "Shropshire"),
            ("Shrewsbury", "SY1 2", "Shropshire"),
            ("Shrewsbury", "SY2 5", "Shropshire"),
            ("Shrewsbury", "SY1 4", "Shropshire"),
        ),
    ),
    Area(
        TRENT_VALE,
        "uhnm",
        shropshire=False,
        weight=22,
        towns=(
            ("Stoke-on-Trent", "ST4 5", "Staffordshire"),
            ("Stoke-on-Trent", "ST4 6", "Staffordshire"),
            ("Newcastle-under-Lyme", "ST5 3", "Staffordshire"),
        ),
    ),
    Area(
        EVE_HILL,
        "dudley-group",
        shropshire=False,
        weight=20,
        towns=(
            ("Dudley", "DY1 2", "West Midlands"),
            ("Dudley", "DY1 3", "West Midlands"),
            ("Sedgley", "DY3 1", "West Midlands"),
        ),
    ),
)

STREET_FIRST = (
    "Alder",
    "Beacon",
    "Bluebell",
    "Bramble",
    "Cherry",
    "Copper Beech",
    "Cuckoo",
    "Damson",
    "Dovecote",
    "Foxglove",
    "Furnace",
    "Gatehouse",
    "Hawthorn",
    "Hazel",
    "Heron",
    "Holly",
    "Juniper",
    "Kestrel",
    "Kiln",
    "Lark",
    "Lavender",
    "Linden",
    "Meadow",
    "Millrace",
    "Nailers",
    "Nightingale",
    "Old Forge",
    "Orchard",
    "Potters",
    "Priory",
    "Quarry",
    "Rowan",
    "Saddlers",
    "Sorrel",
    "Station",
    "Swallow",
    "Tanners",
    "Tithe Barn",
    "Walnut",
    "Weir",
    "Willow",
    "Yew Tree",
)
STREET_LAST = (
    "Avenue",
    "Close",
    "Crescent",
    "Drive",
    "Gardens",
    "Lane",
    "Rise",
    "Road",
    "Street",
    "Way",
)
CARE_HOME_NAMES = (
    "Applegarth",
    "Bramley House",
    "Cedar Grange",
    "Fernlea",
    "Larkfield",
    "The Old Rectory",
)
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
