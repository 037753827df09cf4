"""The two pictures of the page: proved gap over seconds, and seconds over days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.benchmarks.drawing import Axis, Place, cross, dot, line, picture, text
from tests.benchmarks.results import Peer, Race, Row

DASHES = ("", "9 3", "2 3", "9 3 2 3", "14 3 2 3 2 3")
"""How the lines of the peers are told apart, in their order; no colour is needed."""

WIDTH, PANEL, GUTTER = 800.0, 250.0, 60.0

SECONDS, GAPS = (0.5, 300.0), (0.0005, 1.0)

TICKS_OF_SECONDS = (0.5, 1, 3, 10, 30, 100, 300)

TICKS_OF_GAPS = (0.001, 0.005, 0.01, 0.1, 1.0)

PALE = "#999999"


def gaps_picture(races: Sequence[Race]) -> str:
    """Draw a panel for each problem, two beside each other."""
    rows = -(-len(races) // 2)
    height = 60 + rows * (PANEL + GUTTER)
    marks = [*_legend(races[0].peers if races else ())]
    for n, race in enumerate(races):
        left = GUTTER + (n % 2) * WIDTH / 2
        top = 84 + (n // 2) * (PANEL + GUTTER)
        x = Axis(SECONDS, (left, left + WIDTH / 2 - GUTTER - 20), log=True)
        y = Axis(GAPS, (top + PANEL - 30, top), log=True)
        marks += [*_frame(race, x, y), *_lines(race, x, y)]
    return picture(WIDTH, height, marks)


def _legend(peers: Sequence[Peer]) -> Iterator[str]:
    for n, peer in enumerate(peers):
        left = GUTTER + 130 * n
        yield line([(left, 24), (left + 40, 24)], width=1.8, dashes=DASHES[n])
        yield text((left + 46, 28), peer.solver)
    left = GUTTER + 130 * len(peers)
    yield dot((left, 24), 5)
    yield text((left + 10, 28), "canteen, where it ended")


def _frame(race: Race, x: Axis, y: Axis) -> Iterator[str]:
    bottom, top = y.ends
    left, right = x.ends
    yield text((left, top - 24), race.name, size=13, more=" font-weight='bold'")
    yield text((left, top - 8), _without(race), size=11)
    yield line([(left, top), (left, bottom), (right, bottom)])
    for seconds in TICKS_OF_SECONDS:
        at = x.at(seconds)
        yield line([(at, bottom), (at, bottom + 4)])
        yield text((at, bottom + 17), f"{seconds:g}", size=11, anchor="middle")
    yield text((right, bottom + 32), "seconds", size=11, anchor="end")
    for gap in TICKS_OF_GAPS:
        yield line([(left - 4, y.at(gap)), (left, y.at(gap))])
        yield text((left - 7, y.at(gap) + 4), f"{100 * gap:g}%", size=11, anchor="end")
    for ours in race.ours:
        yield line([(left, y.at(ours.gap)), (right, y.at(ours.gap))], width=0.7, ink=PALE)


def _without(race: Race) -> str:
    """Say who is not in the panel."""
    none = [peer.solver for peer in race.peers if not peer.steps]
    said = [f"no menu in {race.limit:g} s: {', '.join(none)}"] if none else []
    said += [f"canteen not at {100 * o.gap:g}%" for o in race.ours if o.seconds is None]
    return "; ".join(said)


def _lines(race: Race, x: Axis, y: Axis) -> Iterator[str]:
    target = min(ours.gap for ours in race.ours)
    for n, peer in enumerate(race.peers):
        places = list(_stairs(peer, x, y))
        if not places:
            continue
        there = peer.there(target) is not None
        if not there:
            places.append((x.at(race.limit), places[-1][1]))
        yield line(places, width=1.8, dashes=DASHES[n])
        yield dot(places[-1], 3, "white") if there else cross(places[-1])
    for n, ours in enumerate(race.ours):
        if ours.seconds is not None and ours.proved is not None:
            here = (x.at(ours.seconds), y.at(ours.proved))
            yield dot(here, 5)
            beside = (here[0] + 7, here[1] + (14 if n else -6))
            yield text(beside, f"{ours.seconds:.1f} s", size=11)


def _stairs(peer: Peer, x: Axis, y: Axis) -> Iterator[Place]:
    """Yield the corners of a line that falls only where a smaller gap was proved."""
    last: float | None = None
    for seconds, gap in peer.steps:
        if last is not None:
            yield x.at(seconds), last
        last = y.at(gap)
        yield x.at(seconds), last


def growth_picture(rows: Sequence[Row]) -> str:
    """Draw the seconds of the whole command over the days of service, and what was asked."""
    if not rows:
        return picture(WIDTH / 2, 60, [text((20, 35), "not measured yet")])
    asked = [row.asked_seconds for row in rows if row.asked_seconds is not None]
    x = Axis((0.0, max(row.days for row in rows)), (GUTTER, 430.0))
    y = Axis((0.0, max([row.seconds for row in rows] + asked) * 1.1), (250.0, 30.0))
    marks = [line([(GUTTER, 30), (GUTTER, 250), (440, 250)]), _label("seconds", (GUTTER - 40, 20))]
    marks.append(text((440, 284), "days of service", size=11, anchor="end"))
    for seconds in _round_steps(y.values[1]):
        marks.append(line([(GUTTER - 4, y.at(seconds)), (GUTTER, y.at(seconds))]))
        marks.append(_label(f"{seconds:g}", (GUTTER - 8, y.at(seconds) + 4), "end"))
    for row in rows:
        marks.append(line([(x.at(row.days), 250), (x.at(row.days), 254)]))
        marks.append(_label(f"{row.days}", (x.at(row.days), 268), "middle"))
        if row.asked_seconds is not None:
            at = (x.at(row.days), y.at(row.asked_seconds))
            marks.append(line([(at[0] - 12, at[1]), (at[0] + 12, at[1])], width=2, ink=PALE))
            marks.append(_label(f"asked: {row.asked_seconds:g}", (at[0] - 16, at[1] + 4), "end"))
    places = [(x.at(row.days), y.at(row.seconds)) for row in rows]
    marks.append(line(places, width=1.8))
    for row, (across, up) in zip(rows, places, strict=True):
        marks += [dot((across, up)), _label(f"{row.seconds:.1f}", (across, up - 9), "middle")]
    return picture(500, 300, marks)


def _label(words: str, at: Place, anchor: str = "start") -> str:
    return text(at, words, size=11, anchor=anchor)


def _round_steps(most: float) -> list[float]:
    """Return round numbers from nought to ``most``, at most seven."""
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if most / s <= 6)
    return [n * step for n in range(int(most / step) + 1)]
