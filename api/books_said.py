"""What a command of the books says when it is done."""

from __future__ import annotations

import typer

from api.books_desk import Desk
from canteen.record import Recorded


def say_made(desk: Desk, made: Recorded | None, word: str, **facts: object) -> None:
    """Say what was written; ``made``: of which it is told where it had been written before."""
    before = desk.words("books.written_before") if made and made.before else ""
    typer.echo(desk.words(word, **facts) + before, err=True)
