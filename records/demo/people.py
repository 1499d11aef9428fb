"""Who lives with whom: households of people, one after the other, no two people alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from random import Random

from records.demo import nhs_numbers
from records.demo.areas import (
    AREAS,
    CARE_HOME_NAMES,
    POSTCODE_LETTERS,
    STREET_FIRST,
    STREET_LAST,
    Area,
)
from records.demo.days import age_on
from records.demo.names import COMMUNITIES, Community, forenames


@dataclass(frozen=True, slots=True)
class Address:
    """Where someone lives, and what kind of home it is."""

    lines: tuple[str, ...]
    town: str
    county: str
    postcode: str
    kind: str = "home"


@dataclass(slots=True, kw_only=True)
class Person:
    """One invented person, as the registered practice knows them."""

    number: int
    nhs_number: str
    title: str
    forename: str
    surname: str
    former_surname: str = ""
    sex: str
    birth_date: date
    ethnicity: tuple[str, str]
    address: Address
    phone: str
    area: Area
    relatives: list[tuple[str, "Person"]] = field(default_factory=list)
    household: str = "single"
    persona: str = ""

    @property
    def name(self) -> str:
        return f"{self.title} {self.forename} {self.surname}".strip()

    @property
    def is_restricted(self) -> bool:
        """Whether where they live is told to nobody (PDS confidentiality R): one in two hundred."""
        return not self.persona and self.number % 200 == 11

    def age(self, day: date) -> int:
        return age_on(self.birth_date, day)


# Kind of household: weight, then the age span of each adult, and whether children live there.
HOUSEHOLDS: tuple[tuple[str, int, tuple[tuple[int, int], ...]], ...] = (
    ("family", 20, ((27, 46), (27, 48))),
    ("lone parent", 7, ((22, 48),)),
    ("couple", 14, ((24, 62), (24, 62))),
    ("older couple", 16, ((64, 90), (64, 90))),
    ("single", 14, ((19, 64),)),
    ("older single", 11, ((66, 99),)),
    ("three generations", 4, ((30, 46), (30, 46), (62, 84))),
    ("sharers", 4, ((19, 29), (19, 29), (19, 29))),
    ("care home", 1, ((76, 101), (76, 99), (78, 97), (80, 96))),
)
CHILD_KINDS = frozenset({"family", "lone parent", "three generations"})
COUPLES = frozenset({"family", "couple", "older couple", "three generations"})


class Population:
    """People by household, the same for the same seed and day."""

    def __init__(self, seed: int, as_of: date, taken: frozenset[str]) -> None:
        self.seed = seed
        self.as_of = as_of
        self._numbers = nhs_numbers.numbers(seed, taken)
        self._looks: set[int] = set()
        self._count = 0

    def households(self) -> Iterator[list[Person]]:
        """Yield households without end."""
        number = 0
        while True:
            rng = Random(f"{self.seed}/household/{number}")
            yield self._household(rng)
            number += 1

    def claim(self, surname: str, forename: str, birth_date: date) -> bool:
        """Take a name and birth date; False where someone already has them."""
        look = hash_look(surname, forename, birth_date)
        if look in self._looks:
            return False
        self._looks.add(look)
        return True

    def _household(self, rng: Random) -> list[Person]:
        kind, _, spans = rng.choices(HOUSEHOLDS, [weight for _, weight, _ in HOUSEHOLDS])[0]
        area = rng.choices(AREAS, [area.weight for area in AREAS])[0]
        community = rng.choices(COMMUNITIES, [one.weight for one in COMMUNITIES])[0]
        home = address(rng, area, "care home" if kind == "care home" else "home")
        surname = rng.choice(community.surnames)
        sexes = self._sexes(rng, kind, len(spans))
        members: list[Person] = []
        for position, (span, sex) in enumerate(zip(spans, sexes, strict=True)):
            shared = kind in COUPLES or position == 0
            family = surname if shared else rng.choice(community.surnames)
            born = self._birth_date(rng, span, members, kind)
            members.append(self._person(rng, community, family, sex, born))
        if kind in CHILD_KINDS:
            members.extend(self._children(rng, community, surname, members))
        for person in members:
            person.area, person.address, person.household = area, home, kind
        relate(members, kind)
        return members

    def _sexes(self, rng: Random, kind: str, count: int) -> list[str]:
        if kind == "lone parent":
            return ["female" if rng.random() < 0.86 else "male"]
        if kind in COUPLES:
            return ["female", "male", "female"][:count]
        elderly = kind in {"older single", "care home"}
        return [
            "female" if rng.random() < (0.66 if elderly else 0.5) else "male" for _ in range(count)
        ]

    def _birth_date(
        self, rng: Random, span: tuple[int, int], members: list[Person], kind: str
    ) -> date:
        low, high = span
        if members and kind in COUPLES and len(members) == 1:
            partner = members[0].age(self.as_of)
            low, high = max(19, partner - 3), min(100, partner + 6)
        if len(members) == 2 and kind == "three generations":
            low = max(person.age(self.as_of) for person in members) + 20
            high = min(95, low + 12)
        return self.as_of - timedelta(days=rng.randrange(low * 365 + low // 4, (high + 1) * 365))

    def _children(
        self, rng: Random, community: Community, surname: str, parents: list[Person]
    ) -> list[Person]:
        mother = min(parent.age(self.as_of) for parent in parents)
        oldest = min(18, mother - 19)
        children: list[Person] = []
        age_days = max(rng.randrange(30, max(60, oldest * 365)) for _ in range(2))
        for _ in range(rng.choices((1, 2, 3, 4), (34, 42, 18, 6))[0]):
            if age_days < 21:
                break
            born = self.as_of - timedelta(days=age_days)
            sex = rng.choice(("female", "male"))
            children.append(self._person(rng, community, surname, sex, born))
            twin = rng.random() < 0.02
            age_days -= 0 if twin else rng.randrange(420, 1500)
        return children

    def _person(
        self, rng: Random, community: Community, surname: str, sex: str, born: date
    ) -> Person:
        forename = rng.choice(forenames(community, sex, born.year))
        while not self.claim(surname, forename, born):
            forename = rng.choice(forenames(community, sex, born.year))
        self._count += 1
        married = sex == "female" and age_on(born, self.as_of) > 26 and rng.random() < 0.6
        return Person(
            number=self._count,
            nhs_number=next(self._numbers),
            title=title(rng, sex, age_on(born, self.as_of), married=married),
            forename=forename,
            surname=surname,
            former_surname=rng.choice(community.surnames) if married else "",
            sex=sex,
            birth_date=born,
            ethnicity=rng.choice(community.ethnicity),
            address=Address((), "", "", ""),
            phone=f"07700 900{rng.randrange(1000):03d}",
            area=AREAS[0],
        )


def hash_look(surname: str, forename: str, birth_date: date) -> int:
    """Return a small number that stands for a name and birth date, the same in every run."""
    look = f"{surname}|{forename}|{birth_date}".encode()
    return int.from_bytes(blake2b(look, digest_size=8).digest())


def title(rng: Random, sex: str, age: int, *, married: bool) -> str:
    if sex == "male":
        return "Mr" if age >= 16 else "Master"
    if age < 16:
        return "Miss"
    return "Mrs" if married else rng.choice(("Ms", "Miss"))


def address(rng: Random, area: Area, kind: str) -> Address:
    """Return an invented address in a real town near the practice."""
    town, sector, county = rng.choice(area.towns)
    street = f"{rng.choice(STREET_FIRST)} {rng.choice(STREET_LAST)}"
    postcode = sector + rng.choice(POSTCODE_LETTERS) + rng.choice(POSTCODE_LETTERS)
    number = rng.randrange(1, 140)
    if kind == "care home":
        return Address(
            (f"{rng.choice(CARE_HOME_NAMES)} Care Home", street), town, county, postcode, kind
        )
    if rng.random() < 0.12:
        return Address(
            (f"Flat {rng.randrange(1, 12)}", f"{number} {street}"), town, county, postcode
        )
    return Address((f"{number} {street}",), town, county, postcode)


def relate(members: list[Person], kind: str) -> None:
    """Let partners, parents and children of a household know of one another."""
    if kind in COUPLES:
        one, other = members[:2]
        one.relatives.append(("Partner", other))
        other.relatives.append(("Partner", one))
    if kind not in CHILD_KINDS:
        return
    parents = members[:1] if kind == "lone parent" else members[:2]
    children = members[len(parents) + (kind == "three generations") :]
    for child in children:
        for parent in parents:
            child.relatives.append(("Mother" if parent.sex == "female" else "Father", parent))
            parent.relatives.append(("Daughter" if child.sex == "female" else "Son", child))
