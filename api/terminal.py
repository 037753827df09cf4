"""What a person sees on a terminal of 80 columns: week grid, cost, attainment with bars."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.language import Lang, Terminal, terminal_words
from reports.sheet import Kind, Number
from reports.week_dish import courses, dish_name
from reports.week_proof import claims
from reports.week_view import Attainment, DayView, Verdict, WeekView
from reports.words import Words, figure, words, yuan

BAR_CELLS = 10

BAR_FROM = 60  # columns; a narrower terminal needs them for the words

WELL_KNOWN = 0.995  # from here on the share of known values is as good as 100 %

ROOM = 1.25  # the bar ends a quarter beyond the last limit

SIGNS = {
    Verdict.MET: ("✓", "green"),
    Verdict.BELOW_TARGET: ("△", "yellow"),
    Verdict.ABOVE: ("✗", "red"),
    Verdict.MISSED: ("✗", "red"),
    Verdict.UNKNOWN: ("?", "cyan"),
    Verdict.REVIEW: ("☐", "cyan"),
    Verdict.OFF: ("–", "dim"),
}


def terminal(*, stderr: bool = False) -> Console:
    """Return a console that prints a stranger's brackets and colons as they are."""
    return _Terminal(stderr=stderr, markup=False, highlight=False, emoji=False)


class _Terminal(Console):
    """A console whose closed pipe is for the command line to answer."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def print_data(text: str) -> None:
    """Print JSON; where standard output cannot show a sign, JSON has another way to write it."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text), indent=1)
    typer.echo(text.rstrip("\n"))


_WORD = re.compile(
    r"[（《“‘]*(?:[!-~−–]+(?: (?:g|%)(?![!-~]))?|.)[，。、；：！？）】》”’…]*", re.DOTALL
)
"""What stays on one line: a word or a Chinese character with its brackets and stops."""


def paragraph(console: Console, text: str, style: str = "", hang: int = 0) -> None:
    """Print a paragraph; Chinese breaks between any two characters, words stay whole.

    Lines after the first begin with ``hang`` spaces.
    """
    indent, line, lines = " " * hang, "", []
    for word in _WORD.findall(text):
        if line.strip() and cell_len(line + word) > console.width:
            lines.append(line.rstrip())
            line = indent if word == " " else indent + word
        else:
            line += word
    for each in [*lines, line]:
        console.print(Text(each, style=style), no_wrap=True, crop=False, overflow="ignore")


def print_week(console: Console, view: WeekView) -> None:
    """Print the week grids and what they cost."""
    say, own = words(view.lang), terminal_words(view.lang)
    meals = list(dict.fromkeys(m.meal for day in view.days for m in day.meals))
    dates = [day.date for day in view.days if day.date]
    period = say.period(min(dates), max(dates)) if dates else ""
    names = say.listed([say.name("meal", m) for m in meals])
    console.print(own("plan.title", school=view.school, period=period, meals=names), style="bold")
    weeks = [list(days) for _, days in groupby(view.days, key=lambda d: d.week)]
    for number, days in enumerate(weeks, start=1):
        if len(weeks) > 1:
            console.print(own("plan.week", number=number), style="bold")
        console.print(_grid(days, view, say, own))
    if view.mean_cost_fen is not None:
        paragraph(console, _cost(view, own))


def _grid(days: Sequence[DayView], view: WeekView, say: Words, own: Terminal) -> Table:
    grid = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_lines=False, expand=True)
    grid.add_column("", style="dim", no_wrap=True)
    for day in days:
        title = f"{say.weekday(day.date)} {day.date:%m-%d}" if day.date else day.label
        closed = f"\n{day.closed}" if day.closed else ""
        grid.add_column(title + closed, ratio=1, overflow="fold")
    for meal in dict.fromkeys(m.meal for day in days for m in day.meals):
        if len(dict.fromkeys(m.meal for day in view.days for m in day.meals)) > 1:
            grid.add_row(Text(say.name("meal", meal), style="bold"), *("" for _ in days))
        for category in courses(days, meal, say):
            grid.add_row(
                say.name("category", category), *(_cell(d, meal, category, say) for d in days)
            )
        grid.add_section()
    if any(day.cost_fen for day in days):
        heads = [group.headcount for group in view.groups]
        grid.add_row(own("plan.cost_day"), *(_day_cost(day, heads) for day in days))
    return grid


def _cell(day: DayView, meal: str, category: str, say: Words) -> str:
    names = [
        dish_name(dish, say)
        for each in day.meals
        if each.meal == meal
        for dish in each.dishes
        if dish.category == category
    ]
    return names[0] if len(names) == 1 else "\n".join(f"·{name}" for name in names)


def _day_cost(day: DayView, heads: Sequence[int]) -> str:
    if day.closed:
        return ""
    known = [(c, n) for c, n in zip(day.cost_fen, heads, strict=True) if c is not None]
    if not known:
        return ""
    return yuan(sum(c * n for c, n in known) / sum(n for _, n in known))


def _cost(view: WeekView, own: Terminal) -> str:
    mean = yuan(view.mean_cost_fen) if view.mean_cost_fen is not None else ""
    parts = [own("plan.cost", mean=mean)]
    groups = [
        own("plan.cost_group", name=g.name, count=g.headcount, cost=yuan(g.cost_fen))
        for g in view.groups
        if g.cost_fen is not None
    ]
    if len(groups) > 1:
        parts.append(own("plan.cost_groups", groups=own.listed(groups)))
    if view.sources.fee_fen is not None:
        parts.append(own("plan.fee", fee=yuan(view.sources.fee_fen)))
    return own("plan.join").join(parts)


def print_attainment(console: Console, lines: Sequence[Attainment], lang: Lang) -> None:
    """Print one line for each clause: the group that is nearest to missing it."""
    own = terminal_words(lang)
    several = len({line.group for line in lines}) > 1
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("table.clause"), ratio=1, overflow="fold")
    table.add_column(own("table.measured"), justify="right", no_wrap=True)
    table.add_column(own("table.limits"), no_wrap=True)
    wide = console.width >= BAR_FROM
    if wide:
        table.add_column("", width=BAR_CELLS, no_wrap=True)
    table.add_column(own("table.verdict"), no_wrap=True)
    for line in worst_lines(lines):
        sign, colour = SIGNS[line.verdict]
        verdict = Text(f"{sign} {own(f'verdict.{line.verdict.value}')}", style=colour)
        bars = [bar(line)] if wide else []
        title = _title(line, own, several=several)
        table.add_row(title, measured_of(line), limits_of(line), *bars, verdict)
    console.print(own("plan.attainment"), style="bold")
    console.print(table)


def _title(line: Attainment, own: Terminal, *, several: bool) -> Text:
    """Name the clause; below it, where it is missed and how much of it is known."""
    title = Text(line.title + ("†" if line.recalled else ""))
    if line.span and line.span not in line.title:
        title.append(f"{own('table.space')}{line.span}", style="dim")
    parts = []
    if line.verdict in (Verdict.MISSED, Verdict.ABOVE):
        parts = [line.group if several else "", line.where]
    if line.known < WELL_KNOWN:
        parts.append(own("table.known_share", share=f"{line.known:.0%}"))
    below = " ".join(p for p in parts if p)
    return title.append(f"\n  {below}", style="dim") if below else title


def worst_lines(lines: Iterable[Attainment]) -> list[Attainment]:
    """Return for each clause the line to show where only one fits."""
    ranks = [
        Verdict.MISSED,
        Verdict.ABOVE,
        Verdict.UNKNOWN,
        Verdict.BELOW_TARGET,
        Verdict.REVIEW,
        Verdict.MET,
        Verdict.OFF,
    ]
    found: dict[str, Attainment] = {}
    for line in lines:
        known = found.get(line.clause)
        rank = (ranks.index(line.verdict), _slack(line))
        if known is None or rank < (ranks.index(known.verdict), _slack(known)):
            found[line.clause] = line
    return list(found.values())


def _slack(line: Attainment) -> float:
    """Distance to the nearer limit as a share of it."""
    if line.measured is None:
        return float("inf")
    sides = [
        sign * (line.measured - limit) / (abs(limit) or 1.0)
        for sign, limit in ((1, line.low), (-1, line.high))
        if limit is not None
    ]
    return min(sides, default=float("inf"))


def _number(value: float, decimals: int | None) -> str:
    return figure(Number(value, Kind.NUMBER, decimals))


def measured_of(line: Attainment) -> str:
    """Write what was measured, with its unit."""
    if line.measured is None:
        return "—"
    return f"{_number(line.measured, line.decimals)} {line.unit}".strip()


def limits_of(line: Attainment) -> str:
    """Write the limits of a line, as far as there are any."""
    low = None if line.low is None else _number(line.low, line.decimals)
    high = None if line.high is None else _number(line.high, line.decimals)
    if low is not None and high is not None:
        return f"{low}–{high}"
    if low is not None:
        return f"≥ {low}"
    return f"≤ {high}" if high is not None else ""


def bar(line: Attainment) -> Text:
    """Draw a measured value: filled up to it, ``│`` at each limit, ``▸`` where it goes on."""
    ends = [v for v in (line.low, line.high) if v is not None]
    if line.measured is None or not ends or max(ends) <= 0:
        return Text("")
    full = max(ends) * ROOM if line.high is not None else max(ends) * 2
    filled = line.measured / full * BAR_CELLS
    cells = ["█" if i + 0.5 <= filled else "░" for i in range(BAR_CELLS)]
    if filled > BAR_CELLS:
        cells[-1] = "▸"
    for end in ends:
        cells[min(BAR_CELLS - 1, max(0, round(end / full * BAR_CELLS) - 1))] = "│"
    return Text("".join(cells), style=SIGNS[line.verdict][1])


def print_proof(console: Console, view: WeekView) -> None:
    """Print what was proved, a sentence for each aim."""
    if view.proof is not None:
        for line in claims(view.proof, words(view.lang)):
            paragraph(console, line, "bold")
