"""Commands of the books about pupils: who eats, who agreed, who leaves, and what goes back."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_books import By, Database, School, Yes
from api.cli_options import AsJson, Spoken, language_of, option_help

pupils_app = typer.Typer(rich_markup_mode=None)

Pupil = Annotated[str, typer.Argument(metavar="CODE", help=option_help("pupil"))]
BookedOn = Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("booked_on"))]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help=option_help("since"))]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=option_help("until"))]
EatenOn = Annotated[str, typer.Argument(metavar="DATE", help=option_help("eaten_on"))]
Days = Annotated[
    list[str] | None, typer.Option("--days", metavar="DATE[..DATE]", help=option_help("uneaten"))
]
Voucher = Annotated[str, typer.Option("--voucher", help=option_help("voucher"))]


@pupils_app.command("pupils", help=option_help("books_pupils"))
def pupils(
    school_class: Annotated[
        str, typer.Argument(metavar="CLASS", help=option_help("listed_class"))
    ] = "",
    *,
    day: Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("listed_on"))] = "",
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupil_lists import listed

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(listed(desk, school_class, day, as_json=as_json))


@pupils_app.command("allergies", help=option_help("books_allergies"))
def allergies(
    day: Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("listed_on"))] = "",
    *,
    names: Annotated[bool, typer.Option("--names", help=option_help("with_names"))] = False,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_allergies import flagged

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(flagged(desk, day, names=names, as_json=as_json))


@pupils_app.command("people", help=option_help("books_people"))
def people(
    month: Annotated[str, typer.Argument(help=option_help("month"))],
    *,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupil_lists import counted

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(counted(desk, month, as_json=as_json))


@pupils_app.command("leave", help=option_help("books_leave"))
def leave(
    pupil: Pupil,
    *,
    day: Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("last_day"))],
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupils import left

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(left(desk, pupil, day, voucher))


@pupils_app.command("move", help=option_help("books_move"))
def move(
    pupil: Pupil,
    school_class: Annotated[str, typer.Argument(metavar="CLASS", help=option_help("new_class"))],
    *,
    since: Since,
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupils import moved

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(moved(desk, pupil, school_class, since, voucher))


@pupils_app.command("consent", help=option_help("books_consent"))
def consent(
    pupil: Pupil,
    *,
    since: Since,
    voucher: Annotated[str, typer.Option("--voucher", help=option_help("consent_paper"))],
    plan: Annotated[str, typer.Option("--plan", help=option_help("agreed_plan"))] = "",
    until: Until = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help=option_help("withdraw"))] = False,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupils import agreed, withdrawn

    desk = Desk.of(database, school, by, language_of(lang))
    if withdraw:
        raise typer.Exit(withdrawn(desk, pupil, since, voucher))
    raise typer.Exit(agreed(desk, pupil, plan, (since, until), voucher))


@pupils_app.command("entitle", help=option_help("books_entitle"))
def entitle(
    pupil: Pupil,
    fund: Annotated[str, typer.Argument(metavar="FUND", help=option_help("grant"))],
    *,
    since: Since,
    voucher: Voucher,
    until: Until = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help=option_help("revoke"))] = False,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupils import entitled, revoked

    desk = Desk.of(database, school, by, language_of(lang))
    if withdraw:
        raise typer.Exit(revoked(desk, pupil, fund, since, voucher))
    raise typer.Exit(entitled(desk, pupil, fund, (since, until), voucher))


@pupils_app.command("erase", help=option_help("books_erase"))
def erase(
    pupil: Pupil,
    *,
    unsettled: Annotated[bool, typer.Option("--unsettled", help=option_help("unsettled"))] = False,
    school: School = "",
    by: By = "",
    database: Database = "",
    yes: Yes = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_pupils import erased

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(erased(desk, pupil, unsettled=unsettled, yes=yes))


@pupils_app.command("claim", help=option_help("books_claim"))
def claim(
    pupil: Pupil,
    amount: Annotated[str, typer.Argument(metavar="YUAN", help=option_help("claimed"))] = "",
    *,
    days: Annotated[
        list[str] | None,
        typer.Option("--days", metavar="DATE[..DATE]", help=option_help("uneaten")),
    ] = None,
    day: BookedOn,
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_claims import claimed

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(claimed(desk, pupil, (amount, days or []), (day, voucher)))


@pupils_app.command("return", help=option_help("books_return"))
def return_(
    *,
    day: BookedOn,
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_claims import returned

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(returned(desk, day, voucher))


@pupils_app.command("away", help=option_help("books_away"))
def away(
    day: EatenOn,
    *,
    school_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help=option_help("away_class"))
    ] = "",
    meal: Annotated[str, typer.Option("--meal", help=option_help("away_meal"))] = "",
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_register import noted_away

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(noted_away(desk, day, (school_class, meal), voucher))


@pupils_app.command("heads", help=option_help("books_heads"))
def heads(
    day: EatenOn,
    meal: Annotated[str, typer.Argument(metavar="MEAL", help=option_help("meal"))],
    *,
    staff: Annotated[int, typer.Option("--staff", min=0, help=option_help("staff"))] = 0,
    guests: Annotated[int, typer.Option("--guests", min=0, help=option_help("guests"))] = 0,
    correct: Annotated[bool, typer.Option("--correct", help=option_help("correct"))] = False,
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_register import headed

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(headed(desk, (day, meal, voucher), (staff, guests), correct=correct))
