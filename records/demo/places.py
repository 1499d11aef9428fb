"""The organisations that send, and who works there."""

from typing import NamedTuple


class Staff(NamedTuple):
    """Someone who writes in the record."""

    key: str
    title: str
    forename: str
    surname: str
    role: str

    @property
    def name(self) -> str:
        return f"{self.title} {self.forename} {self.surname}"


class Source(NamedTuple):
    """An organisation with its feed."""

    feed: str
    ods: str
    name: str
    site: str
    address: str
    phone: str
    prefix: str
    staff: tuple[Staff, ...]


def _staff(prefix: str, *people: str) -> tuple[Staff, ...]:
    """Read `Title Forename Surname, role` lines into staff with stable keys."""
    rows: list[Staff] = []
    for number, line in enumerate(people, 1):
        name, _, role = line.partition(", ")
        title, forename, surname = name.split(" ", 2)
        rows.append(Staff(f"{prefix}-{number:02d}", title, forename, surname, role))
    return tuple(rows)


GP, NURSE = "General practitioner", "Practice nurse"
RADBROOK = Source(
    "gp-radbrook-green",
    "M82016",
    "Radbrook Green Surgery",
    "Radbrook Green Surgery",
    "Bank Farm Road, Shrewsbury, SY3 6DU",
    "01743 496 0110",
    "RG",
    _staff(
        "rg",
        f"Dr Eleanor Prees, {GP}",
        f"Dr Sanjay Hodnet, {GP}",
        f"Dr Ffion Minsterley, {GP}",
        f"Sister Joan Wem, {NURSE}",
        "Mr Callum Ruyton, Clinical pharmacist",
    ),
)
RIVERSIDE = Source(
    "gp-riverside",
    "M82006",
    "Riverside Medical Practice",
    "Riverside Medical Practice",
    "Barker Street, Shrewsbury, SY1 1QJ",
    "01743 496 0120",
    "RV",
    _staff(
        "rv",
        f"Dr Naomi Attingham, {GP}",
        f"Dr Rhys Cressage, {GP}",
        f"Dr Ifeoma Bicton, {GP}",
        f"Nurse Tracey Condover, {NURSE}",
        "Ms Li Berwick, Clinical pharmacist",
    ),
)
TRENT_VALE = Source(
    "gp-trent-vale",
    "M83014",
    "Trent Vale Medical Practice",
    "Trent Vale Medical Practice",
    "876 London Road, Trent Vale, Stoke-on-Trent, ST4 5NX",
    "01782 496 0130",
    "TV",
    _staff(
        "tv",
        f"Dr Martin Cobridge, {GP}",
        f"Dr Saima Etruria, {GP}",
        f"Dr Paul Hanford, {GP}",
        f"Nurse Beth Longport, {NURSE}",
        "Mr Owen Fenton, Clinical pharmacist",
    ),
)
EVE_HILL = Source(
    "gp-eve-hill",
    "M87006",
    "Eve Hill Medical Practice",
    "Eve Hill Medical Practice",
    "29 Himley Road, Dudley, DY1 2QD",
    "01384 496 0140",
    "EH",
    _staff(
        "eh",
        f"Dr Harpreet Gornal, {GP}",
        f"Dr Lucy Netherton, {GP}",
        f"Dr Amit Sedgley, {GP}",
        f"Nurse Carol Tipton, {NURSE}",
        "Ms Zara Coseley, Clinical pharmacist",
    ),
)
SATH = Source(
    "sath",
    "RXW",
    "The Shrewsbury and Telford Hospital NHS Trust",
    "Royal Shrewsbury Hospital",
    "Mytton Oak Road, Shrewsbury, SY3 8XQ",
    "01743 496 0200",
    "S",
    _staff(
        "sath",
        "Dr Helen Longden, Consultant cardiologist",
        "Dr Tunde Acton, Consultant physician",
        "Miss Priya Haughmond, Consultant surgeon",
        "Mr James Lyth, Orthopaedic surgeon",
        "Dr Marta Pontesbury, Emergency physician",
        "Dr Colin Grinshill, Consultant oncologist",
        "Ms Anna Clee, Midwife",
        "Dr Yusuf Wrekin, Consultant paediatrician",
        "Dr Ruth Corve, Respiratory physician",
        "Dr Gwen Habberley, Consultant diabetologist",
    ),
)
UHNM = Source(
    "uhnm",
    "RJE",
    "University Hospitals of North Midlands NHS Trust",
    "Royal Stoke University Hospital",
    "Newcastle Road, Stoke-on-Trent, ST4 6QG",
    "01782 496 0210",
    "U",
    _staff(
        "uhnm",
        "Dr Imran Leek, Consultant cardiologist",
        "Dr Susan Biddulph, Consultant physician",
        "Mr Peter Stone, Consultant surgeon",
        "Miss Dawn Cheddleton, Orthopaedic surgeon",
        "Dr Kofi Burslem, Emergency physician",
        "Dr Rachel Endon, Consultant oncologist",
        "Ms Julie Tunstall, Midwife",
        "Dr Neil Blurton, Consultant paediatrician",
        "Dr Asma Penkhull, Respiratory physician",
        "Dr Mark Wetley, Consultant diabetologist",
    ),
)
DUDLEY = Source(
    "dudley-group",
    "RNA",
    "The Dudley Group NHS Foundation Trust",
    "Russells Hall Hospital",
    "Pensnett Road, Dudley, DY1 2HQ",
    "01384 496 0220",
    "D",
    _staff(
        "dgft",
        "Dr Jaswinder Kinver, Consultant cardiologist",
        "Dr Amy Wollaston, Consultant physician",
        "Mr Daniel Lye, Consultant surgeon",
        "Mr Faisal Cradley, Orthopaedic surgeon",
        "Dr Nicola Pensett, Emergency physician",
        "Dr Samuel Amblecote, Consultant oncologist",
        "Ms Karen Wordsley, Midwife",
        "Dr Shreya Oldswinford, Consultant paediatrician",
        "Dr Philip Hagley, Respiratory physician",
        "Dr Meera Stambermill, Consultant diabetologist",
    ),
)
MPFT = Source(
    "mpft",
    "RRE",
    "Midlands Partnership NHS Foundation Trust",
    "Redwoods Centre",
    "Somerby Drive, Shrewsbury, SY3 8DS",
    "01743 496 0300",
    "MP",
    _staff(
        "mpft",
        "Dr Deborah Severn, Consultant psychiatrist",
        "Mr Ian Meole, Community psychiatric nurse",
        "Ms Adaeze Roden, Care coordinator",
        "Dr Hugh Perry, Clinical psychologist",
    ),
)
SHROPCOM = Source(
    "shropcom",
    "R1D",
    "Shropshire Community Health NHS Trust",
    "William Farr House",
    "Mytton Oak Road, Shrewsbury, SY3 8XL",
    "01743 496 0310",
    "SC",
    _staff(
        "sch",
        "Sister Bronwen Kemp, Community matron",
        "Nurse Adam Rea, District nurse",
        "Ms Tess Onny, Physiotherapist",
        "Mr Luke Teme, Occupational therapist",
        "Ms Gill Tern, Health visitor",
    ),
)
COUNCIL = Source(
    "shropshire-council",
    "",
    "Shropshire Council",
    "Adult social care",
    "Shrewsbury",
    "01743 496 0400",
    "9",
    _staff(
        "sc",
        "Ms Wendy Arleston, Social worker",
        "Mr Desmond Broseley, Social worker",
        "Ms Kate Alveley, Occupational therapist",
        "Mr Joe Ludford, Children's social worker",
    ),
)

PRACTICES = (RADBROOK, RIVERSIDE, TRENT_VALE, EVE_HILL)
HOSPITALS = {source.feed: source for source in (SATH, UHNM, DUDLEY)}
SOURCES = (*PRACTICES, *HOSPITALS.values(), MPFT, SHROPCOM, COUNCIL)
