"""An order that ``canteen order`` wrote, read back as its sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.files import kind, read_bytes
from api.language import Lang
from api.sheet_errors import NotAnOrder
from nutrition.quantities import Money, UnitPrice
from reports.frame import Frame, People
from reports.order_sheet import ORDER, FromStock, OrderedLine, OrderView, order_sheet
from reports.sheet import Sheet

ORDER_DATA = "order.json"

Day = date

Fen = Annotated[int, Field(ge=0, le=10**12)]

Grams = Annotated[int, Field(gt=0, le=10**9)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Line(_Part):
    date: date
    supplier: str
    kind: str
    name: str
    packs: Annotated[int, Field(gt=0, le=10**9)] | None
    pack_grams: Grams | None
    grams: Grams
    li_per_kg: Annotated[int, Field(ge=0, le=10**9)] | None
    fen_per_pack: Fen | None
    fen: Fen


class _Taken(_Part):
    date: date
    name: str
    use_by: Day | None
    grams: Grams


class _File(_Part):
    school: str = ""
    total_fen: Fen
    lines: tuple[_Line, ...]
    from_stock: tuple[_Taken, ...]


def order_of(path: Path, published: date | None, signed: Mapping[str, str], lang: Lang) -> Sheet:
    """Return the order as a sheet; ``path``: order.json or its folder.

    Without a date of its own it is dated by its first delivery.

    Raises:
        NotAnOrder: it is no order.
        CannotRead, TableTooLarge: the file cannot be read.
    """
    file = path / ORDER_DATA if kind(path) == "folder" else path
    read = _read(file)
    days = [line.date for line in read.lines] + [taken.date for taken in read.from_stock]
    if not days and published is None:
        raise NotAnOrder(file.name, "lines")
    frame = Frame(ORDER, read.school, published or min(days), People(signed=signed), lang)
    stock = tuple(FromStock(t.date, t.name, t.grams, t.use_by) for t in read.from_stock)
    lines = tuple(map(_line, read.lines))
    return order_sheet(OrderView(frame, lines, stock, Money(read.total_fen)))


def _read(file: Path) -> _File:
    try:
        return _File.model_validate(json.loads(read_bytes(file)))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotAnOrder(file.name, where) from None
    except (ValueError, RecursionError):
        raise NotAnOrder(file.name) from None


def _line(line: _Line) -> OrderedLine:
    return OrderedLine(
        day=line.date,
        supplier=line.supplier,
        kind=line.kind,
        food=line.name,
        grams=line.grams,
        amount=Money(line.fen),
        pack_grams=line.pack_grams,
        packs=line.packs,
        price=None if line.li_per_kg is None else UnitPrice(line.li_per_kg),
        pack_price=None if line.fen_per_pack is None else Money(line.fen_per_pack),
    )
