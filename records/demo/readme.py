"""The README that lies beside the files: what they are and what is wrong with them on purpose."""

from records.demo.flaws import ENTRY_FLAWS, FLAWS
from records.demo.generate import Order, Summary
from records.demo.personas import PERSONAS

MARK = "Synthetic feed files of One Health and Care"


def text(order: Order, summary: Summary) -> str:
    """Return the README of a set."""
    lines = [
        MARK,
        "",
        f"{summary.people} people, day {order.as_of}, night {order.night}, seed {order.seed}.",
        (
            "Every person, every member of staff and every street is invented; NHS numbers are "
            "in the 999 range."
        ),
        "",
        "Entries by feed",
        *(f"  {feed:20} {count:8}" for feed, count in sorted(summary.entries.items())),
        "",
        "People who are in every set",
        *(
            f"  {one.nhs_number}  {one.name}, born {one.birth_date.isoformat()}: {one.story}"
            for one in PERSONAS
        ),
        "",
        "Flaws, put in on purpose",
    ]
    for flaw in FLAWS if order.night == 1 else ENTRY_FLAWS:
        count = summary.flaws.get(flaw.code, 0)
        if count:
            lines.append(f"  {flaw.code:18} {count:4}  {flaw.what} ({flaw.feeds}): {flaw.outcome}.")
    if order.night == 1:
        lines.append(
            "  late-feed             1  Nothing in mpft is newer than two days before the others."
        )
    else:
        lines += ["", "What changed since the night before"]
        lines += [f"  {kind:20} {count:5}" for kind, count in sorted(summary.changes.items())]
    return "\n".join(lines) + "\n"
