"""Charge a day: its food to the funds, and to each pupil the meals that were eaten.

One record carries both, so that a day is charged wholly or not at all.  Never commits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Table, func, select

from canteen.attendance import Payer, heads_of
from canteen.charge_errors import ChargedLater, CostDiffers, DayCharged, NotCharged, NothingToCharge
from canteen.charging import Cost, Eaters, Part, Rule, charge
from canteen.choices import Choices
from canteen.errors import NoVoucher
from canteen.ledger.accounts import KITCHEN, MEAL_INCOME, MEALS_PREPAID, account
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund, allow
from canteen.pupil_errors import NoConsent
from canteen.pupils import GRANTS
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.chain import Value
from canteen.store.charged_days import charged, last_charged
from canteen.store.choosing import on
from canteen.store.journal import Journal, rows_of
from canteen.store.pupils import Roll
from canteen.store.writing import Books, Draft
from nutrition.quantities import Money

Rows = list[dict[str, Value]]

Meals = Mapping[str, frozenset[str]]


def charge_day(books: Books, day: date, cost: Cost, voucher: str, key: str) -> Recorded:
    """Charge what lies in the kitchen to the funds, and the meals eaten to those who ate them.

    ``cost`` is all that lies on the account of food in the kitchen at the end of ``day``.

    Raises:
        DayCharged, ChargedLater: the day, or one after it, is charged.
        CostDiffers: something else lies in the kitchen.
        NegativeCost, NoEaters, NothingToCharge: the day cannot be charged.
        NoConsent: a meal was eaten that the pupil's plan no longer has.
        FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
    """
    asked: dict[str, Value] = {
        "day": day,
        "voucher": voucher,
        "bulk": cost.bulk.fen,
        "other": cost.other.fen,
    }
    draft = Draft(Kind.CHARGE, day, key, asked, {}, voucher, f"{day} 食材成本分摊、确认伙食费")
    if made := books.made(draft):
        return made
    _refuse(books, day, cost)
    eaten = Register(books).eaten(day)
    eaters = _eaters(books, day, eaten)
    choices = on(books, day)
    rates, rule = {Fund.SUBSIDY: choices.subsidy, Fund.LOCAL: choices.local}, choices.charge_rule
    parts = charge(day, cost, eaters, rates, rule)
    postings = (*_costs(parts, cost), *_income(books, day, eaten))
    if not postings and not eaters.meals:
        raise NothingToCharge(day)
    facts: dict[Table, Rows] = {
        t.charge: [_charge(day, part, choices) for part in parts],
        t.charged_day: [_charged_day(day, cost, eaters, rule)],
    }
    if postings:
        entry = Entry(day, voucher, draft.memo or "", postings)
        facts[t.posting] = list(rows_of(entry))
    return books.append(replace(draft, facts=facts))


def undo_charge(books: Books, day: date, voucher: str, key: str) -> Recorded:
    """Take back the charge of a day, on that day, so that it can be charged anew.

    Raises:
        NotCharged: there is nothing to take back.
        ChargedLater: days are taken back from the last.
        PeriodClosed: the month is closed.
    """
    asked: dict[str, Value] = {"day": day, "voucher": voucher, "undo": "charge"}
    draft = Draft(Kind.REVERSAL, day, key, asked, {}, voucher, f"冲销 {day} 分摊")
    if made := books.made(draft):
        return made
    if not voucher.strip():
        raise NoVoucher
    Journal(books).refuse_day(day)
    number = charged(books, day)
    if number is None:
        raise NotCharged(day)
    _refuse_later(books, day)
    facts = {table: _mirrored(books, table, number) for table in (t.posting, t.charge)}
    return books.append(replace(draft, facts=facts, reverses=number))


def parts_of(books: Books, first: date, last: date) -> dict[tuple[Payer, Fund, str], Money]:
    """Return (payer, fund, account) -> what was charged on the days from ``first`` to ``last``."""
    c = t.charge.c
    rows = books.connection.execute(
        select(c.payer, c.fund, c.account, func.sum(c.fen))
        .where(c.canteen == books.canteen, c.day.between(first, last))
        .group_by(c.payer, c.fund, c.account)
        .order_by(c.payer, c.fund, c.account)
    )
    return {(Payer(p), Fund(f), account): Money(int(fen)) for p, f, account, fen in rows}


def _refuse(books: Books, day: date, cost: Cost) -> None:
    """Refuse a day that cannot be charged, or not so much.

    Raises:
        DayCharged, ChargedLater, CostDiffers: why.
        FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
    """
    journal = Journal(books)
    journal.refuse_day(day)
    if number := charged(books, day):
        raise DayCharged(day, number)
    _refuse_later(books, day)
    lies = journal.balance(KITCHEN, until=day)
    if cost.total != lies:
        raise CostDiffers(day, cost.total, lies)


def _refuse_later(books: Books, day: date) -> None:
    """Keep charges in the order of their days.

    Raises:
        ChargedLater: one after ``day`` is made.
    """
    later = last_charged(books)
    if later is not None and later > day:
        raise ChargedLater(day, later)


def _eaters(books: Books, day: date, eaten: Meals) -> Eaters:
    """Count who ate, pupils apart by the grants that they are entitled to."""
    grants = Roll(books).grants(day)
    groups: dict[frozenset[Fund], dict[str, frozenset[str]]] = {}
    for pupil, meals in eaten.items():
        funds = frozenset(Fund(each) for each in grants.get(pupil, ()))
        groups.setdefault(funds, {})[pupil] = meals
    others = Register(books).counts(day)
    pupils = {funds: heads_of(group) for funds, group in groups.items()}
    return Eaters(pupils, others[Payer.STAFF], others[Payer.GUESTS])


def _costs(parts: tuple[Part, ...], cost: Cost) -> Iterator[Posting]:
    sums: dict[tuple[Fund, str], int] = {}
    for part in parts:
        place = part.fund, part.account
        sums[place] = sums.get(place, 0) + part.amount.fen
    for (fund, code), fen in sums.items():
        yield Posting(code, Money(fen), fund)
    if cost.total.fen:
        yield Posting(KITCHEN, -cost.total)


def _income(books: Books, day: date, eaten: Meals) -> Iterator[Posting]:
    """Yield what each pupil's meals cost the parents, and the income of the pupils' fund.

    Raises:
        NoConsent: nobody agreed to a meal that was eaten.
    """
    roll = Roll(books)
    agreed, plans = roll.consenting(day), roll.plans(day)
    prices = {
        name: {meal: m.fen for meal, m in plan.prices.items()} for name, plan in plans.items()
    }
    total = 0
    for pupil, meals in sorted(eaten.items()):
        plan = prices.get(agreed.get(pupil, ""), {})
        if missing := sorted(meals - plan.keys()):
            raise NoConsent(day, missing[0], (pupil,))
        fen = sum(plan[meal] for meal in meals)
        total += fen
        if fen:
            yield Posting(MEALS_PREPAID, Money(fen), party=pupil)
    if total:
        yield Posting(MEAL_INCOME, Money(-total), Fund.PUPILS)


def _charge(day: date, part: Part, choices: Choices) -> dict[str, Value]:
    """Return the row of what a fund bears, with the documents that say that it does."""
    permission = allow(part.fund, account(part.account).cost, choices.running)
    basis, rate = f"{permission.basis}({permission.source})", None
    if part.fund in GRANTS:
        rate = choices.made[f"{part.fund}_fen"]
        basis = f"{rate.basis};{basis}"
    return {
        "day": day,
        "payer": part.payer.value,
        "fund": part.fund.value,
        "account": part.account,
        "fen": part.amount.fen,
        "eaters": part.heads.people,
        "meals": part.heads.meals,
        "rate": int(rate.value) if rate else None,
        "basis": basis,
    }


def _charged_day(day: date, cost: Cost, eaters: Eaters, rule: Rule) -> dict[str, Value]:
    return {
        "day": day,
        "bulk": cost.bulk.fen,
        "other": cost.other.fen,
        "people": eaters.all_pupils.people,
        "meals": eaters.meals,
        "rule": rule.value,
    }


def _mirrored(books: Books, table: Table, number: int) -> Rows:
    """Return the rows of a record with their amounts turned round."""
    rows = books.connection.execute(
        select(table)
        .where(table.c.canteen == books.canteen, table.c.record == number)
        .order_by(table.c.line)
    ).mappings()
    kept = [c.name for c in table.columns if c.name not in ("canteen", "record", "line")]
    return [{**{name: row[name] for name in kept}, "fen": -row["fen"]} for row in rows]
