"""canteen repair: a school's own menu in; the smallest change, and cheap lawful menus near it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from api.commands.planning import judged_solver, names_of, no_menu
from api.errors import BadOption
from api.files import refuse_unwritable, write_all
from api.folder import read_folder
from api.language import Lang, terminal_words
from api.menu_file import menu_csv
from api.near_menu import NearMenu, near_menu
from api.outcome import Exit
from api.prechecks import refuse_impossible
from api.problems import Problems
from api.progress import watched
from api.repair_data import repair_data
from api.repair_lines import print_repair
from api.repairs import Before, Option, options
from api.solving_apart import solving_apart
from api.terminal import print_data, terminal
from nutrition.proof import StopReason
from optimizer.errors import PlanningError, UnlawfulMenu
from optimizer.isolating import Apart, Job
from optimizer.plans import Repair
from optimizer.settings import Settings

REPAIR: Job[Repair] = Job("optimizer.repairing:repair")

SWAPS = (1, 2, 3)

FILES = ("smallest.csv", *(f"within_{most}.csv" for most in SWAPS), "repair.json")

MOST_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class RepairRequest:
    """What is asked for."""

    menu: Path
    folder: Path
    out: Path | None
    as_json: bool
    gap: float
    seconds: float
    solver: str
    tier: str
    table: str


def run(request: RepairRequest, lang: Lang) -> Exit:
    """Repair the menu, print what it takes and write the menus.

    Raises:
        DoorError, TableError, NutritionError: menu or folder cannot be read.
    """
    _judge(request)
    with solving_apart(lang) as apart:
        return _run(request, lang, apart)


def _run(request: RepairRequest, lang: Lang, apart: Apart) -> Exit:
    folder = read_folder(request.folder, request.table)
    near = near_menu(request.menu, folder, request.tier)
    folder = replace(folder, problem=near.problem)
    problems = Problems(lang, names_of(folder, lang))
    for note in (*folder.notes, *near.notes):
        typer.echo(problems.say(note.code, note.facts), err=True)
    try:
        refuse_impossible(near.problem)
        with watched(lang) as report:
            settings = Settings(
                request.gap, request.seconds, judged_solver(request.solver), report=report
            )
            found = apart(REPAIR, near.problem, SWAPS, settings=settings)
    except UnlawfulMenu:
        raise
    except PlanningError as error:
        return no_menu(error, folder, problems, as_json=request.as_json)
    before = Before.of(near)
    return _show(request, near, before, options(near, before, found), lang)


def _judge(request: RepairRequest) -> None:
    """Refuse options that cannot be."""
    for option, value, low, high in (
        ("--gap", request.gap, 0, 1),
        ("--time-limit", request.seconds, 0.001, MOST_SECONDS),
    ):
        if not low <= value <= high:
            raise BadOption(option, str(value), f"{low} – {high}")
    if request.table not in ("", "canteen", "mext"):
        raise BadOption("--table", request.table, "canteen、mext")
    judged_solver(request.solver)
    if request.out is not None:
        refuse_unwritable(request.out, FILES)


def _show(
    request: RepairRequest,
    near: NearMenu,
    before: Before,
    found: tuple[Option, ...],
    lang: Lang,
) -> Exit:
    own = terminal_words(lang)
    data = json.dumps(repair_data(near, before, found), ensure_ascii=False, indent=1) + "\n"
    if request.out is not None:
        files = _files(near, found, data)
        write_all(request.out, files, set(FILES) - files.keys())
        listed = own.listed(list(files))
        typer.echo(own("plan.files", folder=request.out, files=listed), err=True)
    if request.as_json:
        print_data(data)
    else:
        print_repair(terminal(), near, before, found, lang)
    plans = [each.plan for each in found if each.plan is not None]
    done = all(plan.proof.stop is StopReason.GAP_REACHED for plan in plans)
    told = all(each.plan is not None or each.impossible for each in found)
    return Exit.DONE if done and told else Exit.GAP_LEFT


def _files(near: NearMenu, found: tuple[Option, ...], data: str) -> dict[str, bytes]:
    files = {
        "smallest.csv" if each.swaps is None else f"within_{each.swaps}.csv": menu_csv(
            near, each.plan.menu
        )
        for each in found
        if each.plan is not None
    }
    return files | {"repair.json": data.encode()}
