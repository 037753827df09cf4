"""The public door put together: settings, rooms, routes, limits."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from api.http import checks, days, limits, plans, problems, reach, schools
from api.http.door import Door
from api.http.jobs import Jobs
from api.http.remembered import Remembered
from api.http.serving_errors import BadSetting
from api.http.workers import at_once
from api.pages import routes
from api.pages.refusals import Refusals
from api.settings import BooksSettings, DoorSettings
from canteen.store.engine import Database, open_books

API = "/api/v1"

READERS = 2
"""Threads that read at once: more of them only wait for each other (docs/adr/0016)."""


def create_app(engine: Database, settings: DoorSettings | None = None) -> FastAPI:
    """Return the application over a database of what was published."""
    chosen = settings or DoorSettings()
    app = FastAPI(
        lifespan=_working,
        title="Canteen planner",
        summary="What school canteens published: menus, prices, costs, surplus",
        version=_version(),
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # its page would load scripts from foreign hosts
        redoc_url=None,
    )
    app.state.door = Door(engine)
    app.state.keys = dict(chosen.api_keys)
    app.state.settings = chosen
    problems.install(app)
    app.add_middleware(limits.BodyLimit)
    app.add_middleware(Refusals)
    app.add_middleware(limits.Headers)
    app.add_middleware(Remembered, door=app.state.door)
    app.add_middleware(limits.Heads)
    for router in (schools.router, days.router, reach.router, plans.router, checks.router):
        app.include_router(router, prefix=API)
    app.include_router(routes.router)
    return app


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Know the jobs of callers while the door is open; ``api.http.workers`` do them."""
    settings: DoorSettings = app.state.settings
    to_thread.current_default_thread_limiter().total_tokens = READERS
    app.state.checking = CapacityLimiter(at_once(settings))
    with jobs_folder(settings) as root:
        app.state.root = root
        app.state.jobs = Jobs(root, settings.job_queue)
        yield


@contextmanager
def jobs_folder(settings: DoorSettings) -> Iterator[Path]:
    """Yield the folder of jobs: the one of the settings, else one that is removed at the end.

    Raises:
        BadSetting: nobody can write there.
    """
    if settings.jobs:
        root = Path(settings.jobs)
        try:
            root.mkdir(parents=True, exist_ok=True)
            TemporaryDirectory(dir=root).cleanup()
        except OSError as error:
            raise BadSetting("CANTEEN_JOBS", error.strerror or str(error)) from None
        yield root
        return
    with TemporaryDirectory(prefix="canteen-jobs-") as made:
        yield Path(made)


def made_of_environment() -> FastAPI:
    """Return the application of one of several processes, as the environment says.

    The process ends with the one that started it.
    """
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    return create_app(open_books(BooksSettings().database))


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _version() -> str:
    try:
        return version("canteen-planner")
    except PackageNotFoundError:
        return "0"
