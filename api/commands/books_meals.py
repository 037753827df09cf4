"""canteen books meals: what a meal costs, from which day on."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.errors import BadOption
from api.outcome import Exit
from canteen.pupils import MealPlan
from canteen.store.pupils import Roll
from nutrition.errors import BadAmount
from nutrition.meal_names import meal_id
from nutrition.quantities import Money
from reports.words import words

FORM = "午餐=8.00"


def offered(desk: Desk, name: str, said: Sequence[str], since: str, voucher: str) -> Exit:
    """Offer a meal plan.

    Raises:
        BadOption: a price is not written as a meal and its yuan.
    """
    prices = dict(_price(each) for each in said)
    plan = MealPlan(name, prices, date_given("--since", since))
    with desk.writes() as books:
        Roll(books).offer(plan, voucher, f"meals {voucher}")
    names = words(desk.lang)
    shown = desk.words.listed([f"{names.name('meal', m)} {yuan}" for m, yuan in prices.items()])
    typer.echo(desk.words("books.plan_offered", day=plan.since, name=name, prices=shown), err=True)
    return Exit.DONE


def _price(said: str) -> tuple[str, Money]:
    meal, sign, yuan = said.partition("=")
    try:
        if not sign or not meal.strip():
            raise BadOption("MEAL=YUAN", said, FORM)
        return meal_id(meal), Money.yuan(yuan)
    except BadAmount:
        raise BadOption("MEAL=YUAN", said, FORM) from None
