"""What a person sees of the replacements of a dish: the list, and one of them clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.attainment_lines import Labels, called, spread
from api.language import Terminal, terminal_words
from api.reopening import Opened
from api.terminal import SIGNS, limits_of, measured_of, paragraph
from nutrition.checking.attainment import Attainment, worst
from nutrition.clauses import Standard
from nutrition.pupil import shares
from optimizer.judging import Change, Spot
from optimizer.swapping import Swap, cost_of
from reports.week_view import Attainment as Line
from reports.words import Words, words, yuan

MOST_TITLES = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """Replacements to show.

    Attributes:
        chosen: the one whose clauses are shown one by one.
        best: how many are listed of those that are lawful, and of those that are not.
    """

    both: Opened
    spot: Spot
    swaps: tuple[Swap, ...]
    chosen: Swap | None
    best: int

    @property
    def standard(self) -> Standard:
        return self.both.folder.problem.standard

    def name(self, code: str, labels: Labels) -> str:
        """Return what a dish is called."""
        return called(self.both.folder.problem.dishes[code], labels.lang)

    @property
    def days(self) -> int:
        """Days of service in the spot's week."""
        days = self.both.folder.problem.days
        week = next(d.week for d in days if d.date == self.spot.date)
        return sum(d.week == week for d in days)


def print_swaps(console: Console, listed: Listed, labels: Labels) -> None:
    """Print the best replacements, those that come nearest, and one clause by clause."""
    own, say = terminal_words(labels.lang), words(labels.lang)
    console.print(_title(listed, labels, own, say), style="bold")
    lawful = [s for s in listed.swaps if s.lawful]
    other = [s for s in listed.swaps if not s.lawful]
    counts = {"lawful": len(lawful), "number": len(listed.swaps)}
    paragraph(console, own("swap.counts" if lawful else "swap.none", **counts))
    if lawful:
        console.print(_list(lawful[: listed.best], listed, labels, own))
    if other:
        console.print(own("swap.unlawful"), style="yellow")
        console.print(_list(other[: listed.best], listed, labels, own))
    if listed.chosen is not None and listed.chosen.lawful:
        name = listed.name(listed.chosen.dish, labels)
        console.print(own("swap.clauses", dish=name), style="bold")
        console.print(_clauses(listed.chosen, listed.standard, labels, own))


def _title(listed: Listed, labels: Labels, own: Terminal, say: Words) -> str:
    problem, spot = listed.both.folder.problem, listed.spot
    old = next(
        s
        for day, meal, s in listed.both.plan.menu.servings()
        if (day.date, meal.meal, s.dish.code) == (spot.date, spot.meal, spot.dish)
    )
    cost = sum(
        share * cost_of(old.portions[g.code], problem.foods)
        for g, share in zip(problem.groups, shares(problem.groups), strict=True)
    )
    return own(
        "swap.title",
        day=say.day(spot.date),
        meal=say.name("meal", spot.meal),
        dish=listed.name(spot.dish, labels),
        cost=yuan(cost),
    )


def _list(swaps: Iterable[Swap], listed: Listed, labels: Labels, own: Terminal) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("swap.dish"), ratio=3, overflow="fold")
    table.add_column(own("swap.portion"), justify="right", no_wrap=True)
    table.add_column(own("swap.day"), justify="right", no_wrap=True)
    table.add_column(own("swap.effect"), ratio=5, overflow="fold")
    for swap in swaps:
        effect = _turns(swap, listed, labels, own) if swap.lawful else _broken(swap, listed, labels)
        name = listed.name(swap.dish, labels)
        table.add_row(name, signed(swap.cost), signed(swap.cost / listed.days), effect)
    return table


def signed(fen: float) -> str:
    """Write a difference of money in yuan with its sign."""
    text = yuan(abs(fen))
    return text if text == yuan(0) else f"{'+' if fen > 0 else '−'}{text}"


def _turns(swap: Swap, listed: Listed, labels: Labels, own: Terminal) -> Text:
    """Name the clauses whose verdict turns: to the worse, to the better."""
    text = Text()
    for key, style, better in (("swap.worse", "red", False), ("swap.better", "green", True)):
        titles = {
            labels.title(listed.standard.clauses[c.after.clause]): None
            for c in _by_clause(swap.changes)
            if c.turns and _is_better(c) is better
        }
        if titles:
            text.append(" " if text else "")
            named = list(titles)[:MOST_TITLES]
            more = "…" if len(titles) > MOST_TITLES else ""
            text.append(own(key, titles=own.listed(named) + more, number=len(titles)), style)
    return text or Text(own("swap.same"), "dim")


def _is_better(change: Change) -> bool:
    return worst([change.before, change.after]) is change.before


def _by_clause(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield for each clause the group that comes off worst afterwards; a turn goes first."""
    by: dict[str, list[Change]] = {}
    for change in changes:
        by.setdefault(change.after.clause, []).append(change)
    for found in by.values():
        turned = [c for c in found if c.turns] or found
        last = worst(c.after for c in turned)
        yield next(c for c in turned if c.after is last)


def _broken(swap: Swap, listed: Listed, labels: Labels) -> Text:
    """Say of each rule that would be missed what it comes to, and what it asks."""
    by: dict[str, list[Attainment]] = {}
    for line in swap.broken:
        by.setdefault(line.clause, []).append(line)
    parts = [missed_words(worst(found), listed.standard, labels) for found in by.values()]
    more = f"; +{len(parts) - MOST_TITLES}" if len(parts) > MOST_TITLES else ""
    return Text("; ".join(parts[:MOST_TITLES]) + more)


def missed_words(line: Attainment, standard: Standard, labels: Labels) -> str:
    """Name a clause and by how much it is missed."""
    own, shown = terminal_words(labels.lang), _printed(line, standard, labels)
    if shown.measured is None:
        return shown.title
    short = (shown.low or 0.0) - shown.measured
    over = shown.measured - (shown.high if shown.high is not None else shown.measured)
    facts = {"title": shown.title, "unit": shown.unit, "amount": f"{max(short, over):.2g}"}
    return own("swap.short" if short > over else "swap.over", **facts)


def _printed(line: Attainment, standard: Standard, labels: Labels) -> Line:
    return spread(line, standard.clauses[line.clause], labels)[0]


def _clauses(swap: Swap, standard: Standard, labels: Labels, own: Terminal) -> Table:
    """Return a line for each clause that changes: before, after, limits, verdicts."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("table.clause"), ratio=1, overflow="fold")
    table.add_column(own("swap.before"), justify="right", no_wrap=True)
    table.add_column(own("swap.after"), justify="right", no_wrap=True)
    table.add_column(own("table.limits"), no_wrap=True)
    table.add_column(own("table.verdict"), no_wrap=True)
    for change in _by_clause(swap.changes):
        before = _printed(change.before, standard, labels)
        after = _printed(change.after, standard, labels)
        if measured_of(before) == measured_of(after) and not change.turns:
            continue
        table.add_row(
            _clause_title(after, own),
            measured_of(before),
            measured_of(after),
            limits_of(after),
            _verdicts(before, after, own),
        )
    return table


def _clause_title(line: Line, own: Terminal) -> Text:
    title = Text(line.title + ("†" if line.recalled else ""))
    if line.span and line.span not in line.title:
        title.append(f"{own('table.space')}{line.span}", style="dim")
    return title


def _verdicts(before: Line, after: Line, own: Terminal) -> Text:
    sign, colour = SIGNS[after.verdict]
    if before.verdict is after.verdict:
        return Text(sign, style=colour)
    said = f"{SIGNS[before.verdict][0]}→{sign} {own(f'verdict.{after.verdict.value}')}"
    return Text(said, style=f"bold {colour}")
