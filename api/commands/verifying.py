"""canteen sheet verify: whether a file, or a fingerprint on paper, was ever shown."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from api.books_desk import address
from api.files import kind, read_bytes
from api.language import Lang, terminal_words
from api.outcome import Exit
from canteen.publicity.publication import Shown, sha256
from canteen.record import Hand
from canteen.store.engine import Database, open_books, reading
from canteen.store.publications import Publications
from canteen.store.wall import Found, by_bytes, by_fingerprint
from canteen.store.writing import looking

FINGERPRINT = re.compile(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}")


def verified(given: str, database: str, hand: Hand, lang: Lang) -> Exit:
    """Say which sheet a file or a fingerprint is, and whether it still holds.

    Raises:
        CannotRead, TableTooLarge: the file cannot be read.
        BooksUnavailable: there is no such database.
    """
    own, engine = terminal_words(lang), open_books(address(database))
    plain = given.strip().lower().replace(" ", "-")
    is_file = not FINGERPRINT.fullmatch(plain) or kind(Path(given)) == "file"
    digest = sha256(read_bytes(Path(given))) if is_file else ""
    with reading(engine) as connection:
        found = by_bytes(connection, digest) if is_file else by_fingerprint(connection, plain)
    if not found:
        typer.echo(own("verify.unknown_file" if is_file else "verify.unknown", what=given))
        return Exit.RULE_BROKEN
    for each in found:
        _tell(each, engine, hand, lang)
    return Exit.DONE


def _tell(found: Found, engine: Database, hand: Hand, lang: Lang) -> None:
    own = terminal_words(lang)
    with looking(engine, found.canteen, hand) as books:
        record = Publications(books)
        shown = record.numbered(found.record)
        newest = record.versions(shown)[0]
    typer.echo(own("verify.shown", **_facts(found, shown)))
    if not shown.current:
        typer.echo(own("verify.replaced", **_facts(found, newest)))


def _facts(found: Found, shown: Shown) -> dict[str, object]:
    return {
        "school": found.name,
        "title": shown.title,
        "first": shown.first,
        "last": shown.last,
        "version": shown.version,
        "number": shown.record,
        "at": f"{shown.at:%Y-%m-%d %H:%M}",
        "fingerprint": shown.fingerprint,
    }
