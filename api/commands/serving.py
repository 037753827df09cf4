"""canteen serve: the public door, until somebody closes it."""

from __future__ import annotations

import os
import socket
from contextlib import closing

import typer
import uvicorn
from pydantic import ValidationError
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.books_desk import address
from api.errors import BadOption
from api.http.app import jobs_folder
from api.http.jobs import Jobs
from api.http.serving_errors import BadSetting, PortTaken
from api.http.workers import Workers
from api.language import Lang, terminal_words
from api.outcome import Exit
from api.settings import DoorSettings
from canteen.store.engine import open_books, reading

MOST_PORT = 65_535

BACKLOG = 512


MOST_PROCESSES = 64

APPLICATION = "api.http.app:made_of_environment"


def served(host: str, port: int, processes: int, database: str, lang: Lang) -> Exit:
    """Answer requests until the process is told to end; requests under way are finished.

    This process watches over those that answer and does the jobs of callers; ``processes``: that
    answer, 0 for one per processor.

    Raises:
        BadOption: there is no such port, or no such number of processes.
        PortTaken: somebody else answers there, or the host is not ours.
        BadSetting: a setting of the environment is none.
        BooksUnavailable: there is no such database.
    """
    if not 0 <= port <= MOST_PORT:
        raise BadOption("--port", str(port), f"0 – {MOST_PORT}")
    if not 0 <= processes <= MOST_PROCESSES:
        raise BadOption("--processes", str(processes), f"0 – {MOST_PROCESSES}")
    url = address(database)
    with reading(open_books(url)):
        pass  # whoever starts the server should hear of a database that does not answer
    settings = _settings()
    with closing(_listening(host, port)) as listening, jobs_folder(settings) as root:
        at = f"http://{host}:{listening.getsockname()[1]}"
        typer.echo(terminal_words(lang)("serve.open", at=at), err=True)
        os.environ.update(CANTEEN_DATABASE=url, CANTEEN_JOBS=str(root))
        workers = Workers(Jobs(root, settings.job_queue), settings)
        workers.start()
        try:
            _watch_over(listening, processes or os.cpu_count() or 1)
        finally:
            workers.stop()
    return Exit.DONE


def _settings() -> DoorSettings:
    """Return the settings of the environment.

    Raises:
        BadSetting: one of them is none.
    """
    try:
        return DoorSettings()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadSetting(f"CANTEEN_{first['loc'][0]}".upper(), first["msg"]) from None


def _watch_over(listening: socket.socket, processes: int) -> None:
    """Let processes answer at a socket; one that dies is replaced."""
    config = uvicorn.Config(
        APPLICATION,
        factory=True,
        workers=processes,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    watch = Multiprocess(config, [listening])
    watch.run()
    if any(each.exitcode == STARTUP_FAILURE for each in watch.processes):
        raise RuntimeError("a process that answers did not start")


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        PortTaken: somebody else answers there, or the host is not ours.
    """
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(host, port, error.strerror or str(error)) from None
