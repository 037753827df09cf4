"""Suppliers: who brings the goods, with which licences and contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from canteen.supply_errors import BadSupplier, LicenceExpired, LicenceMissing
from food_tables.cells import plain

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}", re.ASCII)


class Chosen(StrEnum):
    """Who chose the supplier and signed with it."""

    CENTRAL = "central"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Licence:
    """A paper that allows a supplier to trade.

    Attributes:
        kind: as it is titled: 营业执照, 食品经营许可证.
        until: last day, or None where it has none (长期).
    """

    kind: str
    number: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with a supplier, first and last day included."""

    number: str
    first: date
    last: date
    chosen: Chosen = Chosen.SCHOOL


@dataclass(frozen=True, slots=True)
class Supplier:
    """One supplier, whole: what was entered last replaces what was entered before.

    Raises:
        BadSupplier: it has no code or name, or a licence or contract cannot be such.
    """

    code: str
    name: str
    contact: str = ""
    phone: str = ""
    address: str = ""
    licences: tuple[Licence, ...] = ()
    contracts: tuple[Contract, ...] = ()

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise BadSupplier(self.code, "supplier-code")
        if not self.name.strip():
            raise BadSupplier(self.code, "supplier-name")
        if not all(each.kind.strip() and each.number.strip() for each in self.licences):
            raise BadSupplier(self.code, "supplier-licence")
        if not all(each.number.strip() and each.first <= each.last for each in self.contracts):
            raise BadSupplier(self.code, "supplier-contract")

    def refuse(self, day: date, bulk: Sequence[str]) -> None:
        """Refuse goods of a supplier who may not bring them on ``day``; ``bulk``: its bulk foods.

        Raises:
            LicenceExpired: a licence had run out.
            LicenceMissing: it brings bulk goods and has no licence at all.
        """
        for licence in self.licences:
            if licence.until is not None and licence.until < day:
                raise LicenceExpired(self.name, (licence.kind, licence.number), licence.until, day)
        if bulk and not self.licences:
            raise LicenceMissing(self.name, bulk)

    def contract_on(self, day: date) -> Contract | None:
        """Return the contract that holds on ``day``; of several the one that began last."""
        holding = [each for each in self.contracts if each.first <= day <= each.last]
        return max(holding, key=lambda each: each.first, default=None)


def codes_of(suppliers: Iterable[Supplier]) -> Mapping[str, str]:
    """Return what people write (code or name, in plain form) -> code; a shared name is no name."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    listed = list(suppliers)
    for each in listed:
        name = plain(each.name).casefold()
        if found.setdefault(name, each.code) != each.code:
            shared.add(name)
    named = {name: code for name, code in found.items() if name not in shared}
    return named | {each.code.casefold(): each.code for each in listed}
