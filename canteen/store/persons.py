"""Names and allergies of one canteen's pupils: outside the chain, corrected and erased at will.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select

from canteen.ledger.accounts import FEES_PREPAID, MEALS_PREPAID, OWED_TO_PUPILS
from canteen.pupil_errors import NameNeeded
from canteen.pupils import Person, natural
from canteen.store import tables as t
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from canteen.store.writing import Books


class Persons:
    """Names and allergies of one canteen; every query is already limited to it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def name(self, persons: Mapping[str, Person]) -> None:
        """Set or correct names: pupil -> person.

        Raises:
            UnknownPupils: somebody was never enrolled.
        """
        Roll(self._books).refuse_unknown(persons)
        if not persons:
            return
        c, canteen = t.person.c, self._books.canteen
        self._books.connection.execute(
            delete(t.person).where(c.canteen == canteen, c.pupil.in_(set(persons)))
        )
        rows = [
            {"canteen": canteen, "pupil": pupil, "name": p.name, "sort_key": p.sort_key or pupil}
            for pupil, p in persons.items()
        ]
        self._books.connection.execute(insert(t.person), rows)

    def flag(self, allergens: Mapping[str, Collection[str]]) -> None:
        """Set or correct allergies: pupil -> all allergens; none clears them.

        Raises:
            UnknownPupils: somebody was never enrolled.
        """
        Roll(self._books).refuse_unknown(allergens)
        c, canteen = t.allergy.c, self._books.canteen
        self._books.connection.execute(
            delete(t.allergy).where(c.canteen == canteen, c.pupil.in_(set(allergens)))
        )
        rows = [
            {"canteen": canteen, "pupil": pupil, "allergen": each}
            for pupil, said in allergens.items()
            for each in sorted(set(said))
        ]
        if rows:
            self._books.connection.execute(insert(t.allergy), rows)

    def erase(self, pupil: str, *, unsettled: bool = False) -> None:
        """Forget the name and the allergies of a pupil; the books keep the code alone.

        ``unsettled``: although money is still to be paid to the pupil, or by it.

        Raises:
            UnknownPupils: nobody was ever enrolled under this code.
            NameNeeded: money is not settled.
        """
        Roll(self._books).refuse_unknown((pupil,))
        owed, meals, fees = (
            -Journal(self._books).balance(account, party=pupil)
            for account in (OWED_TO_PUPILS, MEALS_PREPAID, FEES_PREPAID)
        )
        if not unsettled and (owed.fen or meals.fen or fees.fen):
            raise NameNeeded(pupil, owed, meals, fees)
        for table in (t.person, t.allergy):
            self._books.connection.execute(
                delete(table).where(table.c.canteen == self._books.canteen, table.c.pupil == pupil)
            )

    def names(self) -> dict[str, Person]:
        """Return pupil -> person, in the order of their lists."""
        c = t.person.c
        rows = self._books.connection.execute(
            select(c.pupil, c.name, c.sort_key).where(c.canteen == self._books.canteen)
        )
        found = {row.pupil: Person(row.name, row.sort_key) for row in rows}
        return dict(sorted(found.items(), key=lambda each: (natural(each[1].sort_key), each[0])))

    def allergies(self) -> dict[str, frozenset[str]]:
        """Return pupil -> allergens, of those who have any."""
        c = t.allergy.c
        found: dict[str, frozenset[str]] = {}
        for row in self._books.connection.execute(
            select(c.pupil, c.allergen).where(c.canteen == self._books.canteen).order_by(c.pupil)
        ):
            found[row.pupil] = found.get(row.pupil, frozenset()) | {row.allergen}
        return found
