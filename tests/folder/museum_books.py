"""The error museum of the books: entries, months, refunds, settings, the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from canteen.calendar import Month
from canteen.choices import choose
from canteen.ledger.closing import Check, Checklist
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.entry_rows import entries_of
from canteen.ledger.funds import Fund
from canteen.record import Hand
from canteen.store.canteens import enrol
from canteen.store.claims import ClaimRequest, PayOut, claim, pay_out
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.migrating import upgrade
from canteen.store.periods import Periods
from canteen.store.refund_lists import refund_list
from canteen.store.refunds import RefundRequest, run
from canteen.store.writing import Books, writing
from food_tables.layout import layout
from food_tables.reading import read_table
from nutrition.quantities import Money
from tests.folder.exhibits import Exhibit

HAND = Hand(datetime(2026, 6, 3, 9, tzinfo=timezone(timedelta(hours=8))), "会计")

DAY = date(2026, 3, 10)

MARCH = Month(2026, 3)

READY = Checklist((Check("balance"),))

HEAD = "凭证号,日期,科目,资金,对象,借方,贷方\n"


def entries(rows: str) -> Callable[[Path], None]:
    """Return a reproducer that reads a table of vouchers."""

    def run_(_: Path) -> None:
        entries_of(read_table((HEAD + rows).encode(), "凭证.csv", layout("entries")))

    return run_


def books(act: Callable[[Books], object], *, opened: bool = True) -> Callable[[Path], None]:
    """Return a reproducer that does something with books of a surplus of 100 yuan."""

    def run_(folder: Path) -> None:
        engine = open_books(f"sqlite:///{folder / 'books.db'}", create=True)
        try:
            upgrade(engine)
            enrol(engine, "demo", "示例学校")
            with writing(engine, "demo", HAND) as own:
                if opened:
                    Journal(own).open(paid(fund=Fund.PUPILS, account="3001"), "opening")
                act(own)
        finally:
            engine.dispose()

    return run_


def paid(fen: int = 10_000, fund: Fund = Fund.PUPILS, account: str = "4001") -> Entry:
    day = date(2026, 3, 2) if account == "3001" else DAY
    return Entry(day, "收1", "", (Posting("1002", Money(fen)), Posting(account, Money(-fen), fund)))


def cost(account: str = "5003", fund: Fund = Fund.PUPILS, day: date = DAY) -> Entry:
    return Entry(day, "付1", "", (Posting(account, Money(5), fund), Posting("1002", Money(-5))))


def _two_funds() -> Entry:
    lines = (Posting("5003", Money(5), Fund.LOCAL), Posting("5003", Money(-5), Fund.PUPILS))
    return Entry(DAY, "转1", "", lines)


def _to_pupil() -> Entry:
    lines = (Posting("4002", Money(5), Fund.SUBSIDY), Posting("2212", Money(-5), party="001"))
    return Entry(DAY, "退1", "", lines)


def _post(entry: Entry, key: str = "k1") -> Callable[[Books], object]:
    return lambda own: Journal(own).post(entry, key)


def _again(own: Books) -> None:
    _post(cost())(own)
    _post(paid())(own)


def _twice_undone(own: Books) -> None:
    number = Journal(own).post(cost(), "k1").number
    for n in (1, 2):
        Journal(own).reverse(number, DAY, f"更{n}", f"r{n}")


def _closed(own: Books, *, ready: Checklist = READY, month: Month = MARCH) -> None:
    Periods(own).close(month, ready, f"close {month}")


def _after_closing(own: Books) -> None:
    _closed(own)
    _post(cost())(own)


def _refund(own: Books, voucher: str = "退1", weight: int = 1) -> None:
    request = RefundRequest(MARCH, date(2026, 6, 1), voucher)
    run(own, request, lambda *_: {"001": weight}, f"refund {voucher}")


def _refunded_twice(own: Books) -> None:
    _closed(own)
    _refund(own)
    _refund(own, "退2")


def _nothing(own: Books) -> None:
    _post(cost())(own)
    _post(
        Entry(
            DAY,
            "付2",
            "",
            (Posting("5003", Money(9_995), Fund.PUPILS), Posting("1002", Money(-9_995))),
        ),
        "k2",
    )(own)
    _closed(own)
    _refund(own)


def _nobody(own: Books) -> None:
    _closed(own)
    _refund(own, weight=0)


def _claim(own: Books) -> None:
    claim(own, ClaimRequest("007", Money(100), DAY, "left", "退1"), "c1")


def _missing(folder: Path) -> None:
    open_books(f"sqlite:///{folder / 'none.db'}")


def _fresh(folder: Path, code: str, name: str = "示例学校") -> None:
    engine = open_books(f"sqlite:///{folder / 'books.db'}", create=True)
    try:
        upgrade(engine)
        enrol(engine, code, name)
        with writing(engine, "other", HAND):
            pass
    finally:
        engine.dispose()


def _stranger() -> Entry:
    lines = (Posting("1002", Money(5)), Posting("2211", Money(-5), party="999"))
    return Entry(DAY, "收9", "", lines)


def _nobody_owed(own: Books) -> None:
    pay_out(own, PayOut(DAY, "付9", "1002"), "p9")


BOOKS: dict[str, Exhibit] = {
    "books.text-too-long": Exhibit(
        "a voucher of 201 signs", books(_post(replace(cost(), voucher="凭" * 201)))
    ),
    "books.bad-canteen": Exhibit(
        "a canteen called nothing", lambda folder: _fresh(folder, "a/b", " ")
    ),
    "books.unknown-party": Exhibit("money of pupil 999", books(_post(_stranger()))),
    "books.nothing-owed": Exhibit("paying when nobody is owed", books(_nobody_owed)),
    "books.month-not-kept": Exhibit(
        "the statement of next month", books(lambda own: Periods(own).statement(Month(2026, 7)))
    ),
    "books.unbalanced": Exhibit(
        "debits of 10 and credits of 9",
        entries("1,2026-03-10,1002,,,10,\n1,2026-03-10,4001,pupils,,,9\n"),
    ),
    "books.empty-entry": Exhibit("a voucher of one line", entries("1,2026-03-10,1002,,,10,\n")),
    "books.no-voucher": Exhibit(
        "an entry whose voucher is blank", lambda _: Entry(DAY, " ", "", cost().postings)
    ),
    "books.unknown-account": Exhibit("an account 燃料", entries("1,2026-03-10,燃料,,,10,\n")),
    "books.fund-needed": Exhibit("income of no fund", entries("1,2026-03-10,4001,,,10,\n")),
    "books.fund-not-asked": Exhibit("a bank of pupils", entries("1,2026-03-10,1002,捐赠,,1,\n")),
    "books.party-needed": Exhibit("a refund to nobody", entries("1,2026-03-10,2212,,,10,\n")),
    "books.too-large": Exhibit(
        "a posting of more than 100,000,000,000 yuan",
        lambda _: Posting("1002", Money(10**13 + 1)),
    ),
    "books.funds-mixed": Exhibit("local money pays for the pupils'", books(_post(_two_funds()))),
    "books.cost-not-allowed": Exhibit(
        "wages from the subsidy", books(_post(cost("5004", Fund.SUBSIDY)))
    ),
    "books.surplus-by-hand": Exhibit("a bonus out of the surplus", books(_post(cost("3001")))),
    "books.subsidy-to-pupils": Exhibit("the subsidy as a refund", books(_post(_to_pupil()))),
    "books.future-day": Exhibit("a bill of tomorrow", books(_post(cost(day=date(2026, 6, 4))))),
    "books.before-opening": Exhibit("an old bill", books(_post(cost(day=date(2026, 3, 1))))),
    "books.not-opened": Exhibit("a bill first of all", books(_post(cost()), opened=False)),
    "books.opened-already": Exhibit(
        "opening balances again",
        books(lambda own: Journal(own).open(paid(1, account="3001"), "again")),
    ),
    "books.period-closed": Exhibit("a bill of a closed month", books(_after_closing)),
    "books.key-used": Exhibit("two entries under one key", books(_again)),
    "books.no-such-record": Exhibit(
        "undoing record 9 of 1", books(lambda own: Journal(own).reverse(9, DAY, "更1", "r"))
    ),
    "books.reversed-already": Exhibit("undoing a bill twice", books(_twice_undone)),
    "books.unavailable": Exhibit("a database that is not there", _missing),
    "books.unknown-setting": Exhibit(
        "a setting of no such name", lambda _: choose("profit", "1", DAY, "x")
    ),
    "books.bad-setting": Exhibit(
        "an alarm at 101 %", lambda _: choose("surplus_alarm", "101", DAY, "x")
    ),
    "books.basis-needed": Exhibit(
        "a setting without its document", lambda _: choose("running", "self", DAY, " ")
    ),
    "books.no-such-month": Exhibit("month 13", lambda _: Month.named("2026-13")),
    "books.month-not-over": Exhibit(
        "closing the month in hand", books(lambda own: _closed(own, month=Month(2026, 6)))
    ),
    "books.months-in-order": Exhibit(
        "closing April before March", books(lambda own: _closed(own, month=Month(2026, 4)))
    ),
    "books.not-ready": Exhibit(
        "closing without a stock count",
        books(lambda own: _closed(own, ready=Checklist((Check("stock", ("大米",)),)))),
    ),
    "books.not-refunded": Exhibit(
        "the list of a refund that was not made", books(lambda own: refund_list(own, MARCH))
    ),
    "books.month-open": Exhibit("a refund before the closing", books(_refund)),
    "books.refunded-already": Exhibit("a refund again", books(_refunded_twice)),
    "books.nothing-to-refund": Exhibit("a refund of a deficit", books(_nothing)),
    "books.nobody-to-refund": Exhibit("a refund of days nobody ate", books(_nobody)),
    "books.more-than-owed": Exhibit("a refund to who never paid", books(_claim)),
    "books.unknown-canteen": Exhibit(
        "books of another canteen", lambda folder: _fresh(folder, "demo")
    ),
    "row.voucher-again": Exhibit(
        "a voucher in two places",
        entries(
            "1,2026-03-10,1002,,,1,\n1,2026-03-10,4001,pupils,,,1\n"
            "2,2026-03-10,1002,,,1,\n2,2026-03-10,4001,pupils,,,1\n1,2026-03-10,1002,,,1,\n"
        ),
    ),
    "row.voucher-days": Exhibit(
        "a voucher of two days",
        entries("1,2026-03-10,1002,,,1,\n1,2026-03-11,4001,pupils,,,1\n"),
    ),
    "row.unknown-fund": Exhibit("a fund 学生", entries("1,2026-03-10,4001,学生,,1,\n")),
    "row.one-side": Exhibit("debit and credit", entries("1,2026-03-10,1002,,,1,1\n")),
}
