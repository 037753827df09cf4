"""canteen coverage: how much of what had to be shown was shown, over all schools of a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from api.books_desk import address
from api.books_grid import grid
from api.clock import now
from api.commands.books_entries import date_given
from api.commands.sheets import Wanted, put
from api.errors import BadOption
from api.language import Lang, terminal_words
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.publicity.coverage import Count, Coverage, coverage
from canteen.publicity.duties import duties
from canteen.store.engine import open_books, reading
from canteen.store.reach import school_records
from reports.coverage_sheet import COVERAGE, CoverageView, coverage_sheet
from reports.frame import Frame
from reports.words import UNKNOWN

MOST_DAYS = 400

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """Which days, and which schools; none means all."""

    first: str
    last: str
    schools: Sequence[str]

    def days(self) -> tuple[date, date]:
        """Return the days.

        Raises:
            BadOption: they are none, in the wrong order, or too many.
        """
        first, last = date_given("FROM", self.first), date_given("TO", self.last)
        if not first <= last <= first + timedelta(MOST_DAYS):
            raise BadOption("TO", self.last, f"{first} – {first + timedelta(MOST_DAYS)}")
        return first, last


def covered(asked: Reach, database: str, lang: Lang, *, out: str, as_json: bool) -> Exit:
    """Print the coverage, as a table or as JSON, or write its sheet.

    Raises:
        BadOption: the days cannot be counted.
        BooksUnavailable: there is no such database.
    """
    first, last = asked.days()
    today = now().date()
    with reading(open_books(address(database))) as connection:
        records = school_records(connection, first, last, tuple(asked.schools))
    found = coverage(records, first, last, today)
    names = {each.code: each.name for each in records}
    own = terminal_words(lang)
    if out:
        frame = Frame(COVERAGE, own("coverage.all"), today, lang=lang)
        sheet = coverage_sheet(CoverageView(frame, found, names))
        return put(COVERAGE, sheet, Wanted(out, "", ()), lang)
    if as_json:
        print_data(json.dumps(coverage_data(found), ensure_ascii=False, indent=1))
    else:
        _print(found, names, lang)
    return Exit.DONE


def coverage_data(found: Coverage) -> dict[str, Any]:
    """Return the counts as plain values: numerator, denominator, missing."""
    return {
        "from": f"{found.first}",
        "to": f"{found.last}",
        "schools": asdict(found.schools),
        "days": asdict(found.days),
        "meals": asdict(found.meals),
        "schools_without_meal_plans": list(found.without_plans),
        "sheets": {
            sheet: {**asdict(each), "late": found.late[sheet]}
            for sheet, each in found.sheets.items()
        },
    }


def _print(found: Coverage, names: dict[str, str], lang: Lang) -> None:
    console, own = terminal(), terminal_words(lang)
    period = f"{found.first} – {found.last}"
    paragraph(console, own("coverage.title", period=period, count=len(names)), "bold")
    made = grid(own, ("what",), ("reached", "of", "cover_share", "late"))
    rows: list[tuple[str, Count, str]] = [
        (own(f"coverage.{name}"), getattr(found, name), "") for name in ("schools", "days", "meals")
    ]
    for sheet, each in found.sheets.items():
        title = duties()[sheet].title if lang == "zh" else duties()[sheet].title_en
        rows.append((title, each, f"{found.late[sheet]}"))
    for title, each, late in rows:
        made.add_row(title, f"{each.numerator}", f"{each.denominator}", _share(each), late)
    console.print(made)
    for title, each, _ in rows:
        if each.missing and each is not found.meals:  # a meal is missing with its day
            more = "…" if len(each.missing) > MOST_SHOWN else ""
            listed = own.listed([_named(text, names) for text in each.missing[:MOST_SHOWN]]) + more
            paragraph(console, own("coverage.missing", what=title, listed=listed), "dim")
    if found.without_plans:
        listed = own.listed([names[code] for code in found.without_plans])
        paragraph(console, own("coverage.no_plans", listed=listed), "dim")


def _share(each: Count) -> str:
    if not each.denominator:
        return UNKNOWN
    tenths = (2000 * each.numerator + each.denominator) // (2 * each.denominator)
    return f"{tenths // 10}.{tenths % 10}%"


def _named(text: str, names: dict[str, str]) -> str:
    code, _, rest = text.partition(" ")
    return " ".join(filter(None, (names.get(code, code), rest)))
