"""What holds on a day, of rows that each say what holds from a day on; the last made decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Subquery, Table, func, select

from canteen.store.writing import Books


def holding(
    books: Books, table: Table, by: Sequence[str], day: date, *wanted: ColumnElement[bool]
) -> Subquery:
    """Return the rows of ``table`` that hold on ``day``, one for each value of ``by``."""
    c = table.c
    rank = func.row_number().over(
        partition_by=[c[name] for name in by],
        order_by=[c.since.desc(), c.record.desc(), c.line.desc()],
    )
    said = (
        select(table, rank.label("rank"))
        .where(c.canteen == books.canteen, c.since <= day, *wanted)
        .subquery()
    )
    return select(said).where(said.c.rank == 1).subquery(table.name)
