"""A small model of a canteen: what was posted, which months are over, who is owed what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from canteen.calendar import Month
from canteen.ledger.entry import Entry
from canteen.ledger.funds import Fund

MONTHS = tuple(Month(2026, n) for n in (3, 4, 5))
"""Those that can be closed; June is where refunds are booked, and is not over."""

WEIGHTS = {"001": 20, "002": 19, "003": 21}
"""Pupil -> days that count."""


@dataclass
class Model:
    """What the books have to hold.

    Attributes:
        made: key -> the record that it made.
        entries: record -> entry that was posted by hand, or its mirror image.
        undone: records that were reversed.
        over, refunded: months closed, in their order, and those whose surplus was given back.
        given: fen of all refunds.
        owed: pupil -> fen.
        paid: fen paid out to pupils.
    """

    head: int = 0
    made: dict[str, int] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    over: list[Month] = field(default_factory=list)
    refunded: set[Month] = field(default_factory=set)
    given: int = 0
    owed: Counter[str] = field(default_factory=Counter)
    paid: int = 0

    def keep(self, key: str, entry: Entry | None = None) -> int:
        """Take down one more record, and return its number."""
        self.head += 1
        self.made[key] = self.head
        if entry is not None:
            self.entries[self.head] = entry
        return self.head

    def takes(self, day: date) -> bool:
        """Say whether an entry may be booked on ``day``."""
        return Month.of(day) not in self.over

    def pool(self, last: Month) -> int:
        """Return the fen of the pupils' fund until the end of a month that nobody got yet."""
        moved = sum(
            posting.amount.fen
            for entry in self.entries.values()
            for posting in entry.postings
            if posting.fund is Fund.PUPILS and entry.day <= last.last
        )
        return -moved - self.given

    def refund(self, last: Month) -> None:
        """Give the pool back."""
        pool = self.pool(last)
        self.owed.update(shares(pool, WEIGHTS))
        self.given += pool
        self.refunded |= {month for month in self.over if month <= last}

    def pay(self, pupil: str, fen: int) -> None:
        self.owed[pupil] -= fen
        self.paid += fen

    @property
    def balances(self) -> Mapping[tuple[str, Fund | None], int]:
        """Account and fund -> debits less credits."""
        found: Counter[tuple[str, Fund | None]] = Counter()
        for entry in self.entries.values():
            for posting in entry.postings:
                found[posting.account, posting.fund] += posting.amount.fen
        found["3001", Fund.PUPILS] += self.given
        found["2212", None] -= self.owed.total()
        found["1002", None] -= self.paid
        return found


def shares(pool: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Return whole parts of ``pool`` that miss the exact ones by less than a fen and sum to it."""
    exact = {who: Fraction(pool * n, sum(weights.values())) for who, n in weights.items()}
    found = {who: part.__floor__() for who, part in exact.items()}
    while sum(found.values()) < pool:
        found[max(sorted(exact), key=lambda who: exact[who] - found[who])] += 1
    return found
