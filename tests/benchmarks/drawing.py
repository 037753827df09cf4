"""A few marks on paper: SVG in black and white, every number to a tenth of a point."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

FONT = "font-family='Helvetica, Arial, sans-serif'"

Place = tuple[float, float]


def picture(width: float, height: float, marks: Iterable[str]) -> str:
    """Return a whole SVG file on white paper."""
    inside = "\n".join(marks)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:g}' height='{height:g}' "
        f"viewBox='0 0 {width:g} {height:g}' {FONT}>\n"
        f"<rect width='100%' height='100%' fill='white'/>\n{inside}\n</svg>\n"
    )


def text(at: Place, words: str, *, size: float = 12, anchor: str = "start", more: str = "") -> str:
    """Return words beside a place; ``more``: further attributes."""
    x, y = at
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size:g}' text-anchor='{anchor}'{more}>"
        f"{escape(words)}</text>"
    )


def line(places: Sequence[Place], *, width: float = 1, dashes: str = "", ink: str = "black") -> str:
    """Return a line through several places."""
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    broken = f" stroke-dasharray='{dashes}'" if dashes else ""
    pen = f"stroke='{ink}' stroke-width='{width:g}'{broken}"
    return f"<polyline points='{through}' fill='none' {pen}/>"


def dot(at: Place, radius: float = 4, fill: str = "black") -> str:
    """Return a round mark."""
    return (
        f"<circle cx='{at[0]:.1f}' cy='{at[1]:.1f}' r='{radius:g}' fill='{fill}' stroke='black'/>"
    )


def cross(at: Place, size: float = 4) -> str:
    """Return a mark for what was not reached."""
    x, y = at
    there, back = 2 * size, -2 * size
    arms = f"M{x - size:.1f},{y - size:.1f} l{there:g},{there:g} m0,{back:g} l{back:g},{there:g}"
    return f"<path d='{arms}' stroke='black' stroke-width='1.5'/>"


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values lie between two ends on the paper.

    Attributes:
        log: equal ratios lie equally far apart.
    """

    values: tuple[float, float]
    ends: tuple[float, float]
    log: bool = False

    def at(self, value: float) -> float:
        """Return the place of a value; beyond the ends it lies on the nearer one."""
        low, high = self.values
        held = min(max(value, low), high)
        if self.log:
            share = math.log(held / low) / math.log(high / low)
        else:
            share = (held - low) / (high - low)
        return self.ends[0] + share * (self.ends[1] - self.ends[0])
