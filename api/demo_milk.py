"""Milk in the invented term: offered, agreed to, paid by the month, delivered, some of it not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from canteen.fees import FeeDelivery, FeeItem, FeePayment
from canteen.pupils import Admission, Consent
from canteen.store.fees import Fees
from canteen.store.pupils import Roll
from canteen.store.writing import Books
from nutrition.quantities import Money

NOT_FETCHED = 3
"""By the pupil's number, up to so many cartons less one of a month are not fetched."""


class DemoMilk(BaseModel):
    """What demo_term.toml says of the milk."""

    code: str
    name: str
    standard: str
    unit: str
    scope: str
    basis: str
    without: int


@dataclass(frozen=True, slots=True)
class MilkRound:
    """Brings milk to the pupils who agreed to it."""

    books: Books
    milk: DemoMilk
    pupils: Collection[str]

    @property
    def takers(self) -> list[str]:
        return [code for code in self.pupils if int(code) % self.milk.without]

    def offer(self, first: date, supplier: str) -> None:
        """Offer the milk, with the consents of those who take it."""
        milk = self.milk
        standard = Money.yuan(milk.standard)
        said = (milk.code, milk.name, milk.basis, milk.scope)
        item = FeeItem(*said, standard, milk.unit, first, supplier)
        Fees(self.books).offer(item, "饮奶公示", "milk")
        agreed = tuple(Consent(p, f"饮奶同意书{p}", first, what=milk.code) for p in self.takers)
        Roll(self.books).admit(Admission(consents=agreed), "饮奶名册", "milk consents")

    def collect(self, day: date, days: int, voucher: str) -> None:
        """Let everyone pay a carton for each of so many days."""
        each = Money(days * Money.yuan(self.milk.standard).fen)
        lines: Mapping[str, Money] = dict.fromkeys(self.takers, each)
        payment = FeePayment(day, voucher, self.milk.code, lines)
        Fees(self.books).collect(payment, f"fee {voucher}")

    def deliver(self, day: date, days: int, voucher: str) -> None:
        """Deliver the cartons of a month, but for those that nobody fetched."""
        units = {pupil: days - int(pupil) % NOT_FETCHED for pupil in self.takers}
        fetched = {pupil: count for pupil, count in units.items() if count > 0}
        delivery = FeeDelivery(day, voucher, self.milk.code, fetched)
        Fees(self.books).deliver(delivery, f"fee {voucher}")
