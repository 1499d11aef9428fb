"""What is asked for of benefits; the address of a page holds all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from analytics.codes import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitWish:
    """Which scenario, which year of openings, as known on which day; blank is the usual one."""

    scenario: str = ""
    basis: Basis = Basis.RUN_RATE
    as_of: date | None = None
    dropped: Sequence[str] = field(default_factory=tuple)

    def query(self, **others: str) -> str:
        """Return it as the query of an address, with other values; blanks are left out."""
        held = {
            "scenario": self.scenario,
            "basis": "" if self.basis == Basis.RUN_RATE else self.basis.value,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            **others,
        }
        return urlencode({name: value for name, value in held.items() if value})
