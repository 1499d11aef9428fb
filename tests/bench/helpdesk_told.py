"""
Tickets of any number, as any helpdesk could have them.

Four in five are closed, one in ten is resolved, one in ten open or taken up again; one in ten has
nobody on it. Each says 60 words and has three follow-ups of 40, one of them for staff alone. One
word is in every 997th.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from helpdesk.demo.past.topics import read_topics
from helpdesk.policies import priority_of

RARE, RARE_IN, NONE = "zygomorphic", 997, "unfindableword"
# Each of these is in a ticket with this chance, beside the words that people use anyway.
COMMON = {"laboratory": 0.66, "screen": 0.5, "urgent": 0.4}
DESCRIBED_WORDS, FOLLOWED_WORDS = 60, 40
CATEGORIES = (
    "access", "software", "data-quality", "configuration", "security", "hardware", "training",
    "how-to",
)  # fmt: skip
DAYS = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchTicket:
    """A ticket as it is written into any helpdesk, ours or another."""

    number: int
    subject: str
    opened_at: datetime
    state: str
    priority: int
    impact: int
    urgency: int
    category: str
    queue: int
    agent: int | None
    caller: int
    texts: tuple[str, str, str, str]


def tell_tickets(count: int, *, queues: int, agents: int, callers: int) -> Iterator[BenchTicket]:
    """Return so many tickets in the order in which they were opened, the same each time."""
    rng = Random(11)  # noqa: S311 — the same tickets each time
    words = _Vocabulary(rng)
    began = datetime(2024, 11, 24, 8, tzinfo=UTC)
    apart = timedelta(days=DAYS) / count
    for number in range(1, count + 1):
        impact = rng.choices((2, 3, 4, 5), (3, 7, 25, 65))[0]
        urgency = rng.choices((1, 2, 3, 4, 5), (4, 20, 36, 30, 10))[0]
        yield BenchTicket(
            number=number,
            subject=words.text(6).capitalize(),
            opened_at=began + number * apart,
            state=_state(rng),
            priority=int(priority_of(impact, urgency)),
            impact=impact,
            urgency=urgency,
            category=rng.choice(CATEGORIES),
            queue=rng.randrange(queues),
            agent=None if rng.random() < 0.1 else rng.randrange(agents),
            caller=rng.randrange(callers),
            texts=words.texts_of(number),
        )


def _state(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.8:
        return "closed"
    if chance < 0.9:
        return "resolved"
    return rng.choices(("new", "triaged", "in-progress", "waiting", "reopened"), (2, 2, 3, 2, 1))[0]


class _Vocabulary:
    """The words of real topics and many rarer ones, as often as words are."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        said = " ".join(
            sentence
            for topic in read_topics()
            for sentences in topic.sentences.values()
            for sentence in sentences
        )
        spoken = {word.strip(".,:;?!“”{}()").lower() for word in said.split()}
        known = sorted(word for word in spoken if word.isalpha() and word not in COMMON)
        rng.shuffle(known)
        made_up = [f"{known[n % len(known)]}{n}" for n in range(6_000)]
        self._words = known + made_up
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(len(self._words))))

    def text(self, length: int) -> str:
        return " ".join(self._rng.choices(self._words, cum_weights=self._weights, k=length))

    def texts_of(self, number: int) -> tuple[str, str, str, str]:
        """Return a description and three follow-ups, with the words that are searched for."""
        rng = self._rng
        extra = [word for word, chance in COMMON.items() if rng.random() < chance]
        if number % RARE_IN == 0:
            extra.append(RARE)
        described = self.text(DESCRIBED_WORDS - len(extra)).split()
        for word in extra:
            described.insert(rng.randrange(len(described)), word)
        reply, remark, message = (self.text(FOLLOWED_WORDS) for _ in range(3))
        return " ".join(described), reply, remark, message
