"""canteen books demo: a term of an invented school, to look around in."""

from __future__ import annotations

import typer

from api.books_desk import address
from api.demo_data import demo_term
from api.demo_term import CODE, Demo
from api.language import Lang, terminal_words
from api.outcome import Exit
from canteen.record import Hand
from canteen.store.canteens import enrol, kept
from canteen.store.engine import open_books
from canteen.store.migrating import upgrade
from canteen.store.writing import writing


def shown(database: str, lang: Lang) -> Exit:
    """Fill the books of an invented school with a term, unless they are there already."""
    own, term = terminal_words(lang), demo_term()
    engine = open_books(address(database), create=True)
    upgrade(engine)
    if CODE in kept(engine):
        typer.echo(own("books.demo_there", code=CODE), err=True)
        return Exit.BAD_DATA
    enrol(engine, CODE, term.school)
    with writing(engine, CODE, Hand(term.written, "演示")) as books:
        Demo(books, term).fill()
    typer.echo(own("books.demo", name=term.school, first=term.first, last=term.last), err=True)
    return Exit.DONE
