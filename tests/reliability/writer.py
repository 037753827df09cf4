"""A writer that posts until it is killed, and notes each answer that it was given."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from canteen.errors import BooksUnavailable
from canteen.record import Recorded
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.writing import writing
from tests.store.school import CODE, HAND, power


def amount(n: int) -> int:
    """Return the fen of entry ``n``: no sum of some of them is that of others by chance."""
    return 1_000_000 + n * n


def post(engine: Engine, name: str, n: int) -> Recorded:
    """Post entry ``n`` of a writer, under the key that is its own."""
    with writing(engine, CODE, HAND) as books:
        return Journal(books).post(power(amount(n)), key(name, n))


def key(name: str, n: int) -> str:
    return f"{name} {n}"


def noted(notes: Path) -> list[int]:
    """Return the numbers of the entries that were answered for, in their order."""
    return [int(each) for each in notes.read_text("utf-8").splitlines()] if notes.exists() else []


def write_on(address: str, name: str, notes: Path) -> None:
    """Begin with the first entry that has no answer, and never end."""
    engine = open_books(address)
    post_on(engine, name, notes, lambda: None)


def post_on(engine: Engine, name: str, notes: Path, unanswered: Callable[[], None]) -> None:
    """Post one entry after another; one that the books cannot take now is tried again."""
    n = len(noted(notes))
    with notes.open("ab", buffering=0) as file:
        while True:
            try:
                post(engine, name, n)
            except BooksUnavailable:
                unanswered()
                continue
            file.write(f"{n}\n".encode())
            os.fsync(file.fileno())
            n += 1
