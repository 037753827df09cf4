"""canteen why: a finished plan in; what each rule costs, and what would change the menu."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.attainment_lines import called
from api.commands.planning import names_of
from api.errors import BadOption
from api.failing import exit_code
from api.finished import folder_of, read_finished
from api.folder import FolderPlan, read_folder
from api.language import Lang, Terminal, terminal_words
from api.outcome import Exit
from api.problems import Problems
from api.progress import watched
from api.solving_apart import solving_apart
from api.terminal import paragraph, print_data, terminal
from optimizer.errors import PlanningError
from optimizer.isolating import Job
from optimizer.problem import Aim
from optimizer.reasons import Method, Reach, Reasons, RulePrice
from optimizer.settings import Settings
from reports.sheet import Kind, Number
from reports.words import figure, share_at_most, words, yuan, yuan_at_least

REASONS: Job[Reasons] = Job("optimizer.explaining:reasons")

MOST_SECONDS = 86_400

_UNITS = {
    **{name: f"{name}_fen" for name in ("objective", "cost", "bound", "at_least", "at_most")},
    **{name: f"{name}_fen" for name in ("estimate", "fixed", "per_unit", "dearer")},
    **{name: f"{name}_fen_per_kg" for name in ("price", "turn")},
}

SHOWN = 0.05
"""Fen per pupil and day from which a price is printed; --json has them all."""

MOST_TURNS = 12

TEN = 10


@dataclass(frozen=True, slots=True)
class WhyRequest:
    """What is asked for.

    Attributes:
        folder: the plan folder, or None for the one that the plan names.
    """

    plan: Path
    folder: Path | None
    as_json: bool
    seconds: float


def run(request: WhyRequest, lang: Lang) -> Exit:
    """Say why the menu of a plan is as it is.

    Raises:
        DoorError, TableError, NutritionError: plan or folder cannot be read.
        PlanningError: the plan is none of the folder as it is now.
    """
    if not 1 <= request.seconds <= MOST_SECONDS:
        raise BadOption("--time-limit", str(request.seconds), f"1 – {MOST_SECONDS}")
    own = terminal_words(lang)
    with solving_apart(lang) as apart:
        folder = read_folder(request.folder or folder_of(request.plan))
        finished = read_finished(request.plan, folder)
        if not finished.current:
            typer.echo(own("why.changed"), err=True)
        if folder.problem.aims != (Aim.COST,):
            typer.echo(own("why.other_aim"), err=True)
        problems = Problems(lang, names_of(folder, lang))
        try:
            with watched(lang) as report:
                settings = Settings(seconds=request.seconds, report=report)
                found = apart(REASONS, folder.problem, finished.menu, settings=settings)
        except PlanningError as error:
            for line in problems.lines(error):
                typer.echo(line, err=True)
            return exit_code(error)
    if request.as_json:
        print_data(json.dumps(_data(found, problems), ensure_ascii=False, indent=1, default=str))
    else:
        _print(terminal(), found, folder, problems)
    return Exit.DONE


def _data(found: Reasons, problems: Problems) -> dict[str, Any]:
    """Return all of it; money in fen per pupil and day, prices in fen per kg."""
    data = _with_units(asdict(found))
    for part in ("rules", "nutrients", "turns"):
        data[part] = [_with_units(line) for line in data[part]]
    for line in (*data["rules"], *data["nutrients"]):
        line["title"] = problems.names.get(line["rule"], line["rule"])
    return data


def _with_units(line: dict[str, Any]) -> dict[str, Any]:
    return {_UNITS.get(name, name): value for name, value in line.items()}


def _print(console: Console, found: Reasons, folder: FolderPlan, problems: Problems) -> None:
    own = terminal_words(problems.lang)
    console.print(own("why.title", school=folder.plan.school.name), style="bold")
    weights = found.objective - found.cost
    facts = {"cost": yuan(found.cost), "weights": yuan(weights)}
    facts |= {"objective": yuan(found.objective), "bound": yuan_at_least(found.bound)}
    paragraph(console, own("why.sums", **facts))
    _print_rules(console, found, problems, own)
    _print_nutrients(console, found, problems, own)
    _print_turns(console, found, folder, own)
    if found.left_out:
        what = own.listed([own(f"why.out_{name}") for name in found.left_out])
        paragraph(console, own("why.left_out", what=what), "yellow")


def _print_rules(console: Console, found: Reasons, problems: Problems, own: Terminal) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("why.rule"), ratio=1, overflow="fold")
    for name in ("estimate", "between", "fixed", "per_unit"):
        table.add_column(own(f"why.{name}"), justify="right", no_wrap=True)
    shown = [p for p in found.rules if _worth(p)]
    for price in shown:
        table.add_row(_rule(price, problems, own), *_figures(price, own))
    console.print(own("why.rules"), style="bold")
    console.print(table)
    rest = [p for p in found.rules if not _worth(p) and p.at_most is not None]
    if rest:
        most = _up(max(p.at_most for p in rest if p.at_most is not None))
        paragraph(console, own("why.rest", count=len(rest), most=most))
    paragraph(console, own("why.reading"), "dim")


def _worth(price: RulePrice) -> bool:
    known = [v for v in (price.estimate, price.fixed, price.at_least) if v is not None]
    return price.at_most is None or max(known, default=0.0) >= SHOWN


def _rule(price: RulePrice, problems: Problems, own: Terminal) -> str:
    if price.lock is None:
        return problems.names.get(price.rule, price.rule)
    day = words(problems.lang).day(price.lock.date)
    dish = problems.names.get(price.lock.dish, price.lock.dish)
    return own("why.lock", day=day, dish=dish)


def _figures(price: RulePrice, own: Terminal) -> Iterator[str]:
    if price.at_most is None or price.estimate is None:
        yield from (own("why.not_computed"), "")
    else:
        yield _about(price.estimate)
        searched = Method.SEARCH in price.methods
        least = f"{_down(price.at_least)}–" if searched else "≤ "
        yield f"{least}{_up(price.at_most)}"
    if price.lock is not None:
        yield from ("", "")
        return
    yield own("why.not_computed") if price.fixed is None else _about(price.fixed)
    if price.per_unit is None or price.per_unit < SHOWN / 100:
        yield ""
        return
    unit = own("why.fen") if price.unit == "fen" else price.unit
    yield f"{_short(price.per_unit)}/{own.table['unit'].get(unit, unit)}"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= TEN else f"{value:.2g}"


def _about(fen: float) -> str:
    return figure(Number(fen, Kind.NUMBER, 1))


def _down(fen: float) -> str:
    return f"{int(fen * 10) / 10:.1f}"


def _up(fen: float) -> str:
    return f"{-int(-fen * 10 // 1) / 10:.1f}"


def _print_nutrients(console: Console, found: Reasons, problems: Problems, own: Terminal) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("why.nutrient"), ratio=1, overflow="fold")
    for name in ("menu", "tenth", "floor"):
        table.add_column(own(f"why.{name}"), justify="right", no_wrap=True)
    for reach in found.nutrients:
        title = problems.names.get(reach.rule, reach.rule)
        floor = own("why.not_computed") if reach.estimate is None else _about(reach.estimate)
        table.add_row(title, f"{reach.menu:.0%}", _tenth(reach, own), floor)
    console.print(own("why.nutrients"), style="bold")
    console.print(table)
    paragraph(console, own("why.nutrients_reading"), "dim")


def _tenth(reach: Reach, own: Terminal) -> str:
    if reach.dearer is not None:
        return own("why.dearer", fen=_about(reach.dearer))
    if reach.best is None:
        return own("why.impossible")
    return own("why.at_best", share=share_at_most(reach.best, 0))


def _print_turns(console: Console, found: Reasons, folder: FolderPlan, own: Terminal) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("why.food"), ratio=1, overflow="fold")
    for name in ("price", "turn", "change"):
        table.add_column(own(f"why.{name}"), justify="right", no_wrap=True)
    table.add_column(own("why.dish"), ratio=1, overflow="fold")
    foods, dishes = folder.problem.foods, folder.problem.dishes
    for turn in found.turns[:MOST_TURNS]:
        change = f"{turn.turn / turn.price - 1:+.1%}"
        dish = called(dishes[turn.dish], own.lang) if turn.dish in dishes else ""
        prices = yuan(turn.price), yuan(turn.turn)
        table.add_row(called(foods[turn.food], own.lang), *prices, change, dish)
    console.print(own("why.turns"), style="bold")
    if not found.turns:
        console.print(own("why.no_turn"))
        return
    console.print(table)
    paragraph(console, own("why.turns_reading"), "dim")
