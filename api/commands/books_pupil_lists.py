"""canteen books pupils and people: who is on the list, and who ate."""

from __future__ import annotations

import json
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.attendance import Heads
from canteen.calendar import Month
from canteen.ledger.funds import Fund
from canteen.pupil_errors import NoSuchClass
from canteen.store.headcounts import ClassHeads, Headcounts, headcounts
from canteen.store.periods import Periods
from canteen.store.pupil_lines import PupilLine, pupil_lines
from canteen.store.pupils import Roll
from nutrition.quantities import Money
from reports.words import UNKNOWN, words

COLUMNS = ("code", "name", "class", "plan", "grants")


def listed(desk: Desk, school_class: str, text: str, *, as_json: bool) -> Exit:
    """Print the pupils of a day, of all classes or of one.

    Raises:
        NoSuchClass: nobody is in this class on the day.
    """
    day = date_given("--day", text) if text else desk.hand.today
    with desk.reads() as books:
        found = pupil_lines(books, day)
        rooms = tuple(Roll(books).class_list(day))
    if school_class:
        if school_class not in rooms:
            raise NoSuchClass(school_class, day, rooms)
        found = tuple(each for each in found if each.school_class == school_class)
    if as_json:
        print_data(json.dumps([_data(each) for each in found], ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    total = Money(sum(each.prepaid.fen for each in found))
    said = own("books.pupils", day=day, count=len(found), total=total)
    paragraph(console, said, "bold")
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in COLUMNS:
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    grid.add_column(own("books.col_prepaid"), justify="right", no_wrap=True)
    for each in found:
        grid.add_row(*_cells(desk, each), style="red" if each.prepaid.fen < 0 else "")
    console.print(grid)
    return Exit.DONE


def _cells(desk: Desk, line: PupilLine) -> tuple[str, ...]:
    own = desk.words
    grants = own.listed([own(f"books.grant_{fund}") for fund in line.grants])
    return (
        line.pupil,
        line.name or UNKNOWN,
        line.school_class or own("books.gone"),
        line.plan or own("books.no_consent"),
        grants or UNKNOWN,
        str(line.prepaid),
    )


def _data(line: PupilLine) -> dict[str, Any]:
    return {
        "pupil": line.pupil,
        "name": line.name or None,
        "class": line.school_class or None,
        "plan": line.plan or None,
        "grants": [Fund(fund).value for fund in line.grants],
        "prepaid_fen": line.prepaid.fen,
    }


def counted(desk: Desk, text: str, *, as_json: bool) -> Exit:
    """Print how many people ate in a month, and how many meals, by class and meal."""
    month = Month.named(text)
    with desk.reads() as books:
        Periods(books).refuse_not_kept(month)
        found = headcounts(books, month.first, month.last)
    if as_json:
        print_data(json.dumps(_counts(month, found), ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    school = found.school.all_meals
    said = own("books.people", month=month, people=school.people, meals=school.meals)
    paragraph(console, said, "bold")
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("class", "meal"):
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    for name in ("people", "meals"):
        grid.add_column(own(f"books.col_{name}"), justify="right")
    for each in found.classes:
        _add(grid, desk, each, each.school_class)
    grid.add_section()
    _add(grid, desk, found.school, own("books.all_classes"))
    names = words(desk.lang)
    for (payer, meal), meals in found.others.items():
        who = own(f"books.payer_{payer}")
        grid.add_row(who, names.name("meal", meal), UNKNOWN, str(meals))
    console.print(grid)
    paragraph(console, own("books.people_note"), "dim")
    return Exit.DONE


def _add(grid: Grid, desk: Desk, heads: ClassHeads, title: str) -> None:
    names = words(desk.lang)
    meals = sorted(heads.by_meal, key=lambda meal: (names.order("meal", meal), meal))
    lines = [(names.name("meal", meal), heads.by_meal[meal]) for meal in meals]
    if len(meals) > 1:
        lines.append((desk.words("books.all_meals"), heads.all_meals))
    for place, (meal, count) in enumerate(lines):
        room = "" if place else title
        grid.add_row(room, meal, str(count.people), str(count.meals))


def _counts(month: Month, found: Headcounts) -> dict[str, Any]:
    return {
        "month": str(month),
        "classes": [_heads(each) for each in found.classes],
        "school": _heads(found.school),
        "others": [
            {"payer": payer.value, "meal": meal, "meals": meals}
            for (payer, meal), meals in found.others.items()
        ],
    }


def _heads(heads: ClassHeads) -> dict[str, Any]:
    def both(count: Heads) -> dict[str, int]:
        return {"people": count.people, "meals": count.meals}

    return {
        "class": heads.school_class or None,
        "by_meal": {meal: both(count) for meal, count in heads.by_meal.items()},
        "all_meals": both(heads.all_meals),
    }
