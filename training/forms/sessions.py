"""Forms in which trainers set up sessions: how one is run, when and where, how many come."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization, User
from core.choices import NumberField, OneOf, SomeOf, offer
from core.date_fields import DatePartsField
from core.dates import LONDON
from core.forms import NhsForm
from core.london_times import ClockField, NoSuchTime, london_moment
from training.actions.sessions import SessionPlan
from training.actions.slots import SlotFacts
from training.codes import DeliveryMode
from training.models import Session, SessionSlot, Venue

MEETINGS = [each for each in DeliveryMode.choices if each[0] != DeliveryMode.E_LEARNING]


class SessionForm(NhsForm, forms.Form):
    """How a session is run. How many come is asked once; afterwards it is resized."""

    mode = forms.ChoiceField(label="How it is given", choices=MEETINGS, widget=forms.RadioSelect)
    host = OneOf(
        queryset=Organization.objects.none(), label="Which organisation holds it", empty_label=None
    )
    audience = OneOf(
        queryset=Organization.objects.none(),
        label="For whom",
        required=False,
        empty_label="Everybody who may take the course",
    )
    trainers = SomeOf(queryset=User.objects.none(), label="Who gives it")
    capacity = NumberField(label="Places", min_value=1, max_value=2000, initial=12)
    overbook_allowance = NumberField(
        label="Places beyond them that trainers may give",
        help_text="For people who come without a booking. It is written down who used them.",
        min_value=0,
        max_value=200,
        initial=0,
    )
    min_to_run = NumberField(
        label="It runs from this many people", min_value=1, max_value=2000, initial=4
    )
    decide_on = DatePartsField(
        label="Day on which that is decided",
        help_text="From two weeks before, the session counts as at risk.",
        required=False,
    )
    offer_hours = NumberField(
        label="An offer from the waiting list stands for hours",
        min_value=1,
        max_value=336,
        initial=48,
    )
    offers_end_hours = NumberField(
        label="No offers later than hours before the start", min_value=0, max_value=336, initial=4
    )
    notes = forms.CharField(
        label="Joining instructions",
        help_text="Those who are booked read them.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        organizations: QuerySet[Organization],
        people: QuerySet[User],
        session: Session | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=_plan_of(session) if session else initial)
        offer(self, "host", organizations)
        offer(self, "audience", organizations)
        offer(self, "trainers", people)
        if session is not None:
            del self.fields["capacity"], self.fields["overbook_allowance"]

    def plan(self) -> SessionPlan:
        """Return how the session is to be run."""
        names = SessionPlan.__dataclass_fields__
        return SessionPlan(**{name: self.cleaned_data[name] for name in names})


def _plan_of(session: Session) -> dict[str, object]:
    initial = {name: getattr(session, name) for name in SessionPlan.__dataclass_fields__}
    initial["trainers"] = [each.user_id for each in session.trainers.all()]
    return initial


class SlotForm(NhsForm, forms.Form):
    """When and where; London time, whatever the season."""

    day = DatePartsField(label="Day", help_text="For example, 3 12 2026")
    starts = ClockField(label="Starts at", help_text="London time, for example 9:30")
    ends = ClockField(label="Ends at", help_text="For example, 12:30")
    venue = OneOf(queryset=Venue.objects.none(), label="Venue", required=False, empty_label="None")
    room = forms.CharField(label="Room", max_length=60, required=False)
    join_url = forms.URLField(
        label="Link to join online",
        help_text="Those who are booked see it from half an hour before the start.",
        required=False,
        assume_scheme="https",
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        venues: QuerySet[Venue],
        slot: SessionSlot | None = None,
    ) -> None:
        super().__init__(data, initial=_slot_of(slot) if slot else None)
        offer(self, "venue", venues)

    def clean(self) -> None:
        """Turn day and times into moments."""
        said = self.cleaned_data
        for name, moment in (("starts", "starts_at"), ("ends", "ends_at")):
            if said.get("day") and said.get(name) is not None:
                try:
                    said[moment] = london_moment(said["day"], said[name])
                except NoSuchTime as error:
                    self.add_error(name, str(error))
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends", "It must end after it starts")

    def facts(self) -> SlotFacts:
        """Return when and where."""
        names = SlotFacts.__dataclass_fields__
        return SlotFacts(**{name: self.cleaned_data[name] for name in names})


def _slot_of(slot: SessionSlot) -> dict[str, object]:
    return {
        "day": _london(slot.starts_at).date(),
        "starts": f"{_london(slot.starts_at):%H:%M}",
        "ends": f"{_london(slot.ends_at):%H:%M}",
        "venue": slot.venue_id,
        "room": slot.room,
        "join_url": slot.join_url,
    }


def _london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


class ResizeForm(NhsForm, forms.Form):
    """How many may come."""

    capacity = NumberField(label="Places", min_value=1, max_value=2000)
    overbook_allowance = NumberField(
        label="Beyond them, for trainers to give", min_value=0, max_value=200
    )


class CancelForm(NhsForm, forms.Form):
    """Why a session does not take place."""

    reason = forms.CharField(
        label="Why it does not take place",
        help_text="All who are booked or wait read it. They are told at once.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
