"""Put sheets on the wall and into the record: drawn, signed, kept byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.books_desk import Desk
from api.language import Lang
from api.open_days import menu_days
from api.plan_shown import PlanShown, read_shown
from api.sheet_files import INKS
from api.sheets_of_books import Asked
from api.sheets_of_plans import PlanAsked, recipe_of
from api.wall import OF_BOOKS
from canteen.publicity.duties import duties
from canteen.publicity.errors import NotPublic, NotSigned, OtherSchool
from canteen.publicity.publication import MenuDay, Publication
from canteen.record import Recorded
from canteen.store.canteens import kept
from canteen.store.choosing import on
from canteen.store.publication_queries import MENU
from canteen.store.publications import Publications
from canteen.store.writing import Books
from reports.frame import APPROVER, AUTHOR
from reports.inks.printing import fingerprint_of
from reports.sheet import Sheet


@dataclass(frozen=True, slots=True)
class About:
    """What a sheet is about, and who signed it.

    Attributes:
        part: the only group of pupils that it shows, or "".
        days: of a weekly menu; empty for other sheets.
    """

    sheet: str
    first: date
    last: date
    signed: Mapping[str, str]
    part: str = ""
    days: tuple[MenuDay, ...] = ()


def show_menu(desk: Desk, plan: Path, folder: Path | None, asked: PlanAsked) -> Recorded:
    """Show the weekly menu of a plan; of all groups together it becomes open data, too.

    Raises:
        NotSigned: a post that signs it did not.
        OtherSchool: the plan is one of another school.
        PlanChanged, NotAPlan, PlanOutdated: it cannot be shown as it was planned.
        NoSuchGroup: it has no group of this name.
        MissingGlyph, NoChineseFont, TextTooLong: an ink cannot draw it.
    """
    refuse_unsigned(MENU, asked.signed)
    read = read_shown(plan, desk.lang, folder)
    code, name = desk.school, kept(desk.engine)[desk.school]
    if read.shown.view.school != name:
        raise OtherSchool(read.shown.view.school, name)
    days = [day.date for day in read.plan.menu.days if day.date is not None]
    open_days = () if asked.group else menu_days(read, (code, name))
    with desk.writes() as books:
        read = _with_contact(read, books, desk)
        drawn = recipe_of(read, replace(asked, published=desk.hand.today))
        about = About(MENU, min(days), max(days), asked.signed, asked.group, open_days)
        return _put_down(books, desk.lang, drawn, about)


def show_of_books(desk: Desk, sheet: str, asked: Asked) -> Recorded:
    """Show a sheet of the books.

    Raises:
        NotPublic: the sheet is kept inside the school.
        NotSigned: a post that signs it did not.
        BooksError: the books have no such sheet.
        MissingGlyph, NoChineseFont, TextTooLong: an ink cannot draw it.
    """
    refuse_unsigned(sheet, asked.signed)
    with desk.writes() as books:
        drawn = OF_BOOKS[sheet](desk, books, asked)
        about = About(sheet, asked.first, asked.last, asked.signed)
        return _put_down(books, desk.lang, drawn, about)


def refuse_unsigned(sheet: str, signed: Mapping[str, str]) -> None:
    """Refuse what may not hang, or is not signed by everybody who signs it.

    Raises:
        NotPublic, NotSigned: see above.
    """
    duty = duties()[sheet]
    if not duty.public:
        raise NotPublic(sheet, [each.id for each in duties().values() if each.public])
    lacking = [post for post in (AUTHOR, APPROVER, duty.officer) if post and post not in signed]
    if lacking:
        raise NotSigned(sheet, lacking)


def _with_contact(read: PlanShown, books: Books, desk: Desk) -> PlanShown:
    """Take telephone and page from the settings where the plan's folder has none."""
    choices, view = on(books, desk.hand.today), read.shown.view
    people = replace(
        view.people,
        phone=view.people.phone or choices.phone,
        url=view.people.url or choices.page,
    )
    return replace(read, shown=replace(read.shown, view=replace(view, people=people)))


def _put_down(books: Books, lang: Lang, drawn: Sheet, about: About) -> Recorded:
    """Put a sheet down, unless only its date differs from what is shown already."""
    record = Publications(books)
    made = Publication(
        sheet=about.sheet,
        first=about.first,
        last=about.last,
        title=drawn.title,
        fingerprint=fingerprint_of(drawn),
        dated=drawn.published,
        inks={suffix.lstrip("."): ink(drawn) for suffix, ink in INKS.items()},
        part=about.part,
        lang=lang,
        signed=about.signed,
        days=about.days,
    )
    before = record.latest(made)
    if before is not None:
        again = fingerprint_of(replace(drawn, published=before.dated))
        if again == before.fingerprint:
            return Recorded(before.record, before=True)
    return record.show(made)
