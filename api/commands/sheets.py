"""canteen sheet: one sheet in three inks, from a finished plan or from the books."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import typer

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.errors import BadOption
from api.files import write_all
from api.language import Lang, terminal_words
from api.ordered import order_of
from api.outcome import Exit
from api.plan_shown import read_shown
from api.sheet_files import INKS, font
from api.sheets_of_books import Asked
from api.sheets_of_plans import PlanAsked
from api.wall import OF_BOOKS, OF_PLANS
from canteen.calendar import Month
from canteen.publicity.duties import duties
from reports.frame import APPROVER, AUTHOR
from reports.inks import png
from reports.inks.printing import written
from reports.menu_picture import picture
from reports.sheet import Sheet

PNG = ".png"

MOST_DAYS = 30
"""A sheet of a week may cover as many days more than its first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a sheet goes and what is printed on it.

    Attributes:
        out: a file whose suffix names the ink, or a folder for all three.
        published: the date printed, as it was written, or "".
        signs: POST=NAME, as they were written.
    """

    out: str
    published: str
    signs: Sequence[str]

    def signed(self, sheet: str) -> dict[str, str]:
        """Return post -> name.

        Raises:
            BadOption: a post that does not sign this sheet, or no name.
        """
        officer = duties()[sheet].officer
        allowed = (AUTHOR, APPROVER, *((officer,) if officer else ()))
        found: dict[str, str] = {}
        for text in self.signs:
            post, _, name = text.partition("=")
            if post not in allowed or not name.strip():
                raise BadOption("--sign", text, "、".join(f"{p}=NAME" for p in allowed))
            found[post] = name.strip()
        return found

    @property
    def day(self) -> date | None:
        return date_given("--published", self.published) if self.published else None


def week_asked(
    desk: Desk, sheet: str, span: tuple[str, str], wanted: Wanted, plans: tuple[Path, ...]
) -> Asked:
    """Return what a sheet about some days is asked for.

    Raises:
        BadOption: the days are none, in the wrong order, or too many.
    """
    first, last = date_given("FROM", span[0]), date_given("TO", span[1])
    if not first <= last <= first + timedelta(MOST_DAYS):
        raise BadOption("TO", span[1], f"{first} – {first + timedelta(MOST_DAYS)}")
    published = wanted.day or desk.hand.today
    return Asked(first, last, published, wanted.signed(sheet), plans)


def month_asked(desk: Desk, sheet: str, month: str, wanted: Wanted) -> Asked:
    """Return what a sheet about a month is asked for.

    Raises:
        NoSuchMonth: it is none.
    """
    named = Month.named(month)
    published = wanted.day or desk.hand.today
    return Asked(named.first, named.last, published, wanted.signed(sheet))


def day_asked(desk: Desk, sheet: str, day: str, wanted: Wanted) -> Asked:
    """Return what a sheet about the state on a day is asked for; today without one."""
    at = date_given("--day", day) if day else desk.hand.today
    return Asked(at, at, wanted.day or desk.hand.today, wanted.signed(sheet))


def of_plan(
    sheet: str, plan: tuple[Path, Path | None], wanted: Wanted, asked: PlanAsked, lang: Lang
) -> Exit:
    """Draw a sheet of a finished plan; ``plan``: its file, and the folder where it is not named."""
    read = read_shown(plan[0], lang, plan[1])
    return put(sheet, OF_PLANS[sheet](read, asked), wanted, lang)


def pictured(plan: tuple[Path, Path | None], out: str, lang: Lang) -> Exit:
    """Draw the menu as a picture for telephones.

    Raises:
        BadOption: the file is no picture.
        MissingGlyph, NoChineseFont: it cannot be drawn.
        CannotWrite: a folder stands in the way, or the disk refuses.
    """
    path = Path(out)
    if path.suffix.lower() != PNG:
        raise BadOption("--out", out, f"FILE{PNG}")
    made = picture(read_shown(plan[0], lang, plan[1]).shown.view)
    write_all(path.parent, {path.name: png.draw(made, font=font())})
    facts = {"title": made.title, "folder": path.parent, "files": path.name}
    typer.echo(terminal_words(lang)("sheet.pictured", **facts), err=True)
    return Exit.DONE


def of_books(sheet: str, desk: Desk, asked: Asked, wanted: Wanted) -> Exit:
    """Draw a sheet of the books."""
    with desk.reads() as books:
        drawn = OF_BOOKS[sheet](desk, books, asked)
    return put(sheet, drawn, wanted, desk.lang)


def of_order(order: Path, wanted: Wanted, lang: Lang) -> Exit:
    """Draw a purchase order that ``canteen order`` made."""
    return put("order", order_of(order, wanted.day, wanted.signed("order"), lang), wanted, lang)


def put(sheet: str, drawn: Sheet, wanted: Wanted, lang: Lang) -> Exit:
    """Write a sheet into its files, all of them or none, and say so.

    Raises:
        MissingGlyph, NoChineseFont, TextTooLong: an ink cannot draw it.
        CannotWrite: a file or folder stands in the way, or the disk refuses.
    """
    path = Path(wanted.out)
    inks = [path.suffix.lower()] if path.suffix.lower() in INKS else list(INKS)
    one = len(inks) == 1
    folder = path.parent if one else path
    files = {path.name if one else f"{sheet}{ink}": INKS[ink](drawn) for ink in inks}
    write_all(folder, files)
    own = terminal_words(lang)
    facts = {"title": drawn.title, "folder": folder, "files": own.listed(list(files))}
    typer.echo(own("sheet.written", **facts, stamp=written(drawn).stamp), err=True)
    return Exit.DONE


def listed(lang: Lang, *, as_json: bool) -> Exit:
    """Print which sheets there are, when each is due and who signs it."""
    own = terminal_words(lang)
    if as_json:
        rows = [
            {
                "sheet": each.id,
                "title": each.title,
                "title_en": each.title_en,
                "every": each.every,
                "due": each.due,
                "public": each.public,
                "officer": each.officer or None,
            }
            for each in duties().values()
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return Exit.DONE
    for each in duties().values():
        title = each.title if lang == "zh" else each.title_en
        due = own(f"sheet.due_{each.due.value.replace('-', '_')}") if each.due else ""
        typer.echo(f"{each.id:<16} {title} {due}".rstrip())
    return Exit.DONE
