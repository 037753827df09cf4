"""What acceptance costs: panels of least cost against what pupils accept, as one SVG picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

WIDTH, HEIGHT = 340.0, 260.0

LEFT, RIGHT, TOP, BOTTOM = 52.0, 16.0, 44.0, 48.0

MOST_TICKS = 6

STEPS = (5, 10, 20, 50, 100, 200)
"""Fen between two lines of the grid."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: fen per pupil and day, or None where there is no menu.

    Attributes:
        label: of the place on the axis.
        least: what no menu undercuts.
        own: whether the school plans so now.
    """

    label: str
    cost: float | None
    least: float | None
    own: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One curve; its points stand at equal distances."""

    title: str
    axis: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class CurveView:
    """The picture: a title, panels side by side, and what its signs mean."""

    title: str
    panels: tuple[Panel, ...]
    legend: tuple[str, str, str]
    nothing: str


@dataclass(frozen=True, slots=True)
class _Tick:
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    y: float | None
    floor: float | None
    label: str
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class _Drawn:
    left: float
    title: str
    axis: str
    ticks: tuple[_Tick, ...]
    dots: tuple[_Dot, ...]
    line: str


def draw(view: CurveView) -> str:
    """Return the picture as SVG text."""
    low, high, step = _range(view.panels)
    drawn = tuple(_panel(n, panel, (low, high, step)) for n, panel in enumerate(view.panels))
    return _template().render(
        view=view,
        panels=drawn,
        width=WIDTH * max(1, len(drawn)),
        height=HEIGHT,
        floor=HEIGHT - BOTTOM,
        inner=WIDTH - LEFT - RIGHT,
        edge=LEFT,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reports"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
    )


def _template() -> Template:
    return _environment().get_template("cost_curve.svg.jinja")


def _range(panels: Sequence[Panel]) -> tuple[float, float, float]:
    """Return the ends of the common axis of money and the step of its grid, in fen."""
    known = [m.cost for p in panels for m in p.marks if m.cost is not None]
    known += [m.least for p in panels for m in p.marks if m.least is not None]
    low, high = (min(known), max(known)) if known else (0.0, 100.0)
    step = next((s for s in STEPS if (high - low) / s <= MOST_TICKS - 2), 500)
    return low // step * step, (high // step + 1) * step, step


def _panel(n: int, panel: Panel, scale: tuple[float, float, float]) -> _Drawn:
    low, high, step = scale
    ticks = tuple(_Tick(_y(fen, scale), f"{fen / 100:.2f}") for fen in _grid(low, high, step))
    dots = tuple(_dots(panel, scale))
    line = " ".join(f"{d.x:.1f},{d.y:.1f}" for d in dots if d.y is not None)
    return _Drawn(n * WIDTH, panel.title, panel.axis, ticks, dots, line)


def _grid(low: float, high: float, step: float) -> Iterator[float]:
    for n in range(round((high - low) / step) + 1):
        yield low + n * step


def _dots(panel: Panel, scale: tuple[float, float, float]) -> Iterator[_Dot]:
    room = (WIDTH - LEFT - RIGHT) / max(1, len(panel.marks))
    for n, mark in enumerate(panel.marks):
        yield _Dot(
            LEFT + (n + 0.5) * room,
            None if mark.cost is None else _y(mark.cost, scale),
            None if mark.least is None else _y(mark.least, scale),
            mark.label,
            "" if mark.cost is None else f"{mark.cost / 100:.2f}",
            mark.own,
        )


def _y(fen: float, scale: tuple[float, float, float]) -> float:
    low, high, _ = scale
    return HEIGHT - BOTTOM - (fen - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
