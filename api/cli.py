"""The same use cases from a terminal; rooms are imported inside commands so --help is instant."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.language import Lang, language, terminal_words
from api.outcome import Exit

_SAY = terminal_words(language(sys.argv[1:]))


def _help(name: str) -> str:
    return _SAY(f"help.{name}")


app = typer.Typer(
    help=_help("app"), add_completion=False, rich_markup_mode=None, no_args_is_help=True
)
foods_app = typer.Typer(help=_help("foods"), rich_markup_mode=None, no_args_is_help=True)
app.add_typer(foods_app, name="foods")

Spoken = Annotated[str, typer.Option("--lang", metavar="zh|en", help=_help("lang"))]
AsJson = Annotated[bool, typer.Option("--json", help=_help("json"))]
TableName = Annotated[str, typer.Option("--table", metavar="canteen|mext", help=_help("table"))]

FolderOf = Annotated[str, typer.Option("--folder", metavar="PATH", help=_help("folder_of"))]


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=_help("version"))] = False,
) -> None:
    """Answer --version."""
    if version:
        from importlib.metadata import PackageNotFoundError
        from importlib.metadata import version as installed

        try:
            typer.echo(f"canteen {installed('canteen-planner')}")
        except PackageNotFoundError:
            typer.echo("canteen (not installed)")
        raise typer.Exit
    del context


@app.command(help=_help("plan"))
def plan(
    folder: Annotated[Path, typer.Argument(help=_help("folder"))],
    *,
    out: Annotated[str | None, typer.Option("--out", metavar="PATH", help=_help("out"))] = None,
    as_json: AsJson = False,
    gap: Annotated[float, typer.Option("--gap", help=_help("gap"))] = 0.005,
    lang: Spoken = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=_help("time_limit"))] = 60,
    solver: Annotated[
        str, typer.Option("--solver", metavar="highs|cbc", help=_help("solver"))
    ] = "highs",
    seed: Annotated[int, typer.Option("--seed", help=_help("seed"))] = 0,
    table: TableName = "",
    objective: Annotated[
        str,
        typer.Option(
            "--objective", metavar="cost|nutrition|rating|robust", help=_help("objective")
        ),
    ] = "",
) -> None:
    from api.commands.planning import PlanRequest, run

    target = None if out is None else _path("--out", out)
    request = PlanRequest(folder, target, as_json, gap, time_limit, solver, seed, table, objective)
    raise typer.Exit(run(request, _language(lang)))


@app.command(help=_help("swap"))
def swap(
    plan: Annotated[Path, typer.Argument(help=_help("finished"))],
    day: Annotated[str, typer.Argument(help=_help("day"))],
    meal: Annotated[str, typer.Argument(help=_help("meal"))],
    dish: Annotated[str, typer.Argument(help=_help("dish"))],
    *,
    folder: FolderOf = "",
    best: Annotated[int, typer.Option("--best", help=_help("best"))] = 5,
    into: Annotated[str, typer.Option("--to", metavar="DISH", help=_help("into_dish"))] = "",
    food: Annotated[str, typer.Option("--food", help=_help("food"))] = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.swapping import SwapRequest, run

    own = Path(folder) if folder else None
    request = SwapRequest(plan, day, meal, dish, own, best, into, food, as_json)
    raise typer.Exit(run(request, _language(lang)))


@app.command(help=_help("regenerate"))
def regenerate(
    plan: Annotated[Path, typer.Argument(help=_help("finished"))],
    day: Annotated[str, typer.Argument(help=_help("day"))],
    meal: Annotated[str, typer.Argument(help=_help("meal_or_day"))] = "",
    *,
    folder: FolderOf = "",
    same: Annotated[bool, typer.Option("--any", help=_help("any_again"))] = False,
    not_again: Annotated[bool, typer.Option("--not-again", help=_help("not_again"))] = False,
    wanted: Annotated[str, typer.Option("--with", metavar="DISH", help=_help("wanted"))] = "",
    out: Annotated[str | None, typer.Option("--out", metavar="PATH", help=_help("out"))] = None,
    as_json: AsJson = False,
    lang: Spoken = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=_help("time_limit"))] = 60,
) -> None:
    from api.commands.regenerating import RegenerateRequest, run
    from optimizer.regenerating import Again

    again = Again.NONE if not_again else Again.ALL if same else Again.SOME
    own, target = Path(folder) if folder else None, None if out is None else _path("--out", out)
    request = RegenerateRequest(
        plan, day, meal, own, again, wanted, target, as_json, seconds=time_limit
    )
    raise typer.Exit(run(request, _language(lang)))


@app.command(help=_help("allergy"))
def allergy(
    plan: Annotated[Path, typer.Argument(help=_help("finished"))],
    *,
    allergen: Annotated[
        list[str], typer.Option("--allergen", metavar="ALLERGEN=N", help=_help("allergen"))
    ],
    folder: FolderOf = "",
    cooked: Annotated[bool, typer.Option("--cooked", help=_help("cooked"))] = False,
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.allergy import AllergyRequest, run

    own = Path(folder) if folder else None
    request = AllergyRequest(plan, tuple(allergen), own, cooked, as_json)
    raise typer.Exit(run(request, _language(lang)))


@app.command(help=_help("order"))
def order(
    plan: Annotated[Path, typer.Argument(help=_help("order_plan"))],
    folder: Annotated[Path | None, typer.Argument(help=_help("order_folder"))] = None,
    *,
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help=_help("order_out"))
    ] = None,
    as_json: AsJson = False,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help=_help("order_from"))] = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=_help("time_limit"))] = 60,
    lang: Spoken = "",
) -> None:
    from api.commands.ordering import OrderRequest, run

    target = None if out is None else _path("--out", out)
    request = OrderRequest(plan, folder, target, as_json, start, time_limit)
    raise typer.Exit(run(request, _language(lang)))


@app.command(help=_help("check"))
def check(
    menu: Annotated[Path, typer.Argument(help=_help("menu"))],
    *,
    age: Annotated[str, typer.Option("--age", help=_help("age"))],
    meals: Annotated[str, typer.Option("--meals", help=_help("meals"))] = "",
    sex: Annotated[str, typer.Option("--sex", metavar="mix|M|F", help=_help("sex"))] = "mix",
    tier: Annotated[str, typer.Option("--tier", help=_help("tier"))] = "",
    table: TableName = "",
    folder: Annotated[str, typer.Option("--folder", metavar="PATH", help=_help("own"))] = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.check_menu import Request
    from api.commands.checking import run

    spoken = _language(lang)
    wanted = tuple(m.strip() for m in meals.replace("、", ",").split(",") if m.strip())
    own = Path(folder) if folder else None
    request = Request(menu, age, wanted, sex, tier, table, spoken, own)
    raise typer.Exit(run(request, as_json=as_json))


@app.command(help=_help("curve"))
def curve(
    folder: Annotated[Path, typer.Argument(help=_help("folder"))],
    *,
    out: Annotated[str | None, typer.Option("--out", metavar="PATH", help=_help("out"))] = None,
    as_json: AsJson = False,
    gap: Annotated[float, typer.Option("--gap", help=_help("gap"))] = 0.01,
    time_limit: Annotated[float, typer.Option("--time-limit", help=_help("time_limit"))] = 180,
    lang: Spoken = "",
) -> None:
    from api.commands.curving import CurveRequest, run

    target = None if out is None else _path("--out", out)
    raise typer.Exit(run(CurveRequest(folder, target, as_json, gap, time_limit), _language(lang)))


@app.command(help=_help("why"))
def why(
    plan: Annotated[Path, typer.Argument(help=_help("finished"))],
    *,
    folder: Annotated[
        str, typer.Option("--folder", metavar="PATH", help=_help("plan_folder"))
    ] = "",
    as_json: AsJson = False,
    time_limit: Annotated[float, typer.Option("--time-limit", help=_help("time_limit"))] = 9,
    lang: Spoken = "",
) -> None:
    from api.commands.explaining import WhyRequest, run

    own = Path(folder) if folder else None
    raise typer.Exit(run(WhyRequest(plan, own, as_json, time_limit), _language(lang)))


@app.command(help=_help("basket"))
def basket(
    foods: Annotated[Path, typer.Argument(help=_help("foods_csv"))],
    requirements: Annotated[Path, typer.Argument(help=_help("requirements_csv"))],
    *,
    integer: Annotated[bool, typer.Option("--integer", help=_help("integer"))] = False,
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.basket import BasketRequest, run

    request = BasketRequest(foods, requirements, integer, as_json)
    raise typer.Exit(run(request, _language(lang)))


@foods_app.command("import", help=_help("import"))
def foods_import(
    file: Annotated[Path, typer.Argument(help=_help("import_file"))],
    *,
    into: Annotated[Path, typer.Option("--into", help=_help("into"))] = Path(),
    yes: Annotated[bool, typer.Option("--yes", help=_help("yes"))] = False,
    lang: Spoken = "",
) -> None:
    from api.commands.importing import run

    raise typer.Exit(run(file, into, _language(lang), yes=yes))


@app.command(help=_help("new"))
def new(
    folder: Annotated[Path, typer.Argument(help=_help("new_folder"))],
    lang: Spoken = "",
) -> None:
    from api.commands.starting import run

    raise typer.Exit(run(folder, _language(lang)))


def _path(option: str, text: str) -> Path:
    """Return a path that was really given.

    Raises:
        BadOption: it is empty.
    """
    if not text:
        from api.errors import BadOption

        raise BadOption(option, text, "PATH")
    return Path(text)


def _language(lang: str) -> Lang:
    """Return the language spoken.

    Raises:
        BadOption: ``lang`` is neither.
    """
    if lang and lang not in ("zh", "en"):
        from api.errors import BadOption

        raise BadOption("--lang", lang, "zh、en")
    return language(["--lang", lang] if lang else [])


def main() -> None:
    """Run the command line; every way out is one of the exit codes, and never a traceback."""
    arguments = sys.argv[1:]
    code: int | str | None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that it cannot show becomes "?"
            stream.reconfigure(errors="replace")
    try:
        answer = app(args=arguments, prog_name="canteen", standalone_mode=False)
        code = answer if isinstance(answer, int) else Exit.DONE
        if code == Exit.INTERRUPTED and not isinstance(answer, Exit):
            code = _interrupted(arguments)  # typer turned Ctrl-C into a bare 130
    except KeyboardInterrupt:
        code = _interrupted(arguments)
    except SystemExit as left:  # typer's way out of a pipe that closed
        code = _unheard() if isinstance(left.__context__, BrokenPipeError) else left.code
    except BrokenPipeError:
        code = _unheard()
    except Exception as error:  # noqa: BLE001 - the last door before the user
        code = _failed(error, arguments)
    sys.exit(int(code or 0))


def _interrupted(arguments: list[str]) -> Exit:
    from api.problems import Problems

    typer.echo(err=True)
    typer.echo(Problems(language(arguments), {}).say("internal.interrupted", {}), err=True)
    return Exit.INTERRUPTED


def _unheard() -> Exit:
    """End quietly: whoever read what we print has read enough."""
    from api.failing import silence

    silence()
    return Exit.DONE


def _failed(error: Exception, arguments: list[str]) -> Exit:
    from api.failing import failed

    return failed(error, arguments)


if __name__ == "__main__":
    main()
