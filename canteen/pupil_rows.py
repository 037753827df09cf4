"""Rows of a class list become enrolments, consents, grants, names and allergies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel, ConfigDict

from canteen.ledger.funds import Fund
from canteen.pupils import (
    LONGEST_NAME,
    Admission,
    Consent,
    Enrolment,
    Entitlement,
    Person,
    is_identity,
)
from canteen.spans import Span
from food_tables.cells import Code, Items, Label, MaybeDay, Named, items, plain
from food_tables.reading import Row, Table, parse
from food_tables.table_errors import BadRows, Fault
from food_tables.vocabulary import NONE, vocabulary
from nutrition.tables import ids_in, in_order

ALLERGENS = "allergens"


class PupilRow(BaseModel):
    """A row of a class list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pupil: Code
    school_class: Named
    name: Label = ""
    order: Label = ""
    first: MaybeDay = None
    last: MaybeDay = None
    consent: Label = ""
    consent_since: MaybeDay = None
    plan: Label = ""
    grants: Items = ()


@dataclass(frozen=True, slots=True)
class ClassList:
    """What a class list says.

    Attributes:
        names: pupil -> person, of those who are named; outside the chain, as allergies are.
        allergies: pupil -> allergens, of those of whom it says something; none: without allergy.
    """

    admission: Admission
    names: Mapping[str, Person] = field(default_factory=dict)
    allergies: Mapping[str, frozenset[str]] = field(default_factory=dict)


def class_list_of(table: Table, first: date) -> ClassList:
    """Return what a class list says; who has no day of entry is enrolled from ``first`` on.

    Raises:
        BadRows: with every row that cannot be read, and every pupil who stands in two classes.
    """
    faults: list[Fault] = []
    said = {
        row.number: ids_in(table, row, ALLERGENS, vocabulary("allergen"), faults)
        for row in table.rows
    }
    rows = parse(table, PupilRow, faults)
    faults += _refused(table, rows, first)
    faults += _twice(table, rows, first)
    funds = {row.number: _funds(table, row, line, faults) for row, line in rows}
    if faults:
        raise BadRows(table.file, in_order(faults))
    lines = [line for _, line in rows]
    return ClassList(
        Admission(
            tuple(
                Enrolment(each.pupil, plain(each.school_class), each.first or first, each.last)
                for each in lines
            ),
            tuple(_consent(each, first) for each in lines if _agrees(each)),
            tuple(
                Entitlement(line.pupil, fund, line.first or first, line.last)
                for row, line in rows
                for fund in funds[row.number]
            ),
        ),
        {each.pupil: Person(each.name, plain(each.order)) for each in lines if each.name},
        {line.pupil: said[row.number] for row, line in rows if items(row.cells.get(ALLERGENS, ""))},
    )


def unknown_pupil(table: Table, row: Row, known: Collection[str]) -> Fault:
    """Return the fault of a pupil whom nobody enrolled; a spreadsheet may have eaten its zeros."""
    value = plain(row.cells["pupil"])
    bare = value.lstrip("0")
    like = [code for code in sorted(known) if code.lstrip("0") == bare]
    if len(like) == 1:
        return table.fault("row.unknown-pupil-like", row, "pupil", value=value, like=like[0])
    return table.fault("row.unknown-pupil", row, "pupil", value=value)


def _agrees(line: PupilRow) -> bool:
    return plain(line.consent).casefold() not in NONE | {""}


def _consent(line: PupilRow, first: date) -> Consent:
    since = line.consent_since or line.first or first
    return Consent(line.pupil, line.consent, since, plain(line.plan), until=line.last)


def _refused(table: Table, rows: list[tuple[Row, PupilRow]], first: date) -> Iterator[Fault]:
    """Yield what is wrong with rows whose every cell can be read."""
    for row, line in rows:
        if is_identity(line.pupil):
            yield table.fault("row.identity-number", row, "pupil")
        for column in ("school_class", "order"):
            text = plain(getattr(line, column))
            if len(text) > LONGEST_NAME:
                facts = {"value": text, "limit": str(LONGEST_NAME)}
                yield table.fault("row.too-long", row, column, **facts)
        begin = max(line.first or first, line.consent_since or date.min)
        if line.last is not None and line.last < begin:
            facts = {"value": str(line.last), "first": str(begin)}
            yield table.fault("row.ends-before", row, "last", **facts)
        if _agrees(line) and not plain(line.plan):
            yield table.fault("row.missing-value", row, "plan", value="")


def _twice(table: Table, rows: list[tuple[Row, PupilRow]], first: date) -> Iterator[Fault]:
    """Yield the rows of pupils who would be in two classes on one day, or twice in one."""
    seen: dict[str, list[tuple[Row, Span[str]]]] = {}
    for row, line in rows:
        span = Span(plain(line.school_class), line.first or first, line.last)
        known = seen.setdefault(line.pupil, [])
        for other, held in known:
            if not held.meets(span.first, span.last):
                continue
            facts = {"value": line.pupil, "first": str(other.number)}
            if held.value == span.value:
                yield table.fault("row.repeated", row, "pupil", **facts)
            else:
                yield table.fault("row.two-classes", row, "pupil", other=held.value, **facts)
            break
        known.append((row, span))


def _funds(table: Table, row: Row, line: PupilRow, faults: list[Fault]) -> list[Fund]:
    words = vocabulary("grant")
    found = []
    for word in line.grants:
        fund = words.find(word)
        if fund is not None:
            found.append(Fund(fund))
        elif plain(word).casefold() not in NONE:
            facts = {"value": word, "allowed": "、".join(words.choices)}
            faults.append(table.fault("row.not-one-of", row, "grants", **facts))
    return found
