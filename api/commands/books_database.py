"""canteen db …, canteen books start and verify: the database of the books itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import typer

from api.books_desk import address
from api.language import Lang, terminal_words
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.store.backup import backup
from canteen.store.canteens import enrol, kept, refuse_bad
from canteen.store.engine import open_books, reading
from canteen.store.migrating import current, newest, strays, upgrade
from canteen.store.tallying import tally
from canteen.store.verifying import Verified, verify


def upgraded(database: str, lang: Lang) -> Exit:
    """Bring the database to the form that this program knows; begin it where there is none."""
    before, after = upgrade(open_books(address(database), create=True))
    own = terminal_words(lang)
    key = "books.form_kept" if before == after else "books.form_new"
    typer.echo(own(key, before=before or "—", after=after), err=True)
    return Exit.DONE


def checked(database: str, lang: Lang) -> Exit:
    """Say whether the database has the form that this program knows."""
    own = terminal_words(lang)
    with reading(open_books(address(database))) as connection:
        found, differences = current(connection), strays(connection)
    typer.echo(own("books.form", found=found or "—", newest=newest()))
    for each in differences:
        typer.echo(own("books.stray", what=each))
    return Exit.BAD_DATA if differences or found != newest() else Exit.DONE


def backed_up(database: str, file: Path, lang: Lang) -> Exit:
    """Copy the database into a new file, while others write, and say where each chain ends."""
    heads = backup(open_books(address(database)), file)
    own = terminal_words(lang)
    typer.echo(own("books.backed_up", file=file), err=True)
    for code, (number, hash_) in heads.items():
        typer.echo(own("books.head", code=code, number=number, hash=hash_))
    return Exit.DONE


def started(database: str, code: str, name: str, lang: Lang) -> Exit:
    """Let the database keep the books of a canteen."""
    refuse_bad(code, name)
    engine = open_books(address(database), create=True)
    upgrade(engine)
    enrol(engine, code, name)
    own = terminal_words(lang)
    typer.echo(own("books.started", code=code, name=kept(engine)[code]), err=True)
    return Exit.DONE


def verified(database: str, head: str, lang: Lang, *, as_json: bool) -> Exit:
    """Read the books of all canteens and say whether they are what was written."""
    with reading(open_books(address(database))) as connection:
        found = verify(connection)
        if not found.flaws:  # sums of what was changed would say nothing
            found = replace(found, flaws=tally(connection))
    known = {hash_ for _, hash_ in found.heads.values()}
    sound = not found.flaws and (not head or head in known)
    if as_json:
        print_data(json.dumps(_data(found, sound=sound), ensure_ascii=False, indent=1))
        return Exit.DONE if sound else Exit.BAD_DATA
    own, console = terminal_words(lang), terminal()
    paragraph(console, own("books.verified", count=found.records, rows=found.rows))
    for code, (number, hash_) in found.heads.items():
        paragraph(console, own("books.head", code=code, number=number, hash=hash_))
    for flaw in found.flaws:
        what = own(f"books.flaw_{flaw.what}")
        word = "books.flaw" if flaw.record else "books.flaw_of_all"
        said = own(word, code=flaw.canteen, number=flaw.record, what=what)
        paragraph(console, said, "red")
    if head and head not in known:
        paragraph(console, own("books.other_head", hash=head), "red")
    if sound:
        paragraph(console, own("books.sound"), "green")
    return Exit.DONE if sound else Exit.BAD_DATA


def _data(found: Verified, *, sound: bool) -> dict[str, object]:
    return {
        "sound": sound,
        "records": found.records,
        "rows": found.rows,
        "heads": {c: {"number": n, "hash": h} for c, (n, h) in found.heads.items()},
        "flaws": [{"canteen": f.canteen, "record": f.record, "what": f.what} for f in found.flaws],
    }
