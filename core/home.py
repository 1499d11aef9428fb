"""
What a signed-in person finds at once: the panels of their home page and the parts they may enter.

Rooms above fill these registries when they start (in their AppConfig.ready), so that the pages
below know nothing of them. Job roles are the values of accounts.codes.JobRole.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.http import HttpRequest
from django.urls import reverse

from core.shell import NavigationItem

RequestT = TypeVar("RequestT", bound=HttpRequest)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePanel:
    """
    A card on the home page.

    The template is a fragment that finds `context` as its variables; `span` is its width in
    columns of twelve; panels with a lower order stand first.
    """

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    order: int = 100
    span: int = 12


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    url_name: str
    job_roles: frozenset[str]
    order: int
    also_at: tuple[str, ...] = ()


_panels: list[tuple[frozenset[str], Callable[..., HomePanel | None]]] = []
_parts: list[_Part] = []
_searches: list[tuple[frozenset[str], str]] = []


def register_home_panel(
    job_roles: Collection[str], build: Callable[[RequestT], HomePanel | None]
) -> None:
    """
    Show a panel, built anew for each request, on the home page of these job roles.

    A panel that has nothing to say is None, and is left out.
    """
    _panels.append((frozenset(job_roles), build))


def build_home_panels(job_role: str, request: HttpRequest) -> list[HomePanel]:
    """Return the panels of a job role, in order."""
    panels = [build(request) for job_roles, build in _panels if job_role in job_roles]
    return sorted((panel for panel in panels if panel), key=lambda panel: panel.order)


def register_part(
    label: str,
    url_name: str,
    job_roles: Collection[str],
    *,
    order: int = 100,
    also_at: Collection[str] = (),
) -> None:
    """
    Offer a part of the service in the navigation of these job roles.

    `also_at` are beginnings of paths that belong to it, though they lie beside its own page.
    """
    _parts.append(_Part(label, url_name, frozenset(job_roles), order, tuple(also_at)))


def list_parts(job_role: str, path: str) -> tuple[NavigationItem, ...]:
    """Return the parts that a job role may enter, in order; the one with the path is marked."""
    parts = sorted((part for part in _parts if job_role in part.job_roles), key=lambda p: p.order)
    urls = [reverse(part.url_name) for part in parts]
    lengths = [
        max((len(start) for start in (url, *part.also_at) if path.startswith(start)), default=0)
        for part, url in zip(parts, urls, strict=True)
    ]
    longest = max(lengths, default=0)
    return tuple(
        NavigationItem(label=part.label, url=url, is_current=0 < length == longest)
        for part, url, length in zip(parts, urls, lengths, strict=True)
    )


def register_patient_search(url_name: str, job_roles: Collection[str]) -> None:
    """Show the search box in the header of these job roles; it posts `q` to the address."""
    _searches.append((frozenset(job_roles), url_name))


def find_patient_search(job_role: str) -> str:
    """Return where the search box of a job role posts to, or nothing where it has none."""
    urls = (reverse(url_name) for job_roles, url_name in _searches if job_role in job_roles)
    return next(urls, "")
