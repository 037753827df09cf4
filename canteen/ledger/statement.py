"""The monthly statement of income and expenditure: this month and the year so far.

Amounts are in fen; income and costs are both above zero where they are what one expects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from canteen.ledger.accounts import (
    BULK_FOOD,
    COUNT_DIFFERENCES,
    MEAL_INCOME,
    OTHER_FOOD,
    STAFF_INCOME,
    Nature,
    account,
)
from canteen.ledger.funds import Fund, Running
from food_tables.loading import load_statement_forms
from nutrition.quantities import Money

NOTHING = Money(0)

Sums = Mapping[tuple[str, Fund], Money]
"""(account, fund) -> debits less credits."""

FOOD = (BULK_FOOD, OTHER_FOOD, COUNT_DIFFERENCES)

FOR_MEALS = (MEAL_INCOME, STAFF_INCOME)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the form, with the accounts that it adds up."""

    id: str
    title: str
    title_en: str
    accounts: tuple[str, ...]
    income: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its amounts."""

    form: FormLine
    month: Money
    year: Money


@dataclass(frozen=True, slots=True)
class FundLine:
    """One fund: what it had, got and spent, and what it has.  A deficit is below zero."""

    fund: Fund
    before: Money
    income: Money
    costs: Money
    given_back: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """What a canteen got and spent in one month and in the year until its end."""

    lines: tuple[Line, ...]
    funds: tuple[FundLine, ...]
    food_ratio: tuple[int, int] | None

    @property
    def surplus(self) -> tuple[Money, Money]:
        """Income less costs, of the month and of the year so far."""
        month = sum((_signed(x, x.month) for x in self.lines), NOTHING)
        year = sum((_signed(x, x.year) for x in self.lines), NOTHING)
        return month, year


def _signed(line: Line, amount: Money) -> Money:
    return amount if line.form.income else -amount


@cache
def form(running: Running) -> tuple[FormLine, ...]:
    """Return the lines of the form for a canteen that is so run."""
    return tuple(
        FormLine(
            row["line"],
            row["title"],
            row["title_en"],
            tuple(row["accounts"].split()),
            row["side"] == "income",
        )
        for row in load_statement_forms()
        if row["form"] == running
    )


def statement(running: Running, before: Sums, month: Sums, year: Sums) -> Statement:
    """Return the statement of a month from the sums before it, in it and in the year until its end.

    ``food_ratio`` is (costs of food, meal income) of the month: an exact fraction.

    Raises:
        ValueError: an account has money that no line of the form shows; a bug.
    """
    lines = tuple(Line(x, _sum(x, month), _sum(x, year)) for x in form(running))
    shown = {code for line in lines for code in line.form.accounts}
    for code, _ in (*month, *year):
        if account(code).nature in (Nature.INCOME, Nature.COST) and code not in shown:
            raise ValueError(f"no line of the {running} form shows account {code}")
    food, income = _of(month, FOOD), -_of(month, FOR_MEALS)
    ratio = (food.fen, income.fen) if income.fen > 0 else None
    return Statement(lines, tuple(_fund(f, before, month) for f in Fund), ratio)


def _sum(line: FormLine, sums: Sums) -> Money:
    total = _of(sums, line.accounts)
    return -total if line.income else total


def _of(sums: Sums, codes: Iterable[str]) -> Money:
    wanted = frozenset(codes)
    return sum((m for (code, _), m in sums.items() if code in wanted), NOTHING)


def flows(fund: Fund, sums: Sums) -> tuple[Money, Money]:
    """Return income and costs of a fund."""
    return -_natured(fund, sums, Nature.INCOME), _natured(fund, sums, Nature.COST)


def _natured(fund: Fund, sums: Sums, nature: Nature) -> Money:
    own = (m for (code, f), m in sums.items() if f == fund and account(code).nature is nature)
    return sum(own, NOTHING)


def _fund(fund: Fund, before: Sums, month: Sums) -> FundLine:
    had = -sum((m for (_, f), m in before.items() if f == fund), NOTHING)
    income, costs = flows(fund, month)
    given = _natured(fund, month, Nature.FUND)
    return FundLine(fund, had, income, costs, given, had + income - costs - given)
