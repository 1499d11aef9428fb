"""What the council arranges: rows of its file, for people who live in Shropshire."""

from datetime import date

from records.demo.days import later
from records.demo.life import Life
from records.demo.places import COUNCIL, Staff

OT = COUNCIL.staff[2]
CHILDREN = 3


def known(life: Life, since: date, *, reason: str, worker: int = 0) -> bool:
    """Make someone known to the council; False where another council would be theirs."""
    if not life.person.area.shropshire or since > life.horizon or life.rows:
        return bool(life.rows)
    staff = COUNCIL.staff[worker]
    life.row("person", recorded_on=day(since))
    life.row(
        "local_authority",
        description="Shropshire Council",
        team=team(worker),
        team_phone=COUNCIL.phone,
        start_date=day(since),
        status="active",
        recorded_on=day(since),
    )
    life.row(
        "professional_contact",
        description=staff.role,
        **worker_of(staff),
        team=team(worker),
        team_phone=COUNCIL.phone,
        start_date=day(since),
        status="active",
        recorded_on=day(since),
    )
    life.row(
        "primary_support_reason",
        description=reason,
        start_date=day(since),
        status="active",
        **worker_of(staff),
        recorded_on=day(since),
    )
    assessed = later(since, days=12)
    if assessed <= life.horizon:
        life.row(
            "assessment",
            description="Child and family assessment"
            if worker == CHILDREN
            else "Care Act needs assessment",
            start_date=day(assessed),
            status="final",
            **worker_of(staff),
            notes="Needs found. Plan agreed with the family."
            if worker == CHILDREN
            else "Eligible needs found. Support plan agreed with the person.",
            recorded_on=day(assessed),
        )
    for relation, relative in life.person.relatives[:2]:
        life.row(
            "personal_contact",
            description=relation,
            worker_name=f"{relative.forename} {relative.surname}",
            team_phone=relative.phone,
            status="active",
            recorded_on=day(since),
        )
    return True


def package(life: Life, since: date, visits: str, *, name: str = "Home care") -> None:
    """Add a package of care."""
    if since <= life.horizon:
        ended = life.died_on
        life.row(
            "care_package",
            description=name,
            start_date=day(since),
            end_date=day(ended) if ended else "",
            status="completed" if ended else "active",
            notes=visits,
            **worker_of(COUNCIL.staff[0]),
            recorded_on=day(since),
        )


def equipment(life: Life, on: date, *names: str) -> None:
    for name in names:
        if on <= life.horizon:
            life.row(
                "equipment",
                description=name,
                start_date=day(on),
                status="active",
                **worker_of(OT),
                recorded_on=day(on),
            )


def referral(life: Life, on: date, to: str, why: str) -> None:
    if on <= life.horizon:
        life.row(
            "referral",
            description=why,
            team=to,
            start_date=day(on),
            status="completed",
            **worker_of(COUNCIL.staff[0]),
            recorded_on=day(on),
        )


def alert(life: Life, since: date, words: str) -> None:
    if since <= life.horizon:
        life.row(
            "alert",
            description=words,
            start_date=day(since),
            status="active",
            **worker_of(COUNCIL.staff[0]),
            recorded_on=day(since),
        )


def legal(life: Life, since: date, words: str, notes: str) -> None:
    if since <= life.horizon:
        life.row(
            "legal",
            description=words,
            start_date=day(since),
            status="active",
            notes=notes,
            **worker_of(COUNCIL.staff[1]),
            recorded_on=day(since),
        )


def safeguarding(
    life: Life, since: date, words: str, *, code: str = "", notes: str = "", worker: int = 1
) -> None:
    if since <= life.horizon:
        life.row(
            "safeguarding",
            code=code,
            description=words,
            start_date=day(since),
            status="active",
            notes=notes,
            **worker_of(COUNCIL.staff[worker]),
            recorded_on=day(since),
        )


def older_person(life: Life, since: date, visits: str = "4 visits a day") -> None:
    """Tell what an older person with care at home has."""
    if not known(life, since, reason="Physical support: personal care"):
        return
    referral(
        life, later(since, days=5), "Reablement team", "Support to wash, dress and walk safely"
    )
    package(life, later(since, days=45), visits)
    equipment(
        life,
        later(since, days=20),
        "Perching stool",
        "Raised toilet seat",
        "Grab rail by front door",
    )
    if life.chance(0.4):
        alert(life, later(since, days=21), "Key safe in use: number held by the care agency")
    if life.chance(0.35):
        legal(
            life,
            later(since, days=90),
            "Lasting power of attorney for health and welfare",
            "Attorney seen and copy held",
        )


def worker_of(staff: Staff) -> dict[str, str]:
    return {"worker_name": staff.name, "worker_role": staff.role}


def team(worker: int) -> str:
    return (
        "Children's assessment team" if worker == CHILDREN else "Shrewsbury adult social care team"
    )


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
