"""Entries that guide care: flags, plans, people involved, consent and equipment."""

from datetime import date, timedelta

from records.demo.chart import Chart, file_under, heading
from records.demo.days import moment
from records.demo.places import Staff
from records.demo.terms import Term, concept
from records.resources.shape import JsonValue, Resource


def flag(
    chart: Chart,
    section: str,
    term: Term,
    since: date,
    *,
    words: str = "",
    ended: date | None = None,
) -> Resource:
    code = concept(term)
    if words:
        code["text"] = words
    period: Resource = {"start": since.isoformat()}
    if ended:
        period["end"] = ended.isoformat()
    body: Resource = {
        "status": "inactive" if ended else "active",
        "code": code,
        "subject": chart.subject,
        "period": period,
        "author": chart.by(),
    }
    return chart.add("Flag", file_under(body, section))


def plan(
    chart: Chart, section: str, title: str, since: date, *, says: str, steps: tuple[str, ...] = ()
) -> Resource:
    """Add a plan that stands from a day, with what it says and what is to be done."""
    activities: list[JsonValue] = [
        {"detail": {"status": "in-progress", "description": step}} for step in steps
    ]
    body: Resource = {
        "status": "active",
        "intent": "plan",
        "title": title,
        "description": says,
        "subject": chart.subject,
        "period": {"start": since.isoformat()},
        "created": moment(since, 14, 30).isoformat(),
        "author": chart.by(),
    }
    if activities:
        body["activity"] = activities
    return chart.add("CarePlan", file_under(body, section))


def care_team(chart: Chart, since: date, members: tuple[tuple[Staff, str], ...]) -> Resource:
    """Add who is involved and as what, with the source's telephone number."""
    participants: list[JsonValue] = [
        {
            "role": [{"text": role}],
            "member": chart.by(staff),
            "onBehalfOf": chart.organization,
            "period": {"start": since.isoformat()},
        }
        for staff, role in members
    ]
    body: Resource = {
        "status": "active",
        "name": f"{chart.source.site} team",
        "subject": chart.subject,
        "period": {"start": since.isoformat()},
        "participant": participants,
        "telecom": [{"system": "phone", "value": chart.source.phone, "use": "work"}],
    }
    return chart.add("CareTeam", file_under(body, "professional-contacts"))


def related_person(chart: Chart, relation: str, name: tuple[str, str], phone: str) -> Resource:
    forename, surname = name
    return chart.add(
        "RelatedPerson",
        {
            "active": True,
            "patient": chart.subject,
            "relationship": [{"text": relation}],
            "name": [{"text": f"{forename} {surname}", "family": surname, "given": [forename]}],
            "telecom": [{"system": "phone", "value": phone, "use": "mobile"}],
        },
    )


def equipment(chart: Chart, name: str, on: date) -> Resource:
    return chart.add(
        "DeviceUseStatement",
        {
            "meta": {"tag": [heading("equipment-and-adaptations")]},
            "status": "active",
            "subject": chart.subject,
            "timingPeriod": {"start": on.isoformat()},
            "recordedOn": (on + timedelta(days=1)).isoformat(),
            "device": {"display": name},
            "reasonCode": [{"text": "To help with daily living"}],
        },
    )
