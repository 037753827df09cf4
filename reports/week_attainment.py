"""The attainment table: a row for each clause, a bar for each group of pupils."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reports.sheet import (
    Bar,
    Cell,
    Column,
    Kind,
    Number,
    Row,
    Section,
    State,
    Table,
)
from reports.week_view import Attainment, Verdict
from reports.words import Words

if TYPE_CHECKING:
    from reports.week_view import WeekView

STATES: Final = {
    Verdict.MET: State.GOOD,
    Verdict.BELOW_TARGET: State.WARN,
    Verdict.REVIEW: State.UNSURE,
    Verdict.OFF: State.UNSURE,
    Verdict.UNKNOWN: State.UNSURE,
    Verdict.ABOVE: State.BAD,
    Verdict.MISSED: State.BAD,
}

WELL_KNOWN: Final = 0.995  # from here on the share of known values prints as 100 %

TITLE_WIDTH, SPAN_WIDTH, BARS_WIDTH = 2.0, 0.75, 8.0


def attainment_table(view: WeekView, say: Words) -> Table:
    """Build the table; clauses keep the order in which they come."""
    names = [g.name for g in view.groups]
    rows: dict[tuple[str, str], dict[str, Attainment]] = {}
    for line in view.attainments:
        rows.setdefault((line.clause, line.span), {})[line.group] = line
    columns = (
        Column(say("attainment.clause"), width=TITLE_WIDTH),
        Column(say("attainment.span"), width=SPAN_WIDTH),
        Column(say("attainment.mode"), width=0.45),
        *(Column(name, Kind.BAR, width=BARS_WIDTH / len(names)) for name in names),
    )
    return Table(
        title=say("attainment.title"),
        columns=columns,
        sections=(Section("", tuple(_row(by_group, names, say) for by_group in rows.values())),),
        name=say("attainment.tab"),
        note=say("attainment.legend"),
        new_page=True,
        fit=True,
        empty=say("attainment.empty"),
    )


def _row(by_group: dict[str, Attainment], names: list[str], say: Words) -> Row:
    any_line = next(iter(by_group.values()))
    unit = f" {any_line.unit}" if any_line.unit else ""
    mark = "†" if any(line.recalled for line in by_group.values()) else ""
    title = f"{any_line.title}{mark}{unit}"
    cells = (Cell(_bar(by_group[n], say) if n in by_group else None) for n in names)
    mode = say.name("mode", any_line.mode)
    return (Cell(title, header=True), Cell(any_line.span), Cell(mode), *cells)


def _bar(line: Attainment, say: Words) -> Bar:
    def limit(value: float | None) -> Number | None:
        return None if value is None else Number(value)

    measured = line.measured
    detail = [line.where] if line.where else []
    if line.known < WELL_KNOWN:
        share = f"{math.floor(line.known * 100)}%"
        detail.append(say("attainment.known", share=share))
    return Bar(
        value=None if measured is None else Number(measured, decimals=line.decimals),
        low=limit(line.low),
        high=limit(line.high),
        target=limit(line.target),
        state=STATES[line.verdict],
        word=say.name("verdict", line.verdict),
        detail=" ".join(detail),
    )
