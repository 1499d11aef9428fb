"""Who sits on the invented committees; but for a few of them nobody can sign in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import make_password

from accounts.codes import JobRole
from accounts.demo.names import FIRST_NAMES, LAST_NAMES
from accounts.models import Organization, PractitionerRole, User
from governance.codes import Capacity, MemberRole
from governance.models import Committee, Deputy, Membership

R, C = MemberRole, Capacity
SAFETY: Final = (Capacity.CLINICAL_SAFETY_OFFICER,)
PROTECTION: Final = (Capacity.DATA_PROTECTION_OFFICER,)
BOARDS: Final = ("QOC", "QNC", "QUA")


class Chair(NamedTuple):
    """A seat on a committee: what it is, in what capacity, and who of the demonstration has it."""

    role: MemberRole
    position: str
    capacities: tuple[Capacity, ...] = ()
    usernames: Mapping[str, str] = {}
    board: str = ""


# Of a governance board; where nobody who can sign in has the seat, somebody is invented for it.
BOARD_SEATS: Final = (
    Chair(R.CHAIR, "Chair", (C.LAY_MEMBER,), {"QOC": "board.chair"}),
    Chair(R.DEPUTY_CHAIR, "Medical director", (C.CLINICIAN, C.CALDICOTT_GUARDIAN)),
    Chair(R.SECRETARY, "Governance secretary", (), {"QOC": "board.secretary"}),
    Chair(R.MEMBER, "General practice", (C.CLINICIAN,), {"QOC": "board.conflicted"}),
    Chair(R.MEMBER, "Public member", (C.LAY_MEMBER,), {"QOC": "board.member"}),
    Chair(R.MEMBER, "Director of nursing", (C.CLINICIAN,)),
    Chair(R.MEMBER, "Director of finance", (C.FINANCE,)),
    Chair(R.MEMBER, "Adult social care", (C.SOCIAL_CARE,)),
    Chair(
        R.MEMBER,
        "Clinical safety officer",
        (C.CLINICIAN, C.CLINICAL_SAFETY_OFFICER),
        {"QOC": "safety.officer"},
    ),
    Chair(
        R.ATTENDEE,
        "Data protection officer",
        PROTECTION,
        {"QOC": "data.protection"},
    ),
    Chair(R.OBSERVER, "Observer", (), {"QOC": "board.observer"}),
)
LEADERSHIP_SEATS: Final = (
    Chair(R.CHAIR, "Programme director", (), {"": "leadership.lead"}, "QUA"),
    Chair(R.SECRETARY, "Programme office", (), {"": "board.secretary"}),
    Chair(R.MEMBER, "Clinical lead", (C.CLINICIAN,), {}, "QOC"),
    Chair(R.MEMBER, "Clinical lead", (C.CLINICIAN,), {}, "QNC"),
    Chair(R.MEMBER, "Public member", (C.LAY_MEMBER,), {"": "board.member"}, "QOC"),
    Chair(
        R.MEMBER,
        "Clinical safety officer",
        SAFETY,
        {"": "safety.officer"},
        "QOC",
    ),
    Chair(R.MEMBER, "Finance lead", (C.FINANCE,), {}, "QNC"),
    Chair(R.ATTENDEE, "Data protection officer", PROTECTION, {"": "data.protection"}),
    Chair(R.ATTENDEE, "Integration engineer", (), {"": "engineer"}),
)
WORKING_SEATS: Final = (
    Chair(R.CHAIR, "Product lead", (), {}, "QUA"),
    Chair(R.SECRETARY, "Programme office", (), {"": "board.secretary"}),
    Chair(R.MEMBER, "Integration engineer", (), {"": "engineer"}, "QOC"),
    Chair(R.MEMBER, "Helpdesk lead", (), {}, "QOC"),
    Chair(R.MEMBER, "Trainer", (), {}, "QNC"),
    Chair(
        R.MEMBER,
        "Clinical safety officer",
        SAFETY,
        {"": "safety.officer"},
        "QOC",
    ),
)


def key_of(name: str) -> UUID:
    """Return the same key for the same thing each time."""
    return uuid5(NAMESPACE_URL, f"governance:{name}")


class Members:
    """Fills the seats of committees, and invents those who have none."""

    def __init__(
        self,
        organizations: Mapping[str, Organization],
        named: Mapping[str, PractitionerRole],
        *,
        since: date,
    ) -> None:
        self._organizations = organizations
        self._named = named
        self._since = since
        self._password = make_password(None)
        self._invented = 0

    def seat(self, committee: Committee, seats: tuple[Chair, ...], *, of: str) -> list[Membership]:
        """Fill the seats of a committee; `of` is its board's code, or nothing for the region."""
        made = [self._fill(committee, chair, of, place) for place, chair in enumerate(seats)]
        Membership.objects.bulk_create(made)
        nurses = [
            each for each in made if each.position in ("Director of nursing", "Clinical lead")
        ]
        Deputy.objects.bulk_create(
            [
                Deputy(membership=each, user=self._invent(of or "QOC"), starts_on=self._since)
                for each in nurses[:1]
            ]
        )
        return made

    def _fill(self, committee: Committee, chair: Chair, of: str, place: int) -> Membership:
        board = chair.board or of
        username = chair.usernames.get(of)
        user = self._named[username].user if username else self._invent(board or "QOC")
        return Membership(
            id=key_of(f"member:{committee.code}:{place}"),
            committee=committee,
            user=user,
            role=chair.role,
            is_voting=chair.role in (R.CHAIR, R.DEPUTY_CHAIR, R.MEMBER),
            board=self._organizations[board] if board else None,
            capacities=list(chair.capacities),
            position=chair.position,
            starts_on=self._since,
        )

    def _invent(self, board: str) -> User:
        number = self._invented
        self._invented += 1
        # Steps through the names so that no two members of a board share one.
        first = FIRST_NAMES[(number * 7) % len(FIRST_NAMES)]
        last = LAST_NAMES[(number * 3 + number // 10) % len(LAST_NAMES)]
        user = User.objects.create(
            id=key_of(f"person:{number}"),
            username=f"member.{number:02}",
            first_name=first,
            last_name=last,
            display_name=f"{first} {last}",
            email=f"member.{number:02}@demo.invalid",
            password=self._password,
        )
        PractitionerRole.objects.create(
            id=key_of(f"role:{number}"),
            user=user,
            organization=self._organizations[board],
            job_role=JobRole.BOARD_MEMBER,
            job_title="Committee member",
            starts_on=self._since - timedelta(days=30),
        )
        return user
