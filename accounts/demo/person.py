"""How somebody of the demonstration is written down."""

from typing import NamedTuple

from accounts.codes import CareSetting, JobRole


class Role(NamedTuple):
    """What a demo person does, and where; without a setting, in that of the organization."""

    ods_code: str
    job_role: JobRole
    job_title: str
    care_setting: CareSetting | None = None


class Person(NamedTuple):
    """Somebody who can sign in to the demonstration."""

    username: str
    title: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    shows: str
