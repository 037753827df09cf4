"""Suppliers and price lists of one canteen; what was entered last holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, func, select

from canteen.quotes import Basis, Quote
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest, written
from canteen.store.writing import Books, Draft
from canteen.suppliers import Chosen, Contract, Licence, Supplier
from canteen.supply_errors import EmptyPaper, UnknownSupplier
from nutrition.quantities import UnitPrice

_HEAD = ("code", "name", "contact", "phone", "address")


class Suppliers:
    """Who brings goods to one canteen, and at which prices."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def keep(self, supplier: Supplier, key: str) -> Recorded:
        """Enter a supplier, whole; what was entered of it before holds no more."""
        facts: dict[Table, list[dict[str, Value]]] = {
            t.supplier: [{name: getattr(supplier, name) or None for name in _HEAD}],
            t.licence: [
                {"kind": each.kind, "number": each.number, "until": each.until}
                for each in supplier.licences
            ],
            t.contract: [
                {
                    "number": each.number,
                    "first": each.first,
                    "last": each.last,
                    "chosen": each.chosen.value,
                }
                for each in supplier.contracts
            ],
        }
        asked = {table.name: digest(map(written, rows)) for table, rows in facts.items()}
        draft = Draft(Kind.SUPPLIER, self._books.hand.today, key, asked, facts)
        return self._books.made(draft) or self._books.append(draft)

    def named(self, code: str) -> Supplier:
        """Return a supplier as it was entered last.

        Raises:
            UnknownSupplier: nobody entered it.
        """
        row = t.supplier.c
        last = self._books.connection.scalar(
            select(func.max(row.record)).where(row.canteen == self._books.canteen, row.code == code)
        )
        if last is None:
            raise UnknownSupplier(code, self.codes())
        return self._read(last)

    def codes(self) -> list[str]:
        """Return the codes of all suppliers, in order."""
        row = t.supplier.c
        return list(
            self._books.connection.scalars(
                select(row.code)
                .where(row.canteen == self._books.canteen)
                .distinct()
                .order_by(row.code)
            )
        )

    def all(self) -> list[Supplier]:
        return [self.named(code) for code in self.codes()]

    def quote(self, quotes: Sequence[Quote], voucher: str, key: str) -> Recorded:
        """Enter a price list; ``voucher``: the paper it stands on.

        Raises:
            EmptyPaper: it has no prices.
            UnknownSupplier: nobody entered who asks one of them.
        """
        rows: list[dict[str, Value]] = [
            {
                "supplier": each.supplier or None,
                "food": each.food,
                "li_per_kg": each.price.li_per_kg,
                "since": each.since,
                "basis": each.basis.value,
            }
            for each in quotes
        ]
        asked: dict[str, Value] = {"voucher": voucher, "quotes": digest(map(written, rows))}
        today = self._books.hand.today
        draft = Draft(Kind.QUOTES, today, key, asked, {t.quote: rows}, voucher)
        if made := self._books.made(draft):
            return made
        if not quotes:
            raise EmptyPaper(voucher)
        known = self.codes()
        for each in quotes:
            if each.supplier and each.supplier not in known:
                raise UnknownSupplier(each.supplier, known)
        return self._books.append(draft)

    def quotes(self) -> list[Quote]:
        """Return all prices as they were entered (``canteen.quotes.quotes_on`` chooses)."""
        row = t.quote.c
        rows = self._books.connection.execute(
            select(row.supplier, row.food, row.li_per_kg, row.since, row.basis)
            .where(row.canteen == self._books.canteen)
            .order_by(row.record, row.line)
        )
        return [
            Quote(r.supplier or "", r.food, UnitPrice(r.li_per_kg), r.since, Basis(r.basis))
            for r in rows
        ]

    def _read(self, number: int) -> Supplier:
        head, licence, contract = t.supplier.c, t.licence.c, t.contract.c
        of = self._books.connection.execute(
            select(*(head[name] for name in _HEAD)).where(
                head.canteen == self._books.canteen, head.record == number
            )
        ).one()
        licences = self._books.connection.execute(
            select(licence.kind, licence.number, licence.until)
            .where(licence.canteen == self._books.canteen, licence.record == number)
            .order_by(licence.line)
        )
        contracts = self._books.connection.execute(
            select(contract.number, contract.first, contract.last, contract.chosen)
            .where(contract.canteen == self._books.canteen, contract.record == number)
            .order_by(contract.line)
        )
        return Supplier(
            of.code,
            of.name,
            of.contact or "",
            of.phone or "",
            of.address or "",
            tuple(Licence(*row) for row in licences),
            tuple(Contract(r.number, r.first, r.last, Chosen(r.chosen)) for r in contracts),
        )
