"""A life as stories tell it: facts first, written into the sources' charts when all is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from records.demo.allergies import Allergy
from records.demo.body import Body
from records.demo.chart import Chart
from records.demo.days import between, spread, working, working_before, years_between
from records.demo.laboratory import EMERGENCY, Panel
from records.demo.letters.compose import Composer
from records.demo.medicines import AMOXICILLIN, CLARITHROMYCIN, Medicine
from records.demo.people import Person
from records.demo.places import HOSPITALS, MPFT, SHROPCOM
from records.demo.terms import Term

# Who does what at each of the acute hospitals, by place in its list of staff.
CARDIOLOGY, MEDICINE, SURGERY, ORTHOPAEDICS, EMERGENCY_CARE = range(5)
ONCOLOGY, MIDWIFERY, PAEDIATRICS, RESPIRATORY, DIABETES = range(5, 10)


@dataclass(slots=True)
class Problem:
    """Something on the problem list."""

    term: Term
    since: date
    ended: date | None = None
    note: str = ""


@dataclass(slots=True)
class Course:
    """A medicine from a day to a day, as the practice prescribes it."""

    medicine: Medicine
    since: date
    ended: date | None = None
    why: str = ""
    hospital_only: bool = False


@dataclass(slots=True, kw_only=True)
class Stay:
    """An admission, from the reason for it to what changed and what follows."""

    admitted: date
    nights: int
    method: tuple[str, str]
    specialty: str
    ward: str
    staff: int
    reason: str
    diagnosis: str
    story: list[str]
    hour: int = 14
    acute: dict[str, float] = field(default_factory=dict)
    panels: tuple[Panel, ...] = EMERGENCY
    procedures: list[Term] = field(default_factory=list)
    started: list[Medicine] = field(default_factory=list)
    stopped: list[tuple[Medicine, str]] = field(default_factory=list)
    follow_up: list[str] = field(default_factory=list)
    unreconciled: bool = False
    died: bool = False

    @property
    def left(self) -> date:
        return self.admitted + timedelta(days=self.nights)


@dataclass(slots=True, kw_only=True)
class Visit:
    """A clinic or emergency attendance without a stay."""

    on: date
    service: str
    staff: int
    reason: str
    findings: list[str]
    plan: list[str]
    kind: str = "AMB"
    form: str = "pdf"
    panels: tuple[Panel, ...] = ()
    acute: dict[str, float] = field(default_factory=dict)


ELECTIVE = ("11", "Elective admission: waiting list")
FROM_EMERGENCY = ("21", "Emergency admission: emergency department")
FROM_GP = ("22", "Emergency admission: request by general practitioner")
MATERNITY = ("31", "Maternity admission: ante partum")


class Life:
    """One person from birth to the day of the feeds or of death."""

    __slots__ = (
        "_jobs",
        "allergies",
        "as_of",
        "avoid",
        "body",
        "community",
        "composer",
        "courses",
        "died_on",
        "gp",
        "hospital",
        "mind",
        "person",
        "problems",
        "rng",
        "rows",
        "stays",
        "upcoming",
        "visits",
    )

    def __init__(self, person: Person, rng: Random, as_of: date, composer: Composer) -> None:
        self.person, self.rng, self.as_of, self.composer = person, rng, as_of, composer
        self.died_on: date | None = None
        self.body = Body(rng, person.sex, person.birth_date, as_of)
        self.gp = Chart(person.area.practice, person)
        self.hospital = Chart(HOSPITALS[person.area.hospital], person)
        self.mind = Chart(MPFT, person)
        self.community = Chart(SHROPCOM, person)
        self.rows: list[dict[str, str]] = []
        self.problems: dict[str, Problem] = {}
        self.courses: list[Course] = []
        self.allergies: list[tuple[Allergy, date]] = []
        self.avoid: set[str] = set()
        self.stays: list[Stay] = []
        self.visits: list[Visit] = []
        self._jobs: list[Callable[[], object]] = []
        self.upcoming: list[tuple[str, date, str, str, int]] = []

    @property
    def horizon(self) -> date:
        """The last day of which anything can be told."""
        return self.died_on or self.as_of

    @property
    def late(self) -> date:
        """The last day that the mental health trust has sent: its feed is two days behind."""
        return min(self.horizon, self.as_of - timedelta(days=2))

    @property
    def age(self) -> int:
        return self.person.age(self.as_of)

    @property
    def female(self) -> bool:
        return self.person.sex == "female"

    def dies(self, on: date) -> None:
        """End the life on a day; nothing is told after it. Decide this before telling anything."""
        self.died_on = self.body.as_of = on

    def afterwards(self, job: Callable[[], object]) -> None:
        """Keep a job until all is told: measurements must see every line as it was bent."""
        self._jobs.append(job)

    def finish(self) -> None:
        for job in self._jobs:
            job()

    def away(self, day: date) -> bool:
        """Whether someone is in hospital on a day."""
        return any(stay.admitted <= day <= stay.left for stay in self.stays)

    def days(self, start: date, every: int, end: date | None = None) -> list[date]:
        """Return working days about so far apart on which the person is not in hospital."""
        return [
            day for day in spread(self.rng, start, end or self.horizon, every) if not self.away(day)
        ]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def day(self, years_ago: float, years_until: float = 0) -> date:
        """Return a working day between two times ago, never before birth nor after the horizon."""
        start = max(
            self.person.birth_date, self.horizon - timedelta(days=round(years_ago * 365.25))
        )
        end = self.horizon - timedelta(days=round(years_until * 365.25))
        return min(between(self.rng, start, end), self.horizon)

    def since_age(self, low: int, high: int) -> date:
        """Return a day at an age from low to high, at least a month before the horizon."""
        born, latest = self.person.birth_date, self.horizon - timedelta(days=30)
        start = min(born + timedelta(days=low * 365), latest - timedelta(days=30))
        return max(born, between(self.rng, start, min(born + timedelta(days=high * 365), latest)))

    def suffers(
        self, term: Term, since: date, *, ended: date | None = None, note: str = ""
    ) -> None:
        """Put a problem on the list, once."""
        if since <= self.horizon:
            self.problems.setdefault(term.text, Problem(term, since, ended, note))

    def has(self, term: Term) -> bool:
        return term.text in self.problems

    def reacts(self, known: Allergy, on: date) -> None:
        self.allergies.append((known, on))
        if "icillin" in known.agent.text:
            self.avoid.add("penicillin")
        if known.agent.text == "Codeine":
            self.avoid.add("codeine")
        if known.agent.text == "Erythromycin":
            self.avoid.add("macrolide")

    def takes(self, medicine: Medicine, since: date, *, why: str = "") -> bool:
        """Start a medicine for good, in place of one of its family; False where it may not be."""
        if since > self.horizon or not self._suits(medicine, since):
            return False
        for course in self.courses:
            if course.medicine.family != medicine.family or course.medicine.course_days:
                continue
            if course.medicine == medicine and course.ended is None:
                return False
            if course.since > since:
                return False
            if course.ended is None:
                same = course.medicine.product == medicine.product
                change = "Dose changed" if same else f"Changed to {medicine.product.text}"
                course.ended, course.why = since, change
        self.courses.append(Course(medicine, since, None, why))
        return True

    def takes_briefly(self, medicine: Medicine, since: date, *, why: str) -> None:
        """Take a short course."""
        ended = since + timedelta(days=max(1, medicine.course_days) - 1)
        if ended <= self.horizon and medicine.family not in self.avoid:
            self.courses.append(Course(medicine, since, ended, why))

    def stops(self, medicine: Medicine, on: date, why: str) -> None:
        if on > self.horizon:
            return
        for course in self.courses:
            if course.medicine == medicine and course.ended is None and course.since < on:
                course.ended, course.why = on, why

    def antibiotic(self) -> Medicine:
        return CLARITHROMYCIN if "penicillin" in self.avoid else AMOXICILLIN

    def medicines_on(self, day: date) -> Iterator[Course]:
        """Yield the long-term medicines that are taken on a day."""
        for course in self.courses:
            if course.medicine.course_days or course.since > day:
                continue
            if course.ended is None or course.ended > day:
                yield course

    def problems_on(self, day: date) -> list[Problem]:
        found = [item for item in self.problems.values() if item.since <= day]
        return [item for item in found if item.ended is None or item.ended > day]

    def visits_hospital(self, event: Stay | Visit) -> None:
        """Plan a stay or a visit, where the person lives to have it and is not there already."""
        if isinstance(event, Visit) and event.kind == "AMB":
            event.on = working_before(event.on)
        start, end = (
            (event.admitted, event.left) if isinstance(event, Stay) else (event.on, event.on)
        )
        if end > self.horizon or end >= self.as_of or start < self.person.birth_date:
            return
        if any(stay.admitted <= end and start <= stay.left for stay in self.stays):
            return
        if isinstance(event, Stay):
            self.stays.append(event)
        else:
            self.visits.append(event)

    def booked(self, source: str, on: date, service: str, reason: str, staff: int = 0) -> None:
        """Book an appointment in time to come, at `gp`, `hospital`, `mind` or `community`."""
        if self.died_on is None:
            self.upcoming.append((source, working(on), service, reason, staff))

    def row(self, record_type: str, **values: str) -> None:
        """Add a row of the council's file about this person."""
        self.rows.append({"record_type": record_type, **values})

    def _suits(self, medicine: Medicine, since: date) -> bool:
        kidneys = self.body.lines["egfr"].now
        taking = {course.medicine.family for course in self.medicines_on(since)}
        unsuited = {
            "metformin": kidneys < 30,
            "nsaid": kidneys < 60 or self.age > 70 or "anticoagulant" in taking,
            "beta-blocker": self.has(Term("Asthma")) or self.has(Term("Childhood asthma")),
            "antiplatelet": "anticoagulant" in taking,
        }
        if "codeine" in self.avoid and "codamol" in medicine.product.text:
            return False
        return medicine.family not in self.avoid and not unsuited.get(medicine.family, False)

    def years_since(self, day: date) -> float:
        return years_between(day, self.horizon)
