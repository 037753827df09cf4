"""What is measured, and the figures that each of it has to reach.

To add a command, add a ``Case`` to the list of ``commands``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.folders import (
    BOARDING,
    DAYS,
    HALAL,
    LUNCH,
    THREE_BANDS,
    four_weeks,
    lunch,
    short_of_money,
)

MOST_MEGABYTES = 600.0

SEEDS = 10

PEER_SECONDS = 300.0

TIMES = 20.0

ANY = float("inf")

NO_MENU = 3
"""The exit of a week that no menu keeps to."""


@dataclass(frozen=True, slots=True)
class Case:
    """One command, and the figures it has to reach.

    Attributes:
        words: the program, beside the Python that runs this, and its arguments; ``{out}`` stands
            for a fresh folder.
        seconds: at most; of the whole command, or what it reports itself as ``timed``.
        gap: at most, proved; None where nothing is proved.
        seeds: run once with each of so many seeds, the worst counts; 0: runs of one seed, the
            median counts.
        timed: the key under which the command prints its seconds, or empty for the whole command.
        code: with which it has to end.
    """

    name: str
    words: tuple[str, ...]
    seconds: float = ANY
    gap: float | None = None
    megabytes: float = MOST_MEGABYTES
    seeds: int = 0
    timed: str = ""
    code: int = 0


def planned(folder: Path, gap: float, *more: str) -> tuple[str, ...]:
    """Return the words that plan a folder to a gap and write its sheets."""
    return ("canteen", "plan", f"{folder}", "--gap", f"{gap}", "--json", "--out", "{out}", *more)


def commands() -> tuple[Case, ...]:
    """Return the commands that are measured as a user meets them, in the order of the page."""
    boarding = Case("boarding school, three meals, 1 week", planned(BOARDING, 0.01), 10, 0.01)
    return (
        Case("`canteen --help`", ("canteen", "--help"), 0.3),
        Case("primary school, lunch, 1 week", planned(LUNCH, 0.005), 3, 0.005, 400),
        Case("primary school, lunch, 1 week, 0.1 %", planned(LUNCH, 0.001), 6, 0.001),
        Case("halal school, lunch, 1 week", planned(HALAL, 0.005), 5, 0.005, 400),
        replace(boarding, seeds=SEEDS),
        replace(boarding, words=planned(BOARDING, 0.005), seconds=30, gap=0.005, seeds=SEEDS),
        Case(
            "primary school, four weeks, each dish at most twice",
            planned(four_weeks(), 0.01, "--time-limit", "300"),
            gap=0.01,
        ),
        Case(
            "boarding day model, building alone",
            ("python", "-m", "tests.benchmarks.day_model"),
            2,
            timed="built_seconds",
        ),
        Case("order for 2,000 pupils", ("python", "-m", "tests.benchmarks.order_2000"), 5, 0.0),
        by_hand("a lunch planned again, the week kept", "regenerate", LUNCH, 2),
        by_hand("replacements of a dish, lunch", "swap", LUNCH, 2),
        by_hand("a day of three meals planned again, the week kept", "regenerate", BOARDING),
        by_hand("replacements of a dish, three meals", "swap", BOARDING),
        by_hand("prices of all rules, lunch", "why", LUNCH, 10),
        by_hand("prices of all rules, three meals", "why", BOARDING, 10),
        impossible("no menu for 4 yuan, lunch: why", LUNCH, 4.0),
        impossible("no menu for 9 yuan, three meals: why", BOARDING, 9.0),
    )


def by_hand(name: str, command: str, folder: Path, seconds: float = ANY) -> Case:
    """Return a change of a finished plan; planning it first is not timed."""
    words = ("python", "-m", "tests.benchmarks.by_hand", command, f"{folder}")
    gap = 0.005 if command == "regenerate" else None
    return Case(name, words, seconds, gap, timed="built_seconds")


def impossible(name: str, sample: Path, yuan: float) -> Case:
    """Return a week that no menu keeps to for so little money."""
    words = ("canteen", "plan", f"{short_of_money(sample, yuan)}", "--json")
    return Case(name, words, 10, code=NO_MENU)


def books() -> tuple[Case, ...]:
    """Return what the books are asked, in an SQLite file on this disk."""
    return (
        _of_books("1,000 entries posted, a transaction each", "post", 1000, 5),
        _of_books("a million postings verified", "verify", 1_000_000, 15),
        _of_terms("a month of 2,000 pupils closed", "close-school", 5),
        _of_terms("a term's surplus refunded to 2,000 pupils", "refund-school", 2),
        _of_terms("a term's surplus refunded to 100,000 pupils", "refund-town", 30),
    )


def _of_books(name: str, what: str, times: int, seconds: float) -> Case:
    words = ("python", "-m", "tests.benchmarks.books", what, f"{times}")
    return Case(name, words, seconds, timed="built_seconds")


def _of_terms(name: str, what: str, seconds: float) -> Case:
    words = ("python", "-m", "tests.benchmarks.terms", what)
    return Case(name, words, seconds, timed="built_seconds")


def wall() -> tuple[Case, ...]:
    """Return what sheets and the public door are asked; the door answers 50 clients at once."""
    return (
        _of_wall("an A4 sheet to PDF, warm: the slowest", "warm", 0.15),
        _of_wall("a week's sheet to PDF, cold", "cold", 1.5),
        _of_wall("1,000 schools' week sheets to PDF, two processes", "thousand", 90),
        replace(
            _of_wall("the page of a school: seconds for each", "pages", 1 / 200), megabytes=ANY
        ),
        replace(_of_wall("reads of the API: 95th percentile", "reads", 0.08), megabytes=ANY),
    )


def _of_wall(name: str, what: str, seconds: float) -> Case:
    words = ("python", "-m", "tests.benchmarks.wall", what)
    return Case(name, words, seconds, timed="built_seconds")


ASKED_OF_DAYS = {20: 15.0, 60: 60.0}
"""Days of service -> seconds; the points between are drawn and asked nothing."""


def growth() -> tuple[tuple[int, Case], ...]:
    """Return the same lunch over more and more days."""
    return tuple(
        (
            days,
            Case(
                f"lunch, {days} days",
                planned(lunch(days), 0.005, "--time-limit", "120"),
                ASKED_OF_DAYS.get(days, ANY),
                0.005,
            ),
        )
        for days in DAYS
    )


@dataclass(frozen=True, slots=True)
class Contest:
    """One problem that every solver is given.

    Attributes:
        gaps: targets, the largest first.
        times: how many times shorter the planner has to be than the best peer.
    """

    name: str
    folder: Path
    gaps: tuple[float, ...]
    times: float = TIMES


def contests() -> tuple[Contest, ...]:
    """Return the problems on which the planner meets its peers, in the order of the page."""
    return (
        Contest("lunch, 5 days, two age bands", LUNCH, (0.005,), 1.0),
        Contest("lunch, 5 days, three age bands", THREE_BANDS, (0.005,)),
        Contest("lunch, 20 days, two age bands", lunch(20), (0.005,)),
        Contest("three meals, 5 days, four age bands", BOARDING, (0.01, 0.005)),
    )
