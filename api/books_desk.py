"""The desk of the books: which canteen of which database, who writes, in which language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.clock import now
from api.errors import BadOption
from api.language import Lang, Terminal, terminal_words
from api.settings import BooksSettings
from canteen.ledger.accounts import account, fund_titles
from canteen.ledger.funds import Fund
from canteen.record import Hand
from canteen.store.canteens import kept
from canteen.store.engine import Database, open_books
from canteen.store.writing import Books, looking, writing


def address(database: str) -> str:
    """Return the database that was named, else that of the settings."""
    return database or BooksSettings().database


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command of the books works.

    Attributes:
        engine: of the database.
        school: code of the canteen.
    """

    engine: Database
    school: str
    hand: Hand
    lang: Lang

    @classmethod
    def of(cls, database: str, school: str, by: str, lang: Lang) -> Desk:
        """Return the desk of somebody who writes.

        Raises:
            BadOption: nobody answers for what is written, or the school is not named.
            BooksUnavailable: there is no such database.
        """
        name = by or BooksSettings().by
        if not name.strip():
            raise BadOption("--by", by, "NAME")
        return cls._at(database, school, name.strip(), lang)

    @classmethod
    def reader(cls, database: str, school: str, lang: Lang) -> Desk:
        """Return the desk of somebody who only reads.

        Raises:
            BadOption: the school is not named, and there are several.
            BooksUnavailable: there is no such database.
        """
        return cls._at(database, school, "", lang)

    @classmethod
    def _at(cls, database: str, school: str, by: str, lang: Lang) -> Desk:
        engine = open_books(address(database))
        named = school or BooksSettings().school
        if not named:
            known = list(kept(engine))
            if len(known) != 1:
                raise BadOption("--school", "", "、".join(known) or "CODE")
            named = known[0]
        return cls(engine, named, Hand(now(), by), lang)

    @property
    def words(self) -> Terminal:
        return terminal_words(self.lang)

    def fund(self, fund: Fund | None) -> str:
        """Return what a fund is called."""
        return fund_titles()[fund][self.lang != "zh"] if fund else ""

    def title(self, account_: str) -> str:
        """Return an account with its name."""
        of = account(account_)
        return f"{account_} {of.zh if self.lang == 'zh' else of.en}"

    @contextmanager
    def writes(self) -> Iterator[Books]:
        with writing(self.engine, self.school, self.hand) as books:
            yield books

    @contextmanager
    def reads(self) -> Iterator[Books]:
        with looking(self.engine, self.school, self.hand) as books:
            yield books
