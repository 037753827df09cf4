"""canteen plan: a folder in; the week on the terminal, as data, and as sheets."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path

import typer
from rich.console import Console

from api.attainment_lines import called
from api.errors import BadOption, CannotWrite
from api.failing import exit_code
from api.files import refuse_unwritable, write_all
from api.folder import FolderPlan, read_folder
from api.language import Lang, Terminal, terminal_words
from api.notes import Note
from api.objectives import AIMS
from api.outcome import Exit
from api.plan_data import plan_data
from api.prechecks import refuse_impossible
from api.problems import Problems
from api.progress import watched
from api.shortfalls import why
from api.solving_apart import solving_apart
from api.terminal import (
    paragraph,
    print_attainment,
    print_data,
    print_proof,
    print_week,
    terminal,
)
from api.week_views import Shown, shown
from nutrition.proof import StopReason
from optimizer.errors import Interrupted, NoLawfulMenu, PlanningError, UnlawfulMenu
from optimizer.isolating import Apart, Job
from optimizer.plans import Plan
from optimizer.problem import Problem
from optimizer.settings import Settings, SolverName
from reports.errors import MissingGlyph, NoChineseFont
from reports.words import share_at_most, words

PLAN: Job[Plan] = Job("optimizer.planning:plan")

FILES = ("week.html", "week.pdf", "week.xlsx", "plan.json")

MOST_SECONDS = 86_400

INKS = ("reports.inks.html", "reports.inks.pdf", "reports.inks.xlsx", "reports.week_sheet")

_ENDS = {
    StopReason.TIME_LIMIT: "plan.gap_left",
    StopReason.NO_BETTER: "plan.no_better",
    StopReason.INTERRUPTED: "plan.stopped",
}


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is asked for."""

    folder: Path
    out: Path | None
    as_json: bool
    gap: float
    seconds: float
    solver: str
    seed: int
    table: str
    objective: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What is planned instead of what the folder asks for.

    Attributes:
        problem: None where it is what the folder asks for.
        notes: said before, on stderr.
        data: further keys of plan.json.
    """

    problem: Problem | None = None
    notes: tuple[Note, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)


def run(request: PlanRequest, lang: Lang) -> Exit:
    """Plan the folder, print the week and write its files.

    Raises:
        DoorError, TableError, NutritionError: the folder cannot be read.
    """
    with solving_apart(lang) as apart:
        return planned(request, lang, apart)


def planned(request: PlanRequest, lang: Lang, apart: Apart) -> Exit:
    """Do what ``run`` does, in a worker that was started earlier.

    Raises:
        DoorError, TableError, NutritionError: the folder cannot be read.
    """
    judge(request)
    folder = read_folder(request.folder, request.table, request.objective)
    return plan_and_show(request, folder, Change(), apart, lang)


def plan_and_show(
    request: PlanRequest, folder: FolderPlan, change: Change, apart: Apart, lang: Lang
) -> Exit:
    """Plan what a folder asks for, or a change of it, print the week and write its files."""
    if request.out is not None:  # on the other core, while the menu is sought
        threading.Thread(target=_load_inks, daemon=True).start()
    asked = folder if change.problem is None else replace(folder, problem=change.problem)
    problems = Problems(lang, names_of(asked, lang))
    for note in (*folder.notes, *change.notes):
        typer.echo(problems.say(note.code, note.facts), err=True)
    try:
        refuse_impossible(asked.problem)
        with watched(lang) as report:
            settings = Settings(
                request.gap, request.seconds, judged_solver(request.solver), request.seed, report
            )
            found = apart(PLAN, asked.problem, settings=settings)
    except UnlawfulMenu:
        raise
    except PlanningError as error:
        return no_menu(error, asked, problems, as_json=request.as_json)
    found = _as_asked_by(folder.problem, found)
    return _show(request, folder, found, shown(folder, found, lang), change)


def _as_asked_by(problem: Problem, found: Plan) -> Plan:
    """Return the plan with what it attains of the folder's own clauses, and of no other."""
    codes = problem.standard.clauses.keys()
    if {a.clause for a in found.attainments} <= codes:
        return found
    lines = tuple(a for a in found.attainments if a.clause in codes)
    return replace(found, attainments=lines, binding=tuple(c for c in found.binding if c in codes))


def _load_inks() -> None:
    """Load what draws the sheets, and the font; where there is none, drawing will say so."""
    for ink in INKS:
        import_module(ink)
    with suppress(NoChineseFont):
        import_module("reports.inks.fonts").face(None)  # as pdf.draw asks


def judge(request: PlanRequest) -> None:
    """Refuse options that cannot be."""
    for option, value, low, high in (
        ("--gap", request.gap, 0, 1),
        ("--time-limit", request.seconds, 0.001, MOST_SECONDS),
        ("--seed", request.seed, 0, 2**31 - 1),
    ):
        if not low <= value <= high:
            raise BadOption(option, str(value), f"{low} – {high}")
    for option, name, allowed in (
        ("--table", request.table, ("canteen", "mext")),
        ("--objective", request.objective, tuple(AIMS)),
    ):
        if name not in ("", *allowed):
            raise BadOption(option, name, "、".join(allowed))
    judged_solver(request.solver)
    if request.out is not None:
        refuse_unwritable(request.out, FILES)


def judged_solver(name: str) -> SolverName:
    if name == "highs":
        return "highs"
    if name == "cbc":
        return "cbc"
    raise BadOption("--solver", name, "highs、cbc")


def names_of(folder: FolderPlan, lang: Lang) -> dict[str, str]:
    """Return what ids of clauses, dishes and meals are called."""
    clauses = folder.problem.standard.clauses.values()
    names = {c.id: c.title if lang == "zh" else c.title_en for c in clauses}
    names |= {meal: words(lang).name("meal", meal) for meal in folder.problem.meal_names}
    return names | {c: called(dish, lang) for c, dish in folder.problem.dishes.items()}


def no_menu(error: PlanningError, folder: FolderPlan, problems: Problems, *, as_json: bool) -> Exit:
    """Say why there is no menu."""
    for line in problems.lines(error):
        typer.echo(line, err=True)
    if isinstance(error, NoLawfulMenu):
        for line in why(error, folder, problems):
            typer.echo(line, err=True)
    if as_json:
        print_data(json.dumps(error_data(error), ensure_ascii=False, indent=1))
    return Exit.INTERRUPTED if isinstance(error, Interrupted) else exit_code(error)


def error_data(error: PlanningError) -> dict[str, object]:
    facts = {k: v for k, v in vars(error).items() if k not in ("shortfalls", "advice")}
    advice = getattr(error, "advice", None)
    if advice is not None:
        facts["advice"] = told = asdict(advice)
        for easing in told["easings"]:
            easing["cost_fen"] = easing.pop("cost")
    shortfalls = [asdict(each) for each in getattr(error, "shortfalls", ())]
    return {"error": error.code, **facts, "shortfalls": shortfalls}


def _show(
    request: PlanRequest, folder: FolderPlan, found: Plan, seen: Shown, change: Change
) -> Exit:
    lang = seen.view.lang
    own = terminal_words(lang)
    facts = {
        **plan_data(folder, found, seen),
        "folder": _way_back(request),
        "options": {"table": request.table, "objective": request.objective},
        **change.data,
    }
    data = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    written = request.out is None or _write(request.out, seen, data)
    try:
        if request.as_json:
            print_data(data)
        else:
            _print(terminal(), seen, own)
    except KeyboardInterrupt:
        if request.out is None or not written:
            raise
        return Exit.INTERRUPTED  # what was written has been said
    if not written:
        return Exit.BAD_DATA
    if found.proof.stop is StopReason.GAP_REACHED:
        return Exit.DONE
    gap, asked = share_at_most(found.proof.gap), share_at_most(request.gap)
    typer.echo(own(_ENDS[found.proof.stop], gap=gap, asked=asked), err=True)
    return Exit.GAP_LEFT


def _way_back(request: PlanRequest) -> str:
    """Return the path from where plan.json lies to the folder that it was made from."""
    here = request.out if request.out is not None else Path()
    return Path(os.path.relpath(request.folder.resolve(), here.resolve())).as_posix()


def _write(out: Path, seen: Shown, data: str) -> bool:
    """Write the files and say so, or say why not: the plan is printed all the same."""
    lang = seen.view.lang
    own, problems = terminal_words(lang), Problems(lang, {})
    files = _files(seen, data, problems)
    try:
        write_all(out, files, set(FILES) - files.keys())
    except CannotWrite as error:
        for line in problems.lines(error):
            typer.echo(line, err=True)
        return False
    typer.echo(own("plan.files", folder=out, files=own.listed(list(files))), err=True)
    return True


def _files(seen: Shown, data: str, problems: Problems) -> dict[str, bytes]:
    """Draw the sheets; where no font can draw the PDF, say so and go without it."""
    from api.sheet_files import printed
    from reports.inks import html, xlsx
    from reports.week_sheet import week_sheet

    sheet = week_sheet(seen.view)
    files = {"week.html": html.draw(sheet)}
    try:
        files["week.pdf"] = printed(sheet)
    except (MissingGlyph, NoChineseFont) as error:
        own = terminal_words(problems.lang)
        for line in (*problems.lines(error), own("plan.no_pdf")):
            typer.echo(line, err=True)
    return files | {"week.xlsx": xlsx.draw(sheet), "plan.json": data.encode()}


def _print(console: Console, seen: Shown, own: Terminal) -> None:
    print_week(console, seen.view)
    print_attainment(console, seen.view.attainments, seen.view.lang)
    for key in ("review", "not_served", "off"):
        titles = getattr(seen.lines, key)
        if titles:
            paragraph(console, own(f"plan.{key}", titles=own.listed(titles)), "dim")
    if seen.soft_missed:
        paragraph(console, own("plan.soft", titles=own.listed(seen.soft_missed)), "yellow")
    if seen.binding:
        paragraph(console, own("plan.binding", titles=own.listed(seen.binding)))
    print_proof(console, seen.view)
