"""What a certificate prints. Its page on the web shows the same, so that no altered one passes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from core.dates import format_day
from training.codes import AwardSource
from training.models import Award


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFact:
    """A label and what is printed beside it."""

    label: str
    value: str


def printed_facts(award: Award) -> list[PrintedFact]:
    """Return everything that a certificate prints of an award, but for its holder's name."""
    is_course = award.source == AwardSource.COURSE
    pairs = [
        ("Competency", award.printed_competency),
        ("Course" if is_course else "Learned at", award.printed_title),
        ("Worked at", award.printed_organization),
        ("Completed on", format_day(award.completed_on)),
        ("Valid until the end of", until_in_words(award.valid_until)),
        ("Code", award.verify_code),
    ]
    return [PrintedFact(label=label, value=value) for label, value in pairs]


def until_in_words(valid_until: date | None) -> str:
    """Return the last day of an award, as a certificate says it."""
    return "No last day: it does not expire" if valid_until is None else format_day(valid_until)


def holder_name(award: Award) -> str:
    """Return a holder's name as it is printed."""
    return f"{award.printed_given_name} {award.printed_family_name}".strip()


def verify_url(award: Award) -> str:
    """Return the address at which anybody can check a certificate."""
    return f"{settings.SERVICE_URL}{reverse('training:verify', args=[award.verify_code])}"


def verify_start_url() -> str:
    """Return the address at which anybody can type a code."""
    return f"{settings.SERVICE_URL}{reverse('training:verify_start')}"


def initials(award: Award) -> str:
    """Return a holder's initials: enough to know a certificate by, too little to learn a name."""
    words = holder_name(award).split()
    return " ".join(f"{word[0].upper()}." for word in words)
