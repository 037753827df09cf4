"""The public door put together: settings, rooms, routes, limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from anyio import to_thread
from fastapi import FastAPI

from api.http import checks, days, limits, plans, problems, reach, schools
from api.http.door import Door
from api.http.jobs import Jobs
from api.pages import routes
from api.settings import DoorSettings
from canteen.store.engine import Database

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
    app.add_middleware(limits.Headers)
    for router in (schools.router, days.router, reach.router, plans.router, checks.router):
        app.include_router(router, prefix=API)
    app.include_router(routes.router)
    return app


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Do the jobs of callers while the door is open."""
    to_thread.current_default_thread_limiter().total_tokens = READERS
    app.state.jobs = jobs = Jobs(app.state.settings)
    jobs.start()
    try:
        yield
    finally:
        jobs.stop()


def _version() -> str:
    try:
        return version("canteen-planner")
    except PackageNotFoundError:
        return "0"
