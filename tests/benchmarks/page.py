"""docs/benchmarks.md and its pictures, made from what was measured and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.folders import ROOT
from tests.benchmarks.picture import gaps_picture, growth_picture
from tests.benchmarks.results import Ours, Peer, Race, Results, Row

DOCS = ROOT / "docs"

HEAD = """\
# Benchmarks

Written by `make bench` from docs/benchmarks.json; `make bench ONLY=commands` (or `growth`, `books`,
`wall`, `peers`) measures one part again and leaves the others with the day and the machine they
were measured on. The machines are shared: a million additions in Python, timed before each case,
say how fast it was.
"""

COMMANDS = """\
The whole command, from the shell to the last file: medians of five runs, or the worst run over ten
seeds where that is said. Memory is the peak of the sum over all processes of the command
(proportional set size). The gap is the one proved for the printed menu, a share of its cost.

| case | s | MB | proved gap | exit | asked | reached |
|---|---|---|---|---|---|---|
"""

GROWTH = """\
The sample lunch week planned over more and more days, to 0.5 %: medians of five whole commands.

![Seconds over days](benchmarks-growth.svg)

| days | s | MB | proved gap | exit | asked | reached |
|---|---|---|---|---|---|---|
"""

BOOKS = """\
Books in an SQLite file, every commit waiting for the disk: medians of five runs. Only the posts, or
the verification, are timed; what is verified was inserted before. The note is of the last run.

| case | s | MB | asked | reached | note |
|---|---|---|---|---|---|
"""

WALL = """\
Sheets drawn as PDF, and `canteen serve` (two processes) over a database in which 300 schools
showed 40 weeks each: 50 clients of this machine, on the same two cores, ask one thing after the
other for 15 seconds, and then for the 15 that count; the note tells of both. A page is that of any
school with its last week, which each process makes once; a page of an older week is made anew and
takes some 20 ms. A read is any week of a school, days of all schools, a list of sheets or of
schools: an answer that was not asked for before takes 1 to 2 ms of a processor, one that is still
in memory 0.05 ms. All weeks share the bytes of one sheet: the database is smaller than a real one.
MB are those of the server, of its clients and of what filled the database, together.

| case | s | MB | asked | reached | note |
|---|---|---|---|---|---|
"""

PEERS = """\
The same problem for every solver: the plain formulation is our own day model with all its rules,
soft ones with their prices, and printed sizes as whole rungs, without the aggregate, without cuts
and with every lawful dish, as PuLP writes it to MPS. CBC, HiGHS and SCIP read that file; CP-SAT
gets it in whole numbers (every row multiplied so that its largest coefficient is 10^8, and rounded
so that no menu is lost; its bound is lower than exact by less than 0.001 fen for each soft row).
One thread each, in a process of its own, once, with defaults (CP-SAT with linearization level 2,
without which it proves less); the menu of each is judged by the same independent checkers.

Seconds are the solver's own: for a peer from the call to the first sight of the gap, the file being
read; for `canteen` from the folder read to the proof, models and all (median of five). The gap is
(objective - bound) / cost everywhere. CBC's log does not say what its menus pay for soft rules; the
last menu's penalty stands for all.

![Proved gap over seconds](benchmarks.svg)

Grey lines are the gaps asked. A line ends in a circle where it is there, in a cross where it is
not at the end of its time.

"""

RACES = """\
| problem | gap | canteen, s | {solvers} | the best peer takes | asked | reached |
|---|---|---|{dashes}---|---|---|
"""


def write_page(results: Results, docs: Path = DOCS) -> None:
    """Write the page and both pictures."""
    (docs / "benchmarks.md").write_text(page(results), "utf-8")
    (docs / "benchmarks.svg").write_text(gaps_picture(results.peers), "utf-8")
    (docs / "benchmarks-growth.svg").write_text(growth_picture(results.growth), "utf-8")


def page(results: Results) -> str:
    """Return docs/benchmarks.md."""
    parts = (
        ("commands", "Commands", COMMANDS, [_row(r, r.name) for r in results.commands]),
        ("growth", "Growth with the days", GROWTH, [_row(r, f"{r.days}") for r in results.growth]),
        ("books", "The books", BOOKS, [_row_of_books(r) for r in results.books]),
        ("wall", "Sheets and the public door", WALL, [_row_of_books(r) for r in results.wall]),
        ("peers", "Peers on the plain formulation", PEERS, list(_peers(results.peers))),
    )
    blocks = [HEAD]
    for key, title, text, lines in parts:
        part = results.parts.get(key)
        if part is None:
            blocks.append(f"## {title}\n\nNot measured yet: `make bench ONLY={key}`.\n")
            continue
        when = f"Measured on {part.day}: {part.machine}."
        blocks.append(f"## {title}\n\n{when}\n\n{text}" + "\n".join(lines) + "\n")
    return "\n".join(blocks)


def _row(row: Row, name: str) -> str:
    said = f"{name}, worst of {row.seeds} seeds" if row.seeds else name
    gap = "" if row.gap is None else f"{row.gap:.2%}"
    codes = " ".join(map(str, row.codes))
    asked = ", ".join(_asked(row))
    return (
        f"| {said} | {row.seconds:.2f} | {row.megabytes:.0f} | {gap} | {codes} | {asked} "
        f"| {_yes(row.reached)} |"
    )


def _row_of_books(row: Row) -> str:
    asked = ", ".join(_asked(row))
    return (
        f"| {row.name} | {row.seconds:.3g} | {row.megabytes:.0f} | {asked} | {_yes(row.reached)} "
        f"| {row.note} |"
    )


def _asked(row: Row) -> Iterator[str]:
    if row.asked_seconds is not None:
        yield f"{row.asked_seconds:g} s"
    if row.asked_megabytes is not None:
        yield f"{row.asked_megabytes:g} MB"
    if row.asked_gap is not None:
        yield f"{row.asked_gap:.1%}"


def _yes(reached: bool) -> str:  # noqa: FBT001 -- a word for a truth
    return "yes" if reached else "**no**"


def _peers(races: tuple[Race, ...]) -> Iterator[str]:
    solvers = [peer.solver for peer in races[0].peers] if races else []
    head = RACES.format(
        solvers=" | ".join(f"{s}, s" for s in solvers), dashes="---|" * len(solvers)
    )
    yield head.removesuffix("\n")
    for race in races:
        for ours in race.ours:
            yield _race(race, ours)
    yield ""
    yield "| problem | rows × columns (whole) | memory, MB: canteen | " + " | ".join(solvers) + " |"
    yield "|---|---|---|" + "---|" * len(solvers)
    for race in races:
        rows, columns, whole = race.size
        size = f"{rows:,} × {columns:,} ({whole:,})"
        own = max(ours.megabytes for ours in race.ours)
        peaks = " | ".join(f"{peer.megabytes:.0f}" for peer in race.peers)
        yield f"| {race.name} | {size} | {own:.0f} | {peaks} |"
    yield ""
    versions = {f"{peer.solver} {peer.version}" for race in races for peer in race.peers}
    yield "Peers: " + ", ".join(sorted(versions)) + "." + _second_look(races)


def _race(race: Race, ours: Ours) -> str:
    best = race.best(ours.gap)
    own = "not there" if ours.seconds is None else f"{ours.seconds:.2f}"
    cells = " | ".join(_cell(peer, ours.gap, race.limit) for peer in race.peers)
    if ours.seconds is None:
        ratio = ""
    elif best is None:
        ratio = f"more than {race.limit / ours.seconds:.0f} ×"
    else:
        ratio = f"{best / ours.seconds:.1f} ×"
    asked = f"{race.times:g} ×, or no peer in {race.limit:g} s" if race.times > 1 else "not slower"
    reached = _yes(race.reached(ours))
    return f"| {race.name} | {ours.gap:.1%} | {own} | {cells} | {ratio} | {asked} | {reached} |"


def _cell(peer: Peer, gap: float, limit: float) -> str:
    there = peer.there(gap)
    if there is not None:
        return f"{there:.1f}"
    if peer.closest is None:
        return f"no menu after {limit:g}"
    return f"not there after {limit:g} ({peer.closest:.1%})"


def _second_look(races: tuple[Race, ...]) -> str:
    """Say whose last menu the checkers reject, and whether the solvers agree."""
    wrong = [
        f"{peer.solver} on {race.name} ({', '.join(peer.broken)})"
        for race in races
        for peer in race.peers
        if peer.broken
    ]
    said = "."
    if wrong:
        said = f", but for those of {'; '.join(wrong)}."
    against = [race.name for race in races if race.contradicted]
    if against:
        said += f" **Bounds and menus contradict each other** on {'; '.join(against)}."
    else:
        said += " No bound of one solver lies above a lawful menu of another."
    return f" The checkers find all menus found lawful{said}"
