"""What can be brought into the books from tables: how each is read, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from api.book_dishes import dishes_known, library_dishes
from api.folder_tables import embedded_foods
from canteen.attendance_rows import attendance_of
from canteen.bulk import bulk_of
from canteen.dish_price_rows import dish_prices_of
from canteen.fee_rows import fee_consents_of, fee_deliveries_of, fee_payments_of
from canteen.head_rows import head_counts_of
from canteen.payment_rows import payments_of
from canteen.pupil_rows import ClassList, class_list_of
from canteen.pupils import Admission
from canteen.quote_rows import quotes_of
from canteen.receipt_rows import Known, receipts_of
from canteen.record import Recorded
from canteen.stock_rows import counts_of, issues_of
from canteen.store.again import key_for
from canteen.store.corrections import take_call, take_heads
from canteen.store.fees import Fees
from canteen.store.finished_prices import Prices
from canteen.store.payments import pay
from canteen.store.persons import Persons
from canteen.store.pupils import Roll
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books
from canteen.supplier_rows import suppliers_of
from canteen.suppliers import codes_of
from canteen.write_off_rows import write_offs_of
from food_tables.reading import Table
from nutrition.tables import FoodNames

Papers = Sequence[Any]

Made = Iterable[Recorded]


@dataclass(frozen=True, slots=True)
class Bringing:
    """One kind of table.

    Attributes:
        layout: of its columns.
        read: books, rows and the day from which pupils are enrolled -> papers, or every fault.
        write: books, papers and a key of the file -> records.
    """

    layout: str
    read: Callable[[Books, Table, date], Papers]
    write: Callable[[Books, Papers, str], Made]


def _names() -> tuple[FoodNames, frozenset[str]]:
    foods = embedded_foods("canteen").values()
    return FoodNames(foods), bulk_of(foods)


def _receipts(books: Books, table: Table, _: date) -> Papers:
    names, bulk = _names()
    return receipts_of(table, Known(names, codes_of(Suppliers(books).all()), bulk))


def _quotes(books: Books, table: Table, _: date) -> Papers:
    return quotes_of(table, _names()[0], codes_of(Suppliers(books).all()))


def _issues(_: Books, table: Table, __: date) -> Papers:
    return issues_of(table, _names()[0], library_dishes())


def _dish_prices(books: Books, table: Table, _: date) -> Papers:
    return dish_prices_of(table, dishes_known(books))


def _counts(_: Books, table: Table, __: date) -> Papers:
    return counts_of(table, *_names())


def _write_offs(books: Books, table: Table, _: date) -> Papers:
    return write_offs_of(table, _names()[0], Stockroom(books).lots)


def _heads(books: Books, table: Table, _: date) -> Papers:
    return head_counts_of(table, books.hand.today)


def _payments(books: Books, table: Table, _: date) -> Papers:
    return payments_of(table, Roll(books).known(), books.hand.today)


def _attendance(books: Books, table: Table, _: date) -> Papers:
    return attendance_of(table, Roll(books).enrolments(), books.hand.today, table.file)


def _receive(books: Books, papers: Papers, _: str) -> Made:
    room = Stockroom(books)
    for paper in sorted(papers, key=attrgetter("day")):
        yield room.receive(paper, key_for(books, f"receipt {paper.supplier} {paper.voucher}"))


def _issue(books: Books, papers: Papers, _: str) -> Made:
    room = Stockroom(books)
    for paper in sorted(papers, key=attrgetter("day")):
        yield room.issue(paper, key_for(books, f"issue {paper.voucher}"))


def _count(books: Books, papers: Papers, _: str) -> Made:
    room = Stockroom(books)
    for paper in sorted(papers, key=attrgetter("day")):
        yield room.count(paper, key_for(books, f"count {paper.voucher}"))


def _write_off(books: Books, papers: Papers, _: str) -> Made:
    room = Stockroom(books)
    for paper in sorted(papers, key=attrgetter("day")):
        yield room.write_off(paper, key_for(books, f"write-off {paper.voucher}"))


def _quote(books: Books, papers: Papers, key: str) -> Made:
    yield Suppliers(books).quote(papers, key, key)


def _price(books: Books, papers: Papers, key: str) -> Made:
    yield Prices(books).set(papers, key, key)


def _keep(books: Books, papers: Papers, key: str) -> Made:
    for paper in papers:
        yield Suppliers(books).keep(paper, f"{key} {paper.code}")


def _admit(books: Books, papers: Papers, key: str) -> Made:
    """Enrol a class list; names and allergies stay outside the chain."""
    found: ClassList = papers[0]
    made = Roll(books).admit(found.admission, key, key)
    persons = Persons(books)
    persons.name(found.names)
    persons.flag(found.allergies)
    yield made


def _pay(books: Books, papers: Papers, _: str) -> Made:
    for paper in papers:
        yield pay(books, paper, key_for(books, f"payment {paper.voucher} {paper.into}"))


def _take(books: Books, papers: Papers, _: str) -> Made:
    return (take_call(books, paper, correct=False) for paper in papers)


def _correct(books: Books, papers: Papers, _: str) -> Made:
    return (take_call(books, paper, correct=True) for paper in papers)


def _count_heads(books: Books, papers: Papers, _: str) -> Made:
    return (take_heads(books, paper, correct=False) for paper in papers)


def _fee_payments(books: Books, table: Table, _: date) -> Papers:
    return fee_payments_of(table, Roll(books).known(), books.hand.today)


def _fee_deliveries(books: Books, table: Table, _: date) -> Papers:
    return fee_deliveries_of(table, Roll(books).known(), books.hand.today)


def _fee_consents(books: Books, table: Table, first: date) -> Papers:
    return fee_consents_of(table, Roll(books).known(), first)


def _collect(books: Books, papers: Papers, _: str) -> Made:
    for paper in papers:
        key = f"fee payment {paper.voucher} {paper.item} {paper.into}"
        yield Fees(books).collect(paper, key_for(books, key))


def _deliver(books: Books, papers: Papers, _: str) -> Made:
    for paper in papers:
        key = f"fee delivery {paper.voucher} {paper.item}"
        yield Fees(books).deliver(paper, key_for(books, key))


def _agree(books: Books, papers: Papers, key: str) -> Made:
    for each in papers:
        Fees(books).offered(each.what, each.since)
    yield Roll(books).admit(Admission(consents=tuple(papers)), key, key)


IMPORTS: Mapping[str, Bringing] = {
    "suppliers": Bringing("suppliers", lambda _, table, __: suppliers_of(table), _keep),
    "prices": Bringing("quotes", _quotes, _quote),
    "dish-prices": Bringing("dish_prices", _dish_prices, _price),
    "receipts": Bringing("receipts", _receipts, _receive),
    "issues": Bringing("issues", _issues, _issue),
    "counts": Bringing("stock_counts", _counts, _count),
    "write-offs": Bringing("write_offs", _write_offs, _write_off),
    "pupils": Bringing(
        "class_list", lambda _, table, first: (class_list_of(table, first),), _admit
    ),
    "payments": Bringing("payments", _payments, _pay),
    "attendance": Bringing("attendance", _attendance, _take),
    "heads": Bringing("head_counts", _heads, _count_heads),
    "fee-consents": Bringing("fee_consents", _fee_consents, _agree),
    "fee-payments": Bringing("fee_payments", _fee_payments, _collect),
    "fee-deliveries": Bringing("fee_deliveries", _fee_deliveries, _deliver),
    "corrections": Bringing("attendance", _attendance, _correct),
}
"""Kind of table -> how it is read and written."""
