"""canteen publish: sheets that are shown, what was shown, and what is due."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import typer

from api.books_desk import Desk
from api.books_grid import grid
from api.commands.books_entries import date_given
from api.errors import BadOption
from api.files import write_all
from api.outcome import Exit
from api.publishing import show_menu, show_of_books
from api.sheets_of_books import Asked
from api.sheets_of_plans import PlanAsked
from api.terminal import paragraph, print_data, terminal
from canteen.publicity.coverage import DueSheet, due_sheets
from canteen.publicity.duties import duties
from canteen.publicity.publication import Shown
from canteen.record import Recorded
from canteen.store.engine import reading
from canteen.store.publications import Publications
from canteen.store.reach import school_records

WEEKS_BACK = 6
"""Weeks before this one about which sheets are listed; after it only the next."""


def menu_shown(desk: Desk, plan: Path, folder: Path | None, asked: PlanAsked) -> Exit:
    """Show a weekly menu."""
    return _told(desk, show_menu(desk, plan, folder, asked))


def sheet_shown(desk: Desk, sheet: str, asked: Asked) -> Exit:
    """Show a sheet of the books."""
    return _told(desk, show_of_books(desk, sheet, asked))


def listed(desk: Desk, first: str, last: str, *, every: bool, as_json: bool) -> Exit:
    """Print what was shown about some days, the newest first."""
    days = [date_given(option, text) if text else None
            for option, text in (("--from", first), ("--to", last))]  # fmt: skip
    with desk.reads() as books:
        found = Publications(books).shown(*days, every=every)
    if as_json:
        rows = [_data(each) for each in found]
        print_data(json.dumps(rows, ensure_ascii=False, indent=1))
        return Exit.DONE
    own = desk.words
    if not found:
        typer.echo(own("publish.nothing"), err=True)
        return Exit.DONE
    made = grid(own, ("number", "sheet", "about", "shown_at"), ("version",))
    for each in found:
        version = f"{each.version}{'' if each.current else own('publish.old')}"
        made.add_row(
            f"{each.record}",
            " ".join(filter(None, (_title(each, desk), each.part))),
            _days(each.first, each.last),
            f"{each.at:%Y-%m-%d %H:%M}",
            version,
        )
    terminal().print(made)
    return Exit.DONE


def due_listed(desk: Desk, *, as_json: bool) -> Exit:
    """Print what this school has to show about the weeks around today and the months before."""
    today = desk.hand.today
    monday = today - timedelta(today.weekday())
    first, last = monday - timedelta(7 * WEEKS_BACK), monday + timedelta(13)
    with reading(desk.engine) as connection:
        (school,) = school_records(connection, first.replace(day=1), last, (desk.school,))
    found = [each for each in due_sheets(school, first, last) if each.until <= last]
    if as_json:
        rows = [{**asdict(each), "state": _state(each, today)} for each in found]
        print_data(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return Exit.DONE
    own = desk.words
    made = grid(own, ("sheet", "about", "until", "state"), ())
    for each in found:
        duty, state = duties()[each.sheet], _state(each, today)
        title = duty.title if desk.lang == "zh" else duty.title_en
        style = {"missing": "red", "late": "yellow"}.get(state, "")
        said = own(f"publish.state_{state}", day=each.shown)
        made.add_row(title, _days(each.first, each.last), f"{each.until}", said, style=style)
    terminal().print(made)
    return Exit.DONE


def _state(each: DueSheet, today: date) -> str:
    if each.shown is None:
        return "missing" if each.until < today else "open"
    return "shown" if each.shown <= each.until else "late"


def got(desk: Desk, number: int, out: str) -> Exit:
    """Write the exact bytes of a sheet that was shown.

    Raises:
        NotShown: the record shows nothing.
        BadOption: no ink is named.
        CannotWrite: a folder stands in the way, or the disk refuses.
    """
    path = Path(out)
    with desk.reads() as books:
        record = Publications(books)
        shown = record.numbered(number)
        ink = path.suffix.lower().lstrip(".")
        if ink not in shown.inks:
            raise BadOption("--out", out, "、".join(f"FILE.{each}" for each in shown.inks))
        content = record.content(shown.inks[ink])
    write_all(path.parent, {path.name: content})
    typer.echo(desk.words("publish.got", title=shown.title, file=out), err=True)
    return Exit.DONE


def _told(desk: Desk, made: Recorded) -> Exit:
    with desk.reads() as books:
        shown = Publications(books).numbered(made.number)
    facts = {
        "title": shown.title,
        "days": _days(shown.first, shown.last),
        "version": shown.version,
        "number": shown.record,
        "fingerprint": shown.fingerprint,
    }
    own = desk.words
    word = "publish.before" if made.before else "publish.done"
    typer.echo(own(word, **facts), err=True)
    due = duties()[shown.sheet].last_day(shown.first, shown.last)
    if due is not None and not made.before and shown.version == 1 and shown.at.date() > due:
        paragraph(terminal(stderr=True), own("publish.late", day=due), "yellow")
    return Exit.DONE


def _title(each: Shown, desk: Desk) -> str:
    duty = duties()[each.sheet]
    return duty.title if desk.lang == "zh" else duty.title_en


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


def _data(each: Shown) -> dict[str, Any]:
    return {
        "number": each.record,
        "sheet": each.sheet,
        "part": each.part or None,
        "from": f"{each.first}",
        "to": f"{each.last}",
        "version": each.version,
        "current": each.current,
        "title": each.title,
        "fingerprint": each.fingerprint,
        "shown_at": each.at.isoformat(),
        "by": each.by,
        "signed": dict(each.signed),
        "sha256": dict(each.inks),
    }


def signs_of(sheet: str, signs: Sequence[str]) -> dict[str, str]:
    """Return post -> name, as the options say."""
    from api.commands.sheets import Wanted

    return Wanted("", "", signs).signed(sheet)
