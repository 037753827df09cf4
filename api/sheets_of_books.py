"""The sheets that are drawn from the books of one canteen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.book_dishes import dish_name
from api.books_desk import Desk
from api.books_words import food_name
from api.commands.books_owed import shares_view
from api.folder_tables import embedded_foods
from api.planned_costs import planned_costs
from canteen.bulk import bulk_of
from canteen.calendar import Month
from canteen.ledger.closing import State
from canteen.ledger.funds import Running
from canteen.period_errors import NotRefunded
from canteen.publicity.dish_rows import DayPrices, priced_dishes
from canteen.publicity.price_rows import price_rows
from canteen.store.alarms import alarms
from canteen.store.canteens import kept
from canteen.store.choosing import on
from canteen.store.fees import Fees, fee_lines
from canteen.store.finished_prices import Prices, food_ratio
from canteen.store.kitchen import meal_costs
from canteen.store.periods import Periods
from canteen.store.programme import programme
from canteen.store.pupils import Roll
from canteen.store.purchases import purchases
from canteen.store.refund_lists import RefundList, refund_list
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books
from reports.dish_price_sheet import DISH_PRICES, DishPriceView, dish_price_sheet
from reports.fee_sheet import FEES, FeeView, fee_sheet
from reports.frame import Frame, People
from reports.letter import LETTER, LetterView, letter
from reports.programme_sheet import PROGRAMME, ProgrammeView, programme_sheet
from reports.purchase_price_sheet import (
    PURCHASE_PRICES,
    PurchasePriceView,
    purchase_price_sheet,
)
from reports.sheet import Sheet
from reports.sign_list import sign_sheet
from reports.statement_sheet import STATEMENT, StatementView, statement_sheet
from reports.surplus_sheet import SURPLUS, SurplusView, surplus_sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sheet of the books is asked for.

    Attributes:
        first, last: days that it covers, both included.
        published: the date printed on it.
        signed: post -> name of whoever signed.
        plans: what ``canteen plan`` wrote, for planned costs.
    """

    first: date
    last: date
    published: date
    signed: Mapping[str, str]
    plans: tuple[Path, ...] = ()

    @property
    def month(self) -> Month:
        return Month.of(self.last)


def statement_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw the statement of a month.

    Raises:
        MonthNotKept: the books were not open yet, or the month is still to come.
    """
    periods = Periods(books)
    state = periods.states().get(asked.month, State.OPEN)
    contracted = on(books, asked.last).running is Running.CONTRACTED
    found = periods.statement(asked.month)
    frame = framed_by(desk, books, STATEMENT, asked)
    closed = state is not State.OPEN
    return statement_sheet(StatementView(frame, asked.month, found, contracted, closed))


def surplus_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw the surplus of a month, and its refund with masked names where there was one.

    Raises:
        MonthNotKept: the books were not open yet, or the month is still to come.
    """
    Periods(books).refuse_not_kept(asked.month)
    frame = framed_by(desk, books, SURPLUS, asked)
    refund = _refund(books, asked.month)
    return surplus_sheet(SurplusView(frame, asked.month, alarms(books, asked.month), refund))


def _refund(books: Books, month: Month) -> RefundList | None:
    try:
        return refund_list(books, month)
    except NotRefunded:
        return None


def fees_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw the service fees as they stand on a day."""
    frame = framed_by(desk, books, FEES, asked)
    suppliers = {each.code: each.name for each in Suppliers(books).all()}
    lines = tuple(fee_lines(books, asked.last))
    return fee_sheet(FeeView(frame, asked.last, lines, suppliers))


def purchase_prices_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw what was paid in some days, beside the prices that hold on their last."""
    suppliers = Suppliers(books)
    known = suppliers.all()
    bought = purchases(books, asked.first, asked.last)
    rows = price_rows(bought, suppliers.quotes(), known, asked.last)
    foods = embedded_foods("canteen")
    places = {code: at for at, code in enumerate(foods)}
    view = PurchasePriceView(
        frame=framed_by(desk, books, PURCHASE_PRICES, asked),
        first=asked.first,
        last=asked.last,
        day=asked.last,
        rows=tuple(sorted(rows, key=lambda r: (places.get(r.food, len(places)), r.supplier))),
        foods={row.food: food_name(row.food) for row in rows},
        suppliers={each.code: each.name for each in known},
        bulk=bulk_of(foods.values()),
    )
    return purchase_price_sheet(view)


def dish_prices_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw what dishes and meals cost, planned and really, beside what they are sold for.

    Raises:
        NotAPlan, CannotRead, TableTooLarge: a plan cannot be read.
    """
    planned = {
        place: fen
        for place, fen in planned_costs(asked.plans).items()
        if asked.first <= place[0] <= asked.last
    }
    meals, sold = meal_costs(books, asked.first, asked.last), Prices(books)
    days = {meal.day for meal in meals} | {place[0] for place in planned}
    prices = {day: DayPrices(sold.on(day), sold.meals(day)) for day in days}
    dishes = tuple(priced_dishes(meals, planned, prices))
    view = DishPriceView(
        frame=framed_by(desk, books, DISH_PRICES, asked),
        first=asked.first,
        last=asked.last,
        dishes=dishes,
        names={each.dish: dish_name(each.dish) for each in dishes},
        ratio=food_ratio(books, asked.first, asked.last),
    )
    return dish_price_sheet(view)


def programme_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw the programme's report of a month.

    Raises:
        MonthNotKept: the books were not open yet, or the month is still to come.
    """
    rate = on(books, asked.last).subsidy
    found = programme(books, asked.month, rate)
    return programme_sheet(
        ProgrammeView(framed_by(desk, books, PROGRAMME, asked), asked.month, found)
    )


def letter_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw the letter to parents: meals and items as they are offered on a day."""
    plans = Roll(books).plans(asked.last)
    view = LetterView(
        frame=framed_by(desk, books, LETTER, asked),
        meals={name: plan.prices for name, plan in plans.items()},
        items=tuple(Fees(books).items(asked.last).values()),
        working_days=on(books, asked.last).refund_working_days,
    )
    return letter(view)


def refund_list_of(desk: Desk, books: Books, asked: Asked) -> Sheet:
    """Draw who gets what of a month's surplus, for signature, with full names.

    Raises:
        NotRefunded: its surplus was not given back.
    """
    return sign_sheet(shares_view(desk, books, asked.month))


def framed_by(desk: Desk, books: Books, sheet: str, asked: Asked) -> Frame:
    """Return the frame of a sheet: the canteen's name, its telephone and page as they are set."""
    choices = on(books, asked.published)
    people = People(choices.phone, choices.page, asked.signed)
    return Frame(sheet, kept(desk.engine)[desk.school], asked.published, people, desk.lang)
