"""canteen books away and heads: classes that did not eat, and eaters who are no pupils."""

from __future__ import annotations

import typer

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.outcome import Exit
from canteen.attendance import HeadCount
from canteen.store.corrections import take_heads
from canteen.store.roll_calls import away
from nutrition.meal_names import meal_id
from reports.words import words


def noted_away(desk: Desk, day: str, only: tuple[str, str], voucher: str) -> Exit:
    """Note that classes did not eat: all of them, one, or of one meal."""
    on, names = date_given("DATE", day), words(desk.lang)
    school_class, meal = only
    wanted = (school_class, meal_id(meal) if meal else "")
    with desk.writes() as books:
        found = list(away(books, on, wanted, voucher, f"away {on} {voucher}"))
    for (room, each), _ in found:
        name = names.name("meal", each)
        typer.echo(desk.words("books.away", day=on, school_class=room, meal=name), err=True)
    if not found:
        typer.echo(desk.words("books.away_none", day=on), err=True)
    return Exit.DONE


def headed(
    desk: Desk, said: tuple[str, str, str], counts: tuple[int, int], *, correct: bool
) -> Exit:
    """Count staff and guests at a meal, for the first time or in place of an earlier count.

    ``said``: day, meal and voucher.  ``counts``: staff and guests.
    """
    day, meal, (staff, guests) = date_given("DATE", said[0]), meal_id(said[1]), counts
    counted = HeadCount(day, meal, said[2], staff, guests)
    with desk.writes() as books:
        made = take_heads(books, counted, correct=correct)
    name = words(desk.lang).name("meal", meal)
    before = desk.words("books.written_before") if made.before else ""
    told = desk.words("books.headed", day=day, meal=name, staff=staff, guests=guests)
    typer.echo(told + before, err=True)
    return Exit.DONE
