"""What one canteen showed: every version with its exact bytes; the newest takes the place of all.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from canteen.publicity.duties import duties
from canteen.publicity.errors import NotPublic, NotShown
from canteen.publicity.publication import Publication, Shown, sha256
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest
from canteen.store.publication_queries import (
    ABOUT,
    INKS,
    LISTED,
    LISTED_COUNT,
    menu_days,
    sheets,
    shown_of,
)
from canteen.store.writing import Books, Draft

_P, _R = t.publication.c, t.record.c


class Publications:
    """What one canteen showed; every query is already limited to it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def show(self, made: Publication) -> Recorded:
        """Put down that a sheet is shown from now on; what is shown already is not shown twice.

        Raises:
            NotPublic: the sheet is kept inside the school.
            TextTooLong: a name is beyond what a record holds.
        """
        if not duties()[made.sheet].public:
            raise NotPublic(made.sheet, [each.id for each in duties().values() if each.public])
        before = self.latest(made)
        if before is not None and before.fingerprint == made.fingerprint:
            return Recorded(before.record, before=True)
        version = 1 if before is None else before.version + 1
        head = self._head(made, version)
        inks: list[dict[str, Value]] = [
            {"ink": ink, "sha256": sha256(content), "size": len(content)}
            for ink, content in sorted(made.inks.items())
        ]
        self._keep(made.inks.values())
        days: list[dict[str, Value]] = [
            {
                "day": each.day,
                "meals": " ".join(each.meals),
                "lawful": int(each.lawful),
                "costed": int(each.costed),
                "body": each.body,
            }
            for each in made.days
        ]
        asked: dict[str, Value] = {**head, "inks": digest(str(ink["sha256"]) for ink in inks)}
        key = f"show {made.sheet} {made.first} {made.last} {digest([made.part])[:8]} v{version}"
        facts = {t.publication: [head], t.publication_ink: inks, t.menu_day: days}
        today = self._books.hand.today
        return self._books.append(Draft(Kind.PUBLICATION, today, key, asked, facts))

    def shown(
        self, first: date | None = None, last: date | None = None, *, every: bool = False
    ) -> list[Shown]:
        """Return what was shown about days from ``first`` to ``last``, the newest days first.

        ``every``: earlier versions, too.
        """
        facts = {"first": first or date.min, "last": last or date.max}
        rows = self._rows(ABOUT, {"canteen": self._books.canteen, **facts})
        return [each for each in rows if every or each.current]

    def listed(
        self, sheet: str, start: int, count: int, *, every: bool = False
    ) -> tuple[list[Shown], int]:
        """Return a page of what was shown, the newest days first, and how many there are.

        ``sheet``: its kind; "" means all.  ``every``: earlier versions, too.
        """
        facts = {"canteen": self._books.canteen, "sheet": sheet, "every": int(every)}
        rows = self._rows(LISTED, {**facts, "start": start, "count": count})
        if start == 0 and len(rows) < count:
            return list(rows), len(rows)
        return list(rows), int(self._books.connection.scalar(LISTED_COUNT, facts) or 0)

    def versions(self, shown: Shown) -> list[Shown]:
        """Return all versions of a sheet, the newest first."""
        rows = self._rows(sheets().where(*self._same(shown)).order_by(_P.version.desc()))
        return list(rows)

    def numbered(self, record: int) -> Shown:
        """Return what a record shows.

        Raises:
            NotShown: it shows nothing.
        """
        rows = self._rows(sheets().where(_P.canteen == self._books.canteen, _P.record == record))
        for each in rows:
            return each
        raise NotShown(str(record))

    def content(self, digest_: str) -> bytes:
        """Return the bytes of an ink by their sha256.

        Raises:
            NotShown: this canteen showed no such thing.
        """
        ink = t.publication_ink.c
        packed = self._books.connection.scalar(
            select(t.paper.c.packed)
            .join(t.publication_ink, ink.sha256 == t.paper.c.sha256)
            .where(ink.canteen == self._books.canteen, ink.sha256 == digest_)
            .limit(1)
        )
        if packed is None:
            raise NotShown(digest_)
        return zlib.decompress(packed)

    def days(self, first: date, last: date) -> list[Row[Any]]:
        """Return day, meals, lawful, costed, body and when it was put down, as menus hold now."""
        return list(
            self._books.connection.execute(
                menu_days().where(
                    t.menu_day.c.canteen == self._books.canteen,
                    t.menu_day.c.day.between(first, last),
                )
            )
        )

    def _head(self, made: Publication, version: int) -> dict[str, Value]:
        return {
            "sheet": made.sheet,
            "part": made.part,
            "first": made.first,
            "last": made.last,
            "version": version,
            "title": made.title,
            "lang": made.lang,
            "dated": made.dated,
            "fingerprint": made.fingerprint,
            "signed": json.dumps(dict(sorted(made.signed.items())), ensure_ascii=False),
        }

    def _same(self, each: Publication | Shown) -> list[ColumnElement[bool]]:
        return [
            _P.canteen == self._books.canteen,
            _P.sheet == each.sheet,
            _P.part == each.part,
            _P.first == each.first,
            _P.last == each.last,
        ]

    def latest(self, made: Publication) -> Shown | None:
        """Return the newest version of what is to be shown, or None."""
        rows = self._rows(sheets().where(*self._same(made)).order_by(_P.version.desc()).limit(1))
        return next(iter(rows), None)

    def _rows(self, asked: Select[Any], facts: dict[str, Any] | None = None) -> Sequence[Shown]:
        found = list(self._books.connection.execute(asked, facts or {}))
        return [shown_of(row, inks) for row, inks in zip(found, self._inks(found), strict=True)]

    def _inks(self, found: Sequence[Row[Any]]) -> list[dict[str, str]]:
        by_record: dict[int, dict[str, str]] = {row.record: {} for row in found}
        facts = {"canteen": self._books.canteen, "records": list(by_record)}
        rows = self._books.connection.execute(INKS, facts)
        for record, name, digest_ in rows:
            by_record[record][name] = digest_
        return [by_record[row.record] for row in found]

    def _keep(self, contents: Iterable[bytes]) -> None:
        """Keep bytes that nobody kept before; level 9, for they are kept for years."""
        packed = {sha256(each): each for each in contents}
        known = set(
            self._books.connection.scalars(
                select(t.paper.c.sha256).where(t.paper.c.sha256.in_(packed))
            )
        )
        rows = [
            {"sha256": name, "packed": zlib.compress(content, 9)}
            for name, content in packed.items()
            if name not in known
        ]
        if rows:  # another canteen may keep the same bytes at the same time
            postgres = self._books.connection.dialect.name == "postgresql"
            new = postgresql.insert(t.paper) if postgres else sqlite.insert(t.paper)
            self._books.connection.execute(new.on_conflict_do_nothing(), rows)
