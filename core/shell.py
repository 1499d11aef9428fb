"""What the page shell shows around every page: who is signed in, and where they can go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """A part of the service that the person may enter."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """Another role that the person can take up; `value` is what the form posts as `role`."""

    value: str
    label: str
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """
    The signed-in person as the header shows them. Templates find it as `shell`.

    An empty `search_url` means that the person may not search for patients; the box posts `q`
    there, because what is typed names a patient and must not reach an address or a log.
    """

    person: str
    role: str
    organization: str
    home_url: str
    sign_out_url: str
    sign_in_url: str
    stay_signed_in_url: str
    session_seconds: int
    search_url: str = ""
    role_switch_url: str = ""
    account_url: str = ""
    other_roles: tuple[RoleChoice, ...] = ()
    navigation: tuple[NavigationItem, ...] = ()
