"""canteen serve: the public door, until somebody closes it."""

from __future__ import annotations

import socket
from contextlib import closing

import typer
import uvicorn

from api.books_desk import address
from api.errors import BadOption
from api.http.app import create_app
from api.http.serving_errors import PortTaken
from api.language import Lang, terminal_words
from api.outcome import Exit
from canteen.store.engine import open_books, reading

MOST_PORT = 65_535

BACKLOG = 512


def served(host: str, port: int, database: str, lang: Lang) -> Exit:
    """Answer requests until the process is told to end; requests under way are finished.

    Raises:
        BadOption: there is no such port.
        PortTaken: somebody else answers there, or the host is not ours.
        BooksUnavailable: there is no such database.
    """
    if not 0 <= port <= MOST_PORT:
        raise BadOption("--port", str(port), f"0 – {MOST_PORT}")
    engine = open_books(address(database))
    with reading(engine):
        pass  # whoever starts the server should hear of a database that does not answer
    with closing(_listening(host, port)) as listening:
        at = f"http://{host}:{listening.getsockname()[1]}"
        typer.echo(terminal_words(lang)("serve.open", at=at), err=True)
        config = uvicorn.Config(create_app(engine), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])
    return Exit.DONE


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        PortTaken: somebody else answers there, or the host is not ours.
    """
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(host, port, error.strerror or str(error)) from None
