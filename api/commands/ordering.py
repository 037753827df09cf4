"""canteen order: a finished plan in; the order on the terminal, as data, and as files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import typer

from api.errors import BadOption, CannotWrite
from api.failing import exit_code
from api.files import refuse_unwritable, write_all
from api.finished import folder_of, read_finished
from api.folder import FolderPlan, read_folder
from api.language import Lang, terminal_words
from api.notes import Note
from api.order_data import order_data
from api.order_view import Shown, print_order
from api.outcome import Exit
from api.problems import Problems
from api.solving_apart import solving_apart
from api.supplies import read_supplies
from api.terminal import print_data, terminal
from food_tables.cells import day
from nutrition.order import Order
from nutrition.proof import StopReason
from optimizer.errors import PlanningError
from optimizer.isolating import Apart, Job
from optimizer.order_errors import UnlawfulOrder
from optimizer.settings import Settings
from reports.order_csv import draw
from reports.words import share_at_most

ORDER: Job[Order] = Job("optimizer.purchasing:order")

FILES = ("order.csv", "order.json")

MOST_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What is asked for.

    Attributes:
        folder: None for the one that the plan names.
        start: first day of delivery as it was written, or "".
    """

    plan: Path
    folder: Path | None
    out: Path | None
    as_json: bool
    start: str
    seconds: float


def run(request: OrderRequest, lang: Lang) -> Exit:
    """Make the order, print it and write its files.

    Raises:
        DoorError, TableError, NutritionError: the plan or the folder cannot be read.
    """
    start = _judge(request)
    with solving_apart(lang) as apart:
        return _run(request, lang, apart, start)


def _run(request: OrderRequest, lang: Lang, apart: Apart, start: date | None) -> Exit:
    path = request.folder or folder_of(request.plan)
    folder = read_folder(path)
    finished = read_finished(request.plan, folder)
    supplies = read_supplies(path, folder, finished.menu, start)
    problems = Problems(lang, _names(folder, lang))
    notes = [*([] if finished.current else [Note("note.order-of-older-plan")]), *supplies.notes]
    said = [problems.say(note.code, note.facts) for note in notes]
    for sentence in said:
        typer.echo(sentence, err=True)
    try:
        made = apart(ORDER, supplies.purchase, settings=Settings(seconds=request.seconds))
    except UnlawfulOrder:
        raise
    except PlanningError as error:
        return _no_order(error, problems, as_json=request.as_json)
    shown = Shown(made, supplies, folder.tables.foods, folder.plan.school.name, lang)
    return _show(request, shown, said)


def _judge(request: OrderRequest) -> date | None:
    """Refuse options that cannot be, and return the first day of delivery."""
    if not 0 < request.seconds <= MOST_SECONDS:
        raise BadOption("--time-limit", str(request.seconds), f"0.001 – {MOST_SECONDS}")
    if request.out is not None:
        refuse_unwritable(request.out, FILES)
    if not request.start:
        return None
    try:
        return day(request.start)
    except ValueError:
        raise BadOption("--from", request.start, "2026-03-02") from None


def _names(folder: FolderPlan, lang: Lang) -> dict[str, str]:
    """Return what codes of foods are called."""
    foods = folder.tables.foods.values()
    return {f.code: f.name if lang == "zh" else f.name_en or f.name for f in foods}


def _no_order(error: PlanningError, problems: Problems, *, as_json: bool) -> Exit:
    """Say why there is no order."""
    for line in problems.lines(error):
        typer.echo(line, err=True)
    if as_json:
        facts = {k: v for k, v in vars(error).items() if k != "missing"}
        missing = [
            {**asdict(each), "date": f"{each.date}"} for each in getattr(error, "missing", ())
        ]
        data = {"error": error.code, **facts, "missing": missing}
        print_data(json.dumps(data, ensure_ascii=False, indent=1))
    return exit_code(error)


def _show(request: OrderRequest, seen: Shown, notes: Iterable[str]) -> Exit:
    own, made = seen.own, seen.order
    facts = {"school": seen.school, **order_data(made, seen.supplies, seen.foods)}
    data = json.dumps({**facts, "notes": list(notes)}, ensure_ascii=False, indent=1) + "\n"
    written = request.out is None or _write(request.out, seen, data)
    if request.as_json:
        print_data(data)
    else:
        print_order(terminal(), seen)
    if not written:
        return Exit.BAD_DATA
    if made.proof.stop is StopReason.GAP_REACHED:
        return Exit.DONE
    typer.echo(own("order.gap_left", gap=share_at_most(made.proof.gap)), err=True)
    return Exit.GAP_LEFT


def _write(out: Path, seen: Shown, data: str) -> bool:
    """Write the files and say so, or say why not: the order is printed all the same."""
    try:
        write_all(out, {FILES[0]: draw(seen.order, seen.foods), FILES[1]: data.encode()})
    except CannotWrite as error:
        for line in Problems(seen.lang, {}).lines(error):
            typer.echo(line, err=True)
        return False
    own = terminal_words(seen.lang)
    typer.echo(own("plan.files", folder=out, files=own.listed(FILES)), err=True)
    return True
