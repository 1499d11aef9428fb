"""Reads Authentication-Results (RFC 8601) of the one server that is believed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 4_000
_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_METHOD = re.compile(r"\A\s*([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE)
# Exchange Online, and so NHSmail, names no server; it renames headers of that kind that come in.
EXCHANGE_ONLINE = "exchange-online"
NONE = "none"
PASS = "pass"  # noqa: S105 — a result, not a secret
FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the believed server found; `none` where it said nothing, or two things at once."""

    dmarc: str = NONE
    spf: str = NONE
    dkim: str = NONE
    from_domain: str = ""

    def vouches_for(self, address: str) -> bool:
        """Whether the domain of an address was found to have sent the mail (DMARC)."""
        domain = address.rpartition("@")[2].lower()
        return self.dmarc == PASS and self.from_domain in ("", domain)

    def disowns(self, address: str) -> bool:
        """Whether the server found that the domain of an address did not send the mail."""
        domain = address.rpartition("@")[2].lower()
        return self.dmarc == FAIL or (self.dmarc == PASS and self.from_domain not in ("", domain))

    def as_facts(self) -> dict[str, str]:
        return {
            "dmarc": self.dmarc,
            "spf": self.spf,
            "dkim": self.dkim,
            "from_domain": self.from_domain,
        }


def read_authentication(values: Iterable[str], *, trusted: str) -> Authentication:
    """
    Read the results of the server named `trusted`; all other servers may have been invented.

    `exchange-online` stands for results that name no server.
    """
    results: dict[str, set[str]] = {}
    domains: set[str] = set()
    for value in values:
        named, statements = _part_server(_plain(value).split(";"))
        if not trusted or named != trusted.strip().lower():
            continue
        for statement in statements:
            if match := _METHOD.match(statement):
                results.setdefault(match[1].lower(), set()).add(match[2].lower())
                if match[1].lower() == "dmarc":
                    domains |= {
                        name.strip("\"'").lower() for name in _HEADER_FROM.findall(statement)
                    }
    return Authentication(
        dmarc=_only(results.get("dmarc")),
        spf=_only(results.get("spf")),
        dkim=PASS if PASS in results.get("dkim", set()) else _only(results.get("dkim")),
        from_domain=domains.pop() if len(domains) == 1 else "",
    )


def _part_server(statements: list[str]) -> tuple[str, list[str]]:
    """Part the name of the server from what it found."""
    if _METHOD.match(statements[0]):
        return EXCHANGE_ONLINE, statements
    return (statements[0].split() or [""])[0].lower(), statements[1:]


def _plain(value: str) -> str:
    """Drop comments, which may hold anything, and quoted words."""
    plain = _QUOTED.sub("", value[:_LONGEST])
    for _ in range(5):
        plain, found = _COMMENT.subn("", plain)
        if not found:
            break
    return plain


def _only(found: set[str] | None) -> str:
    """Take one result; where a method was judged twice, and differently, a failure stands."""
    if not found:
        return NONE
    if len(found) == 1:
        return found.pop()
    return FAIL if FAIL in found else NONE
