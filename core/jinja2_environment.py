"""The environment of our page templates: what every template may call."""

from typing import TypedDict, Unpack

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    Undefined,
)

from core.access import allowed
from core.dates import (
    count_in_words,
    format_ago,
    format_date,
    format_day,
    format_duration,
    format_late,
    format_short_date,
    format_short_day,
)
from core.forms import describe_field
from core.nhs_number import NhsNumber
from core.sparkline import sparkline_points


class Options(TypedDict, total=False):
    """What Django's Jinja2 backend hands over."""

    loader: BaseLoader
    autoescape: bool
    auto_reload: bool
    undefined: type[Undefined]


def address(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page by its URL name."""
    return reverse(name, args=args, kwargs=kwargs)


def format_nhs_number(number: NhsNumber | str) -> str:
    """Return an NHS number as people read it: 3, 3 and 4 digits."""
    return (number if isinstance(number, NhsNumber) else NhsNumber(number)).formatted


def helpdesk_phone() -> str:
    """Return the number on which the helpdesk is called, or nothing where none is set."""
    return str(settings.HELPDESK_PHONE)


def environment(**options: Unpack[Options]) -> Environment:
    """
    Build the environment of page templates.

    The NHS.UK macros ask for parameters of parameters that nobody gave, hence ChainableUndefined.
    """
    nhsuk = PackageLoader("nhsuk_frontend_jinja")
    options["loader"] = ChoiceLoader([options["loader"], nhsuk])
    options["undefined"] = ChainableUndefined
    made = Environment(  # noqa: S701 - Django's backend always passes autoescape=True
        extensions=["jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.globals.update(
        allowed=allowed,
        get_messages=get_messages,
        helpdesk_phone=helpdesk_phone,
        static=static,
        url=address,
    )
    made.filters.update(
        ago=format_ago,
        count=count_in_words,
        date=format_date,
        day=format_day,
        duration=format_duration,
        field=describe_field,
        late=format_late,
        nhs_number=format_nhs_number,
        short_date=format_short_date,
        short_day=format_short_day,
        sparkline_points=sparkline_points,
    )
    return made
