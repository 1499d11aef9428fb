"""Puts what callers and agents write together, of a topic's sentences and what is at hand."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.utils import timezone

from .topics import Topic

SLOT: Final = re.compile(r"\{(\w+)\}")
CHOICES: Final[dict[str, Sequence[str]]] = {
    "site": (
        "Ward 14", "Ward 22", "the day unit", "the treatment room", "the front desk", "clinic 3",
        "the community hub", "the discharge lounge", "the urgent care centre", "the branch surgery",
        "the minor injuries unit", "the outpatient department", "the pharmacy", "the health centre",
        "the rapid response team’s base", "the second floor", "the assessment unit",
    ),
    "since": (
        "since this morning", "since about half past eight", "since the weekend",
        "since yesterday afternoon", "for two days now", "since the start of the week",
        "since last night", "for about an hour", "since the last update",
    ),
    "since_plain": ("last week", "the end of the month", "the last release", "a few days ago"),
    "since_now": ("as of a few minutes ago", "since just now", "for ten minutes", "all at once"),
    "soon": ("this afternoon", "tomorrow morning", "at two o’clock", "later today", "in an hour"),
    "start": (
        "on Monday", "next Monday", "on the first of the month", "in two weeks", "this Thursday",
        "after the bank holiday", "tomorrow",
    ),
    "who": (
        "me alone", "two of us", "the whole team", "everybody on the ward", "all of reception",
        "three colleagues", "everybody in the building", "half of the clinic", "all of the nurses",
    ),
    "times": ("once", "twice", "three times"),
    "section": (
        "results", "medicines", "allergies", "letters", "immunisations", "appointments",
        "care plans", "problems", "the end-of-life plan", "social care",
    ),
    "source": (
        "the hospital", "the GP practice", "the community trust", "the council",
        "the mental health trust", "the laboratory", "the ambulance service",
    ),
    "role": (
        "a staff nurse", "a locum GP", "a pharmacist", "a social worker", "a ward clerk",
        "a physiotherapist", "a paramedic", "a district nurse", "an occupational therapist",
        "a junior doctor", "a care coordinator", "a receptionist", "a midwife",
    ),
    "browser": ("Edge", "Chrome", "the browser of the trust’s image", "Firefox"),
}  # fmt: skip
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GREETINGS: Final = ("Hello,", "Hi,", "Dear all,", "Good morning,", "Hi team,", "Dear colleagues,")
CLOSINGS: Final = (
    "Thank you", "Many thanks", "Thanks for your help", "Kind regards", "Best wishes", "Thanks",
)  # fmt: skip
EXTRAS: Final = (
    "Please ring me on the ward if that is quicker.",
    "I am here until four.",
    "Our own IT desk has had a look and says that it is not on their side.",
    "It was the same last month and went away by itself.",
    "A colleague may have told you about this as well.",
    "I have not changed anything on my side.",
    "If you need somebody to try it, I can.",
    "The others asked me to write on behalf of the team.",
    "It would be good to have it before the weekend.",
    "I am not at my desk in the afternoon, so an answer by e-mail is best.",
    "We are short of people today, so please bear with me if I do not pick up.",
)
AGENT_GREETINGS: Final = ("Hello,", "Dear colleague,", "Good morning,", "Hello and thank you,")
AGENT_CLOSINGS: Final = (
    "I will write again today.", "Tell us if it is not so.", "Thank you for your patience.",
    "Please answer to this message, so that all stays together.", "",
)  # fmt: skip
NOTE_EXTRAS: Final = (
    "", "Same as a ticket of last month.", "Tried it with a trial account.",
    "Spoke to the caller by phone for five minutes.", "Their IT desk has a number for it.",
    "Nothing in the log at that time.", "Worth an article if it comes again.",
)  # fmt: skip
REMINDERS: Final = (
    "Is there any news on this?", "We still see this. Could somebody have a look, please?",
    "Just to say that it happened again.", "It has not come right yet.",
    "Thank you for looking into it. Can I do anything from here?",
)  # fmt: skip
REOPENINGS: Final = (
    "I am afraid that it is back: the same as before.",
    "This worked for a day, and now it is the same again.",
    "Sorry, I only got round to trying it today, and it does not work for me yet.",
    "It works for me, but not for my colleague, who has the same role.",
)


class Words:
    """Writes texts for one ticket after the other."""

    def __init__(self, rng: Random, references: Sequence[str] = ()) -> None:
        self._rng = rng
        self._references = references

    def subject(self, topic: Topic, at: datetime) -> str:
        return self._fill(self._rng.choice(topic.sentences["subject"]), at)

    def description(self, topic: Topic, at: datetime, *, words: int = 0) -> str:
        """Return what a caller writes, of at least so many words if that is asked for."""
        rng, sentences = self._rng, topic.sentences
        details = list(sentences["detail"])
        extras = list(EXTRAS)
        rng.shuffle(details)
        rng.shuffle(extras)
        few = details[: rng.randint(1, 3)] + extras[: rng.choice((0, 0, 1, 1, 2))]
        body = [rng.choice(sentences["opening"]), *few]
        spare = details[3:] + extras[2:]
        while words and sum(len(part.split()) for part in body) < words and spare:
            body.append(spare.pop())
        return self._letter(rng.choice(GREETINGS), " ".join(body), rng.choice(CLOSINGS), at)

    def reply(self, topic: Topic, at: datetime) -> str:
        rng = self._rng
        body = rng.choice(topic.sentences["reply"])
        return self._letter(rng.choice(AGENT_GREETINGS), body, rng.choice(AGENT_CLOSINGS), at)

    def part(self, topic: Topic, name: str, at: datetime) -> str:
        """Return one sentence of a topic, such as its question, or nothing where it has none."""
        sentences = topic.sentences[name]
        return self._fill(self._rng.choice(sentences), at) if sentences else ""

    def note(self, topic: Topic, at: datetime) -> str:
        found = self.part(topic, "note", at) or "Dealt with as usual."
        return f"{found} {self._rng.choice(NOTE_EXTRAS)}".strip()

    def reminder(self) -> str:
        return self._rng.choice(REMINDERS)

    def reopening(self) -> str:
        return self._rng.choice(REOPENINGS)

    def _letter(self, greeting: str, body: str, closing: str, at: datetime) -> str:
        parts = [greeting, self._fill(body, at), closing]
        return "\n\n".join(part for part in parts if part)

    def _fill(self, sentence: str, at: datetime) -> str:
        return SLOT.sub(lambda found: self._slot(found[1], at), sentence)

    def _slot(self, name: str, at: datetime) -> str:
        rng = self._rng
        if name.endswith("_cap"):
            said = rng.choice(CHOICES[name.removesuffix("_cap")])
            return said[0].upper() + said[1:]
        if name == "n":
            return str(rng.choice((3, 4, 5, 6, 8, 9, 11, 12, 14, 15, 18, 20, 25, 32, 40)))
        if name == "day":
            return DAYS[(timezone.localtime(at) - timedelta(days=rng.randint(1, 4))).weekday()]
        if name == "ref":
            return rng.choice(self._references) if self._references else "a patient of ours"
        return rng.choice(CHOICES[name])
