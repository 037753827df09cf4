"""Rows of an attendance list become one attendance for each day, meal and class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel, ConfigDict

from canteen.attendance import Attendance
from canteen.pupil_rows import unknown_pupil
from canteen.pupils import Enrolment
from canteen.spans import Span
from food_tables.cells import Code, Day, Label, Named, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.table_errors import BadRows, Fault
from food_tables.vocabulary import vocabulary
from nutrition.meal_names import MEAL_NAMES, meal_called, meal_id
from nutrition.tables import in_order

Sitting = tuple[date, str, str]
"""(day, meal, class)."""

MEALS = tuple(dict.fromkeys(MEAL_NAMES.values()))


class AttendanceRow(BaseModel):
    """A row of an attendance list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    date: Day
    meal: Named
    school_class: Named
    pupil: Code
    present: Label = ""

    @property
    def sitting(self) -> Sitting:
        """Which attendance it belongs to."""
        return self.date, meal_id(self.meal), plain(self.school_class)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table while it is read.

    Attributes:
        classes: pupil -> classes and days.
    """

    table: Table
    classes: Mapping[str, list[Span[str]]]
    today: date
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, code: str, row: Row, column: str, **facts: str) -> None:
        """Put down what is wrong with one cell."""
        said = {"value": plain(row.cells.get(column, "")), **facts}
        self.faults.append(self.table.fault(code, row, column, **said))


def attendance_of(
    table: Table, enrolments: Iterable[Enrolment], today: date, voucher: str
) -> tuple[Attendance, ...]:
    """Return the attendances of a table, in its order.

    With a column of marks all pupils of a class are listed; without one, those who ate.

    Raises:
        BadRows: with every row that cannot be read, and everybody who is not of that class.
    """
    classes: dict[str, list[Span[str]]] = {}
    for each in enrolments:
        span = Span(each.school_class, each.first, each.last)
        classes.setdefault(each.pupil, []).append(span)
    reading = _Reading(table, classes, today)
    found: dict[Sitting, set[str]] = {}
    listed: dict[Sitting, dict[str, Row]] = {}
    rows = parse(table, AttendanceRow, reading.faults)
    for row, line in rows:
        _check(reading, row, line)
        listed.setdefault(line.sitting, {})[line.pupil] = row
        present = found.setdefault(line.sitting, set())
        if _ate(reading, row, line):
            present.add(line.pupil)
    keys = ((row, (line.date, meal_id(line.meal), line.pupil)) for row, line in rows)
    reading.faults.extend(repeated(table, keys, "pupil"))
    if "present" in table.written:
        reading.faults.extend(_left_out(reading, listed))
    if reading.faults:
        raise BadRows(table.file, in_order(reading.faults))
    return tuple(Attendance(*sitting, frozenset(who), voucher) for sitting, who in found.items())


def _check(reading: _Reading, row: Row, line: AttendanceRow) -> None:
    day, meal, school_class = line.sitting
    if day > reading.today:
        reading.refuse("row.future-day", row, "date", limit=str(reading.today))
    if meal not in MEALS:
        allowed = "、".join(meal_called(each) for each in MEALS)
        reading.refuse("row.not-one-of", row, "meal", allowed=allowed)
    if line.pupil not in reading.classes:
        reading.faults.append(unknown_pupil(reading.table, row, reading.classes.keys()))
        return
    held = [span.value for span in reading.classes[line.pupil] if span.covers(day, day)]
    if held != [school_class]:
        facts = {"pupil": line.pupil, "other": "".join(held) or "—", "day": str(day)}
        reading.refuse("row.not-in-class", row, "school_class", **facts)


def _ate(reading: _Reading, row: Row, line: AttendanceRow) -> bool:
    """Read the mark of a row; where no row has one, who is listed ate."""
    if "present" not in reading.table.written:
        return True
    words = vocabulary("presence")
    mark = words.find(line.present)
    if mark is None and not plain(line.present):
        reading.refuse("row.missing-value", row, "present")
    elif mark is None:
        reading.refuse("row.not-one-of", row, "present", allowed="、".join(words.choices))
    return mark == "present"


def _left_out(reading: _Reading, listed: Mapping[Sitting, Mapping[str, Row]]) -> Iterator[Fault]:
    """Yield the attendances that do not say of everybody of the class who ate."""
    for (day, _, school_class), rows in listed.items():
        members = {
            pupil
            for pupil, spans in reading.classes.items()
            if any(span.value == school_class and span.covers(day, day) for span in spans)
        }
        if missing := sorted(members - rows.keys()):
            row = next(iter(rows.values()))
            facts = {"value": school_class, "pupils": "、".join(missing)}
            yield reading.table.fault("row.pupils-left-out", row, "school_class", **facts)
