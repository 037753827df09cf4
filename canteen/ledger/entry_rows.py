"""Rows of a table become journal entries: the rows of one voucher are one entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from canteen.errors import BooksError
from canteen.ledger.accounts import account_named
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund, fund_named
from canteen.money_cells import MaybeYuan
from food_tables.cells import Day, Label, Named, Note, plain
from food_tables.reading import Row, Table, parse
from food_tables.table_errors import BadRows, Fault
from nutrition.tables import in_order


class EntryRow(BaseModel):
    """A row of a journal: one posting."""

    model_config = ConfigDict(extra="ignore", frozen=True, arbitrary_types_allowed=True)

    voucher: Named
    day: Day
    account: Named
    fund: Label = ""
    party: Label = ""
    debit: MaybeYuan
    credit: MaybeYuan
    memo: Note = ""


def entries_of(table: Table) -> tuple[Entry, ...]:
    """Return the entries of a table, in its order.

    Rows of one voucher stand together; its day and memo are those of its first row.

    Raises:
        BadRows: with every row that is no posting and every voucher that is no entry.
    """
    faults: list[Fault] = []
    rows = parse(table, EntryRow, faults)
    bad = {fault.row for fault in faults}
    spoiled = {plain(row.cells["voucher"]) for row in table.rows if row.number in bad}
    entries: list[Entry] = []
    seen: set[str] = set()
    for voucher, group in groupby(rows, key=lambda pair: plain(pair[1].voucher)):
        own = list(group)
        first = own[0][0]
        if voucher in seen:
            faults.append(table.fault("row.voucher-again", first, "voucher", value=voucher))
        seen.add(voucher)
        faults += _other_days(table, own)
        postings = [posting for row, line in own if (posting := _posting(table, row, line, faults))]
        if len(postings) == len(own) and voucher not in spoiled:
            entry = _entry(table, first, (voucher, own[0][1].day, _memo(own)), postings, faults)
            entries += [entry] if entry else []
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(entries)


Line = tuple[Row, EntryRow]


def _memo(own: Sequence[Line]) -> str:
    return next((line.memo for _, line in own if line.memo), "")


def _other_days(table: Table, own: Sequence[Line]) -> list[Fault]:
    day = own[0][1].day
    return [
        table.fault("row.voucher-days", row, "day", value=row.cells["day"], first=str(day))
        for row, line in own
        if line.day != day
    ]


def _posting(table: Table, row: Row, line: EntryRow, faults: list[Fault]) -> Posting | None:
    """Return the posting of a row; what is wrong with it goes to ``faults``."""
    code, fund = account_named(plain(line.account)), _fund(line.fund)
    if code is None:
        faults.append(table.fault("books.unknown-account", row, "account", account=line.account))
    if line.fund and fund is None:
        faults.append(table.fault("row.unknown-fund", row, "fund", value=line.fund))
    both = [m for m in (line.debit, line.credit) if m is not None and m.fen]
    if len(both) != 1:
        faults.append(table.fault("row.one-side", row, "debit"))
    if code is None or (line.fund and fund is None) or len(both) != 1:
        return None
    amount = both[0] if line.debit is not None and line.debit.fen else -both[0]
    try:
        return Posting(code, amount, fund, plain(line.party))
    except BooksError as error:
        faults.append(_said(table, row, error))
        return None


def _fund(text: str) -> Fund | None:
    return fund_named(plain(text)) if text else None


def _entry(
    table: Table,
    row: Row,
    head: tuple[str, date, str],
    postings: Sequence[Posting],
    faults: list[Fault],
) -> Entry | None:
    voucher, day, memo = head
    try:
        return Entry(day, voucher, memo, tuple(postings))
    except BooksError as error:
        faults.append(_said(table, row, error))
    return None


def _said(table: Table, row: Row, error: BooksError) -> Fault:
    return table.fault(error.code, row, "account", **error.facts)
