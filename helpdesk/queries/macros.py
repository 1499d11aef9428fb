"""Macros that the desk can use, and how they came to be."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from helpdesk.models import Macro, MacroVersion, Ticket


def latest_versions() -> QuerySet[MacroVersion]:
    """Return the newest version of each macro."""
    newest = MacroVersion.objects.filter(macro=OuterRef("macro")).order_by("-number")
    versions = MacroVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    return versions.select_related("macro__queue", "by")


def list_macros_for(ticket: Ticket) -> list[MacroVersion]:
    """Return the macros of a ticket's queue and of all queues, those most used first."""
    fitting = latest_versions().filter(
        Q(macro__queue__isnull=True) | Q(macro__queue_id=ticket.queue_id), macro__is_active=True
    )
    return list(fitting.order_by("-macro__times_used", "macro__name"))


def get_macro_version(key: UUID, *, ticket: Ticket) -> MacroVersion:
    """
    Return the version of a macro that was read before it is applied to a ticket.

    :raises MacroVersion.DoesNotExist: there is none, or it is not of the ticket's queue
    """
    fitting = Q(macro__queue__isnull=True) | Q(macro__queue_id=ticket.queue_id)
    versions = MacroVersion.objects.filter(fitting, macro__is_active=True)
    return versions.select_related("macro").get(pk=key)


def list_all_macros() -> list[MacroVersion]:
    """Return every macro as it is now, by name."""
    return list(latest_versions().order_by("-macro__is_active", "macro__name"))


def list_versions(macro: Macro) -> list[MacroVersion]:
    """Return what a macro was, the newest first."""
    return list(macro.versions.select_related("by").order_by("-number"))
