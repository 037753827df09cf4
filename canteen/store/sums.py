"""Sums over the postings of one canteen, by account, fund and party."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, func, select

from canteen.ledger.funds import Fund
from canteen.ledger.statement import Sums
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.writing import Books
from nutrition.quantities import Money


def by_fund(books: Books, first: date | None, last: date) -> Sums:
    """Return debits less credits of every account kept by fund, ``first`` and ``last`` included."""
    posting = t.posting.c
    rows = books.connection.execute(
        select(posting.account, posting.fund, func.sum(posting.fen))
        .where(*_days(books, first, last), posting.fund.is_not(None))
        .group_by(posting.account, posting.fund)
    )
    return {(code, Fund(fund)): Money(int(fen)) for code, fund, fen in rows}


def opening(books: Books) -> Sums:
    """Return what each fund had when the books were opened."""
    posting, record = t.posting.c, t.record.c
    rows = books.connection.execute(
        select(posting.account, posting.fund, func.sum(posting.fen))
        .join(t.record, (record.canteen == posting.canteen) & (record.number == posting.record))
        .where(
            posting.canteen == books.canteen,
            record.kind == Kind.OPENING,
            posting.fund.is_not(None),
        )
        .group_by(posting.account, posting.fund)
    )
    return {(code, Fund(fund)): Money(int(fen)) for code, fund, fen in rows}


def by_party(books: Books, account: str, first: date | None, last: date) -> dict[str, Money]:
    """Return debits less credits of an account for each pupil or supplier, without zeros."""
    posting, total = t.posting.c, func.sum(t.posting.c.fen)
    rows = books.connection.execute(
        select(posting.party, total)
        .where(*_days(books, first, last), posting.account == account)
        .group_by(posting.party)
        .having(total != 0)
        .order_by(posting.party)
    )
    return {party: Money(int(fen)) for party, fen in rows}


def by_account(books: Books, last: date) -> dict[str, Money]:
    """Return debits less credits of every account until ``last``: the trial balance."""
    posting = t.posting.c
    rows = books.connection.execute(
        select(posting.account, func.sum(posting.fen))
        .where(*_days(books, None, last))
        .group_by(posting.account)
        .order_by(posting.account)
    )
    return {code: Money(int(fen)) for code, fen in rows}


def _days(books: Books, first: date | None, last: date) -> list[ColumnElement[bool]]:
    posting = t.posting.c
    wanted = [posting.canteen == books.canteen, posting.day <= last]
    return [*wanted, posting.day >= first] if first is not None else wanted
