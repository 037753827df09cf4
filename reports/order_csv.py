"""An order as a table that a spreadsheet opens: one row for each line, Chinese headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from nutrition.food import Food
from nutrition.order import Line, Order
from nutrition.quantities import Money
from reports.spreadsheet_text import as_text
from reports.words import words

HEADERS = (
    "送货日期",
    "供应商",
    "采购方式",
    "食材编码",
    "食材",
    "包装(kg)",
    "包数",
    "重量(kg)",
    "单价(元/kg)",
    "每包价格(元)",
    "金额(元)",
)


def draw(order: Order, foods: Mapping[str, Food]) -> bytes:
    """Return order.csv in UTF-8 with a byte order mark, as spreadsheets like it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADERS)
    for line in order.lines:
        writer.writerow([as_text(cell) for cell in _cells(line, foods)])
    return out.getvalue().encode("utf-8-sig")


def _cells(line: Line, foods: Mapping[str, Food]) -> tuple[str, ...]:
    offer, price = line.offer, line.offer.price
    say = words("zh")
    return (
        line.date.isoformat(),
        offer.supplier or say.name("offer", "anybody"),
        say.name("offer", offer.kind.value),
        offer.food,
        foods[offer.food].name,
        kilograms(offer.unit) if offer.packed else "",
        str(line.units) if offer.packed else "",
        kilograms(line.grams),
        "" if isinstance(price, Money) else kilograms(price.li_per_kg),
        f"{price.fen / 100:.2f}" if isinstance(price, Money) else "",
        f"{line.money.fen // 100}.{line.money.fen % 100:02}",
    )


def kilograms(grams: int) -> str:
    """Write grams as kilograms, to the gram and without idle zeros.

    >>> kilograms(12500), kilograms(3), kilograms(25000)
    ('12.5', '0.003', '25')
    """
    whole, rest = divmod(grams, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
