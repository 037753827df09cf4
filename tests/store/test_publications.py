"""What was shown: kept byte for byte, corrected by new versions, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.exc import DBAPIError

from canteen.publicity.errors import NotPublic, NotShown
from canteen.publicity.publication import MenuDay, Publication, sha256
from canteen.store import tables as t
from canteen.store.canteens import enrol
from canteen.store.engine import changing, reading
from canteen.store.publication_queries import MENU
from canteen.store.publications import Publications
from canteen.store.tallying import tally
from canteen.store.verifying import verify
from canteen.store.wall import Found, by_bytes, by_fingerprint, days_by, keys_of
from canteen.store.writing import looking, writing
from tests.store.school import CODE, HAND

MONDAY = date(2026, 3, 2)

WEEK = [MONDAY + timedelta(d) for d in range(5)]

OTHER = "other"


def menu_day(day: date, body: str = "{}") -> MenuDay:
    return MenuDay(day, ("lunch",), lawful=True, costed=True, body=body)


def menu(mark: str, days: list[date] | None = None) -> Publication:
    return Publication(
        sheet=MENU,
        first=WEEK[0],
        last=WEEK[-1],
        title="示例学校学生带量食谱公示表",
        fingerprint=f"{mark}-0000-0000-0000",
        dated=MONDAY - timedelta(3),
        inks={"html": f"<p>{mark}".encode(), "pdf": b"%PDF" + mark.encode(), "xlsx": b"PK"},
        signed={"author": "示例甲"},
        days=tuple(
            menu_day(day, f'{{"mark":"{mark}"}}') for day in (WEEK if days is None else days)
        ),
    )


def show(engine: Engine, made: Publication, code: str = CODE) -> int:
    with writing(engine, code, HAND) as books:
        return Publications(books).show(made).number


def test_the_exact_bytes_come_back_and_the_record_says_who_and_when(engine: Engine) -> None:
    made = menu("aaaa")
    number = show(engine, made)
    with looking(engine, CODE, HAND) as books:
        record = Publications(books)
        shown = record.numbered(number)
        assert {ink: record.content(digest) for ink, digest in shown.inks.items()} == made.inks
    assert (shown.by, shown.at, dict(shown.signed)) == (HAND.by, HAND.now, {"author": "示例甲"})
    assert (shown.version, shown.current, shown.part) == (1, True, "")


def test_the_same_sheet_twice_is_shown_once(engine: Engine) -> None:
    first = show(engine, menu("aaaa"))
    with writing(engine, CODE, HAND) as books:
        again = Publications(books).show(menu("aaaa"))
    assert (again.number, again.before) == (first, True)


def test_a_correction_is_a_new_version_and_the_old_one_stays(engine: Engine) -> None:
    numbers = [show(engine, menu(mark)) for mark in ("aaaa", "bbbb", "aaaa")]
    assert len(set(numbers)) == 3
    with looking(engine, CODE, HAND) as books:
        record = Publications(books)
        assert [s.version for s in record.shown()] == [3]
        every = record.shown(every=True)
        assert [(s.record, s.version, s.current) for s in every] == [
            (numbers[2], 3, True),
            (numbers[1], 2, False),
            (numbers[0], 1, False),
        ]
        assert [s.version for s in record.versions(every[-1])] == [3, 2, 1]
        assert record.content(every[1].inks["html"]) == b"<p>bbbb"


def test_a_group_of_its_own_and_another_week_are_other_sheets(engine: Engine) -> None:
    show(engine, menu("aaaa"))
    show(engine, replace(menu("bbbb"), part="低年级", days=()))
    later = WEEK[0] + timedelta(7)
    show(engine, replace(menu("cccc"), first=later, last=later, days=()))
    with looking(engine, CODE, HAND) as books:
        record = Publications(books)
        assert [s.version for s in record.shown()] == [1, 1, 1]
        assert [s.part for s in record.shown(WEEK[0], WEEK[-1])] == ["低年级", ""]
        assert record.shown(later + timedelta(1)) == []


def test_of_each_day_the_newest_menu_holds_even_where_it_serves_nothing(engine: Engine) -> None:
    show(engine, menu("aaaa"))
    show(engine, replace(menu("bbbb"), first=WEEK[1], last=WEEK[2], days=(menu_day(WEEK[1]),)))
    with looking(engine, CODE, HAND) as books:
        rows = Publications(books).days(WEEK[0], WEEK[-1])
    assert [row.day for row in rows] == [WEEK[0], WEEK[1], WEEK[3], WEEK[4]]
    assert [row.body for row in rows] == ['{"mark":"aaaa"}', "{}", *['{"mark":"aaaa"}'] * 2]


def test_the_menu_of_one_group_replaces_no_day(engine: Engine) -> None:
    show(engine, menu("aaaa"))
    show(engine, replace(menu("bbbb"), part="低年级", days=()))
    with looking(engine, CODE, HAND) as books:
        assert len(Publications(books).days(WEEK[0], WEEK[-1])) == 5


def test_what_is_kept_inside_is_never_shown(engine: Engine) -> None:
    with pytest.raises(NotPublic) as found:
        show(engine, replace(menu("aaaa"), sheet="refund-list"))
    assert "refund-list" not in found.value.allowed
    with reading(engine) as connection:
        assert by_fingerprint(connection, menu("aaaa").fingerprint) == []


def test_one_canteen_never_sees_what_another_showed(engine: Engine) -> None:
    enrol(engine, OTHER, "另一所示例学校")
    number = show(engine, menu("aaaa"))
    with looking(engine, OTHER, HAND) as books:
        record = Publications(books)
        assert record.shown() == []
        assert record.days(WEEK[0], WEEK[-1]) == []
        with pytest.raises(NotShown):
            record.content(sha256(b"<p>aaaa"))
        with pytest.raises(NotShown):
            record.numbered(number)


def test_two_canteens_may_show_the_same_bytes_which_are_kept_once(engine: Engine) -> None:
    enrol(engine, OTHER, "另一所示例学校")
    first, second = show(engine, menu("aaaa")), show(engine, menu("aaaa"), OTHER)
    with reading(engine) as connection:
        found = [Found(CODE, "示例学校", first), Found(OTHER, "另一所示例学校", second)]
        assert by_bytes(connection, sha256(b"<p>aaaa")) == found
        assert by_fingerprint(connection, "aaaa-0000-0000-0000") == found
        assert len(connection.execute(t.paper.select()).all()) == 3
        assert [row.day for row in days_by(connection, keys_of(connection, WEEK[0], WEEK[0]))] == [
            WEEK[0]
        ] * 2
        assert verify(connection).flaws == ()
        assert tally(connection) == ()


@pytest.mark.parametrize("table", ["publication", "publication_ink", "menu_day", "paper"])
def test_the_database_itself_refuses_to_change_what_was_shown(engine: Engine, table: str) -> None:
    show(engine, menu("aaaa"))
    changed = next(c for c in t.BOOKS.tables[table].columns if not c.primary_key)
    asked = update(t.BOOKS.tables[table]).values({changed.name: changed})
    with pytest.raises(DBAPIError, match="append-only"), changing(engine) as connection:
        connection.execute(asked)
