"""Commands that take a finished plan: change it, order what it needs, say why it is so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_options import AsJson, Spoken, language_of, option_help, path_given

finished_app = typer.Typer(rich_markup_mode=None)

Finished = Annotated[Path, typer.Argument(help=option_help("finished"))]

FolderOf = Annotated[str, typer.Option("--folder", metavar="PATH", help=option_help("folder_of"))]


@finished_app.command(help=option_help("swap"))
def swap(
    plan: Finished,
    day: Annotated[str, typer.Argument(help=option_help("day"))],
    meal: Annotated[str, typer.Argument(help=option_help("meal"))],
    dish: Annotated[str, typer.Argument(help=option_help("dish"))],
    *,
    folder: FolderOf = "",
    best: Annotated[int, typer.Option("--best", help=option_help("best"))] = 5,
    into: Annotated[str, typer.Option("--to", metavar="DISH", help=option_help("into_dish"))] = "",
    food: Annotated[str, typer.Option("--food", help=option_help("food"))] = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.swapping import SwapRequest, run

    own = Path(folder) if folder else None
    request = SwapRequest(plan, day, meal, dish, own, best, into, food, as_json)
    raise typer.Exit(run(request, language_of(lang)))


@finished_app.command(help=option_help("regenerate"))
def regenerate(
    plan: Finished,
    day: Annotated[str, typer.Argument(help=option_help("day"))],
    meal: Annotated[str, typer.Argument(help=option_help("meal_or_day"))] = "",
    *,
    folder: FolderOf = "",
    same: Annotated[bool, typer.Option("--any", help=option_help("any_again"))] = False,
    not_again: Annotated[bool, typer.Option("--not-again", help=option_help("not_again"))] = False,
    wanted: Annotated[str, typer.Option("--with", metavar="DISH", help=option_help("wanted"))] = "",
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help=option_help("out"))
    ] = None,
    as_json: AsJson = False,
    lang: Spoken = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=option_help("time_limit"))] = 60,
) -> None:
    from api.commands.regenerating import RegenerateRequest, run
    from optimizer.regenerating import Again

    again = Again.NONE if not_again else Again.ALL if same else Again.SOME
    own, target = (
        Path(folder) if folder else None,
        None if out is None else path_given("--out", out),
    )
    request = RegenerateRequest(
        plan, day, meal, own, again, wanted, target, as_json, seconds=time_limit
    )
    raise typer.Exit(run(request, language_of(lang)))


@finished_app.command(help=option_help("allergy"))
def allergy(
    plan: Finished,
    *,
    allergen: Annotated[
        list[str], typer.Option("--allergen", metavar="ALLERGEN=N", help=option_help("allergen"))
    ],
    folder: FolderOf = "",
    cooked: Annotated[bool, typer.Option("--cooked", help=option_help("cooked"))] = False,
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.allergy import AllergyRequest, run

    own = Path(folder) if folder else None
    request = AllergyRequest(plan, tuple(allergen), own, cooked, as_json)
    raise typer.Exit(run(request, language_of(lang)))


@finished_app.command(help=option_help("order"))
def order(
    plan: Annotated[Path, typer.Argument(help=option_help("order_plan"))],
    folder: Annotated[Path | None, typer.Argument(help=option_help("order_folder"))] = None,
    *,
    out: Annotated[
        str | None, typer.Option("--out", metavar="PATH", help=option_help("order_out"))
    ] = None,
    as_json: AsJson = False,
    start: Annotated[
        str, typer.Option("--from", metavar="DATE", help=option_help("order_from"))
    ] = "",
    time_limit: Annotated[float, typer.Option("--time-limit", help=option_help("time_limit"))] = 60,
    lang: Spoken = "",
) -> None:
    from api.commands.ordering import OrderRequest, run

    target = None if out is None else path_given("--out", out)
    request = OrderRequest(plan, folder, target, as_json, start, time_limit)
    raise typer.Exit(run(request, language_of(lang)))


@finished_app.command(help=option_help("why"))
def why(
    plan: Finished,
    *,
    folder: FolderOf = "",
    as_json: AsJson = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", help=option_help("time_limit"))
    ] = 7.5,
    lang: Spoken = "",
) -> None:
    from api.commands.explaining import WhyRequest, run

    own = Path(folder) if folder else None
    raise typer.Exit(run(WhyRequest(plan, own, as_json, time_limit), language_of(lang)))
