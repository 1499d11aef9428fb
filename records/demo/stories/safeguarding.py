"""Children and adults who need protecting."""

from datetime import date

from records.demo import contacts, plans
from records.demo.contacts import Contact
from records.demo.days import later, moment
from records.demo.life import Life
from records.demo.stories import social_care
from records.demo.terms import HOME_VISIT, PROTECTION_PLAN, Term


def child(life: Life, since: date) -> None:
    """Tell of a child protection plan."""
    plans.flag(
        life.gp,
        "safeguarding",
        PROTECTION_PLAN,
        since,
        words="Subject to a child protection plan: neglect",
    )
    if not life.person.area.shropshire:
        return
    social_care.known(life, later(since, days=-40), reason="Child in need of protection", worker=3)
    social_care.safeguarding(
        life,
        since,
        "Subject to child protection plan",
        code=PROTECTION_PLAN.code,
        worker=3,
        notes="Category neglect. Core group every six weeks. Next conference in three months.",
    )
    visitor = life.community.source.staff[4]
    plans.care_team(life.community, since, ((visitor, "Health visitor or school nurse"),))
    for day in life.days(since, 42):
        contacts.encounter(
            life.community,
            Contact(
                start=moment(day, 15, 30),
                end=moment(day, 16, 10),
                kind="HH",
                term=HOME_VISIT,
                staff=visitor,
                reason="Core group visit",
                service="Public health nursing",
                place="Home",
            ),
        )


def adult(life: Life, since: date) -> None:
    """Tell of an adult about whom a safeguarding enquiry was made."""
    plans.flag(
        life.gp,
        "safeguarding",
        Term("Adult safeguarding concern"),
        since,
        words="Adult safeguarding concern: possible financial abuse",
    )
    if social_care.known(life, later(since, days=-10), reason="Social support: safeguarding"):
        social_care.safeguarding(
            life,
            since,
            "Section 42 enquiry: possible financial abuse",
            notes="Enquiry open. Speak to the person alone.",
        )
