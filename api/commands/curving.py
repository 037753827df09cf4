"""canteen curve: what acceptance costs, as a table, a picture and data."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.errors import BadOption
from api.files import refuse_unwritable, write_all
from api.folder import read_folder
from api.language import Lang, Terminal, terminal_words
from api.outcome import Exit
from api.problems import Problems
from api.progress import watched
from api.solving_apart import solving_apart
from api.terminal import paragraph, print_data, terminal
from optimizer.curve import Curve, Found, Point
from optimizer.isolating import Job
from optimizer.settings import Settings
from reports.cost_curve import CurveView, Mark, Panel, draw
from reports.words import yuan, yuan_at_least

CURVES: Job[tuple[Curve, ...]] = Job("optimizer.curving:curves")

FILES = ("curve.svg", "curve.csv", "curve.json")

MOST_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class CurveRequest:
    """What is asked for."""

    folder: Path
    out: Path | None
    as_json: bool
    gap: float
    seconds: float


def run(request: CurveRequest, lang: Lang) -> Exit:
    """Plan the folder at every point, print the table and write the files.

    Raises:
        DoorError, TableError, NutritionError: the folder cannot be read.
    """
    for option, value, low, high in (
        ("--gap", request.gap, 0, 1),
        ("--time-limit", request.seconds, 1, MOST_SECONDS),
    ):
        if not low <= value <= high:
            raise BadOption(option, str(value), f"{low} – {high}")
    if request.out is not None:
        refuse_unwritable(request.out, FILES)
    own, problems = terminal_words(lang), Problems(lang, {})
    with solving_apart(lang) as apart:
        folder = read_folder(request.folder)
        for note in folder.notes:
            typer.echo(problems.say(note.code, note.facts), err=True)
        with watched(lang) as report:
            settings = Settings(request.gap, request.seconds, report=report)
            found = apart(CURVES, folder.problem, settings=settings)
    data = json.dumps([asdict(curve) for curve in found], ensure_ascii=False, indent=1) + "\n"
    if request.out is not None:
        write_all(request.out, _files(found, folder.plan.school.name, data, own))
        names = own.listed(FILES)
        typer.echo(own("plan.files", folder=request.out, files=names), err=True)
    if request.as_json:
        print_data(data)
    else:
        _print(terminal(), found, own)
    return Exit.DONE


def _files(found: tuple[Curve, ...], school: str, data: str, own: Terminal) -> dict[str, bytes]:
    picture = draw(view_of(found, school, own))
    return {
        "curve.svg": picture.encode(),
        "curve.csv": _csv(found, own).encode("utf-8-sig"),
        "curve.json": data.encode(),
    }


def view_of(found: tuple[Curve, ...], school: str, own: Terminal) -> CurveView:
    """Return the picture of the curves."""
    panels = tuple(
        Panel(
            own(f"curve.{curve.axis.value}"),
            own(f"curve.{curve.axis.value}_axis"),
            tuple(Mark(_at(p), p.cost, p.least, p.own) for p in curve.points),
        )
        for curve in found
    )
    legend = own("curve.found"), own("curve.own"), own("curve.least")
    return CurveView(own("curve.title", school=school), panels, legend, own("curve.none"))


def _at(point: Point) -> str:
    return f"{point.at:.0f}" if point.at == round(point.at) else f"{point.at:.1f}"


def _csv(found: tuple[Curve, ...], own: Terminal) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = ("axis", "at", "found_as", "cost_fen", "penalty_fen", "least_fen")
    writer.writerow([own(f"curve.column_{name}") for name in names])
    for curve in found:
        for p in curve.points:
            money = ["" if v is None else f"{v:.2f}" for v in (p.cost, p.penalty, p.least)]
            axis = own(f"curve.{curve.axis.value}_axis")
            writer.writerow([axis, _at(p), own(f"curve.{p.found.name.lower()}"), *money])
    return out.getvalue()


def _print(console: Console, found: tuple[Curve, ...], own: Terminal) -> None:
    for curve in found:
        console.print(own(f"curve.{curve.axis.value}"), style="bold")
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        table.add_column(own(f"curve.{curve.axis.value}_axis"), justify="right")
        for name in ("cost", "bound", "penalty"):
            table.add_column(own(f"curve.{name}"), justify="right")
        table.add_column("")
        for point in curve.points:
            table.add_row(*_row(point, own))
        console.print(table)
    paragraph(console, own("curve.reading"), "dim")


def _row(point: Point, own: Terminal) -> tuple[str, ...]:
    sign = own("curve.own") if point.own else ""
    if point.cost is None or point.least is None or point.penalty is None:
        said = own("curve.none" if point.found is Found.NO_MENU else "curve.unknown")
        return _at(point), said, "", "", sign
    money = yuan(point.cost), yuan_at_least(point.least), yuan(point.penalty)
    return _at(point), *money, sign
