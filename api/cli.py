"""The same use cases from a terminal; rooms are imported inside commands so --help is instant."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli_books import Database, books_app, db_app
from api.cli_fees import fee_app
from api.cli_finished import finished_app
from api.cli_ledger import ledger_app
from api.cli_months import months_app
from api.cli_options import AsJson, Spoken, TableName, language_of, option_help, path_given
from api.cli_publish import publish_app
from api.cli_pupils import pupils_app
from api.cli_serve import serve_app
from api.cli_sheets import sheet_app
from api.language import language
from api.outcome import Exit

app = typer.Typer(
    help=option_help("app"), add_completion=False, rich_markup_mode=None, no_args_is_help=True
)
foods_app = typer.Typer(help=option_help("foods"), rich_markup_mode=None, no_args_is_help=True)
app.add_typer(foods_app, name="foods")
app.add_typer(finished_app)
app.add_typer(db_app, name="db")
books_app.add_typer(months_app)
books_app.add_typer(ledger_app)
books_app.add_typer(pupils_app)
books_app.add_typer(fee_app, name="fee")
app.add_typer(books_app, name="books")
app.add_typer(sheet_app, name="sheet")
app.add_typer(serve_app)
app.add_typer(publish_app, name="publish")


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=option_help("version"))] = False,
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


@app.command(help=option_help("plan"))
def plan(
    folder: Annotated[Path, typer.Argument(help=option_help("folder"))],
    *,
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help=option_help("out"))
    ] = None,
    as_json: AsJson = False,
    gap: Annotated[float, typer.Option("--gap", help=option_help("gap"))] = 0.005,
    lang: Spoken = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=option_help("time_limit"))] = 60,
    solver: Annotated[
        str, typer.Option("--solver", metavar="highs|cbc", help=option_help("solver"))
    ] = "highs",
    seed: Annotated[int, typer.Option("--seed", help=option_help("seed"))] = 0,
    table: TableName = "",
    objective: Annotated[
        str,
        typer.Option(
            "--objective",
            metavar="cost|nutrition|rating|robust",
            help=option_help("objective"),
        ),
    ] = "",
) -> None:
    from api.solving_apart import solving_apart

    spoken, target = language_of(lang), None if out is None else path_given("--out", out)
    with solving_apart(spoken) as apart:  # loads the solvers while this side loads the rest
        from api.commands.planning import PlanRequest, planned

        asked = PlanRequest(
            folder, target, as_json, gap, time_limit, solver, seed, table, objective
        )
        code = planned(asked, spoken, apart)
    raise typer.Exit(code)


@app.command(help=option_help("check"))
def check(
    menu: Annotated[Path, typer.Argument(help=option_help("menu"))],
    *,
    age: Annotated[str, typer.Option("--age", help=option_help("age"))],
    meals: Annotated[str, typer.Option("--meals", help=option_help("meals"))] = "",
    sex: Annotated[str, typer.Option("--sex", metavar="mix|M|F", help=option_help("sex"))] = "mix",
    tier: Annotated[str, typer.Option("--tier", help=option_help("tier"))] = "",
    table: TableName = "",
    folder: Annotated[str, typer.Option("--folder", metavar="PATH", help=option_help("own"))] = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.check_menu import Request
    from api.commands.checking import run

    spoken = language_of(lang)
    wanted = tuple(m.strip() for m in meals.replace("、", ",").split(",") if m.strip())
    own = Path(folder) if folder else None
    request = Request(menu, age, wanted, sex, tier, table, spoken, own)
    raise typer.Exit(run(request, as_json=as_json))


@app.command(help=option_help("curve"))
def curve(
    folder: Annotated[Path, typer.Argument(help=option_help("folder"))],
    *,
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help=option_help("out"))
    ] = None,
    as_json: AsJson = False,
    gap: Annotated[float, typer.Option("--gap", help=option_help("gap"))] = 0.01,
    time_limit: Annotated[
        float, typer.Option("--time-limit", help=option_help("time_limit"))
    ] = 180,
    lang: Spoken = "",
) -> None:
    from api.commands.curving import CurveRequest, run

    target = None if out is None else path_given("--out", out)
    raise typer.Exit(run(CurveRequest(folder, target, as_json, gap, time_limit), language_of(lang)))


@app.command(help=option_help("repair"))
def repair(
    menu: Annotated[Path, typer.Argument(help=option_help("menu"))],
    folder: Annotated[Path, typer.Argument(help=option_help("folder"))],
    *,
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help=option_help("repair_out"))
    ] = None,
    as_json: AsJson = False,
    gap: Annotated[float, typer.Option("--gap", help=option_help("gap"))] = 0.005,
    lang: Spoken = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=option_help("time_limit"))] = 8,
    solver: Annotated[
        str, typer.Option("--solver", metavar="highs|cbc", help=option_help("solver"))
    ] = "highs",
    tier: Annotated[str, typer.Option("--tier", help=option_help("tier"))] = "",
    table: TableName = "",
) -> None:
    from api.commands.repairing import RepairRequest, run

    target = None if out is None else path_given("--out", out)
    request = RepairRequest(menu, folder, target, as_json, gap, time_limit, solver, tier, table)
    raise typer.Exit(run(request, language_of(lang)))


@app.command(help=option_help("basket"))
def basket(
    foods: Annotated[Path, typer.Argument(help=option_help("foods_csv"))],
    requirements: Annotated[Path, typer.Argument(help=option_help("requirements_csv"))],
    *,
    integer: Annotated[bool, typer.Option("--integer", help=option_help("integer"))] = False,
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.basket import BasketRequest, run

    request = BasketRequest(foods, requirements, integer, as_json)
    raise typer.Exit(run(request, language_of(lang)))


@foods_app.command("import", help=option_help("import"))
def foods_import(
    file: Annotated[Path, typer.Argument(help=option_help("import_file"))],
    *,
    into: Annotated[Path, typer.Option("--into", help=option_help("into"))] = Path(),
    yes: Annotated[bool, typer.Option("--yes", help=option_help("yes"))] = False,
    lang: Spoken = "",
) -> None:
    from api.commands.importing import run

    raise typer.Exit(run(file, into, language_of(lang), yes=yes))


@app.command(help=option_help("coverage"))
def coverage(
    first: Annotated[str, typer.Argument(metavar="FROM", help=option_help("sheet_from"))],
    last: Annotated[str, typer.Argument(metavar="TO", help=option_help("sheet_to"))],
    *,
    schools: Annotated[
        list[str] | None, typer.Option("--school", metavar="CODE", help=option_help("reached"))
    ] = None,
    out: Annotated[
        str, typer.Option("--out", metavar="PATH", help=option_help("coverage_out"))
    ] = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.covering import Reach, covered

    asked = Reach(first, last, schools or [])
    raise typer.Exit(covered(asked, database, language_of(lang), out=out, as_json=as_json))


@app.command(help=option_help("new"))
def new(
    folder: Annotated[Path, typer.Argument(help=option_help("new_folder"))],
    lang: Spoken = "",
) -> None:
    from api.commands.starting import run

    raise typer.Exit(run(folder, language_of(lang)))


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
