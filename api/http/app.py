"""The public door put together: settings, rooms, routes, limits."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI

from api.http import days, limits, problems, reach, schools
from api.http.door import Door
from api.pages import routes
from canteen.store.engine import Database

API = "/api/v1"


def create_app(engine: Database) -> FastAPI:
    """Return the application over a database of what was published."""
    app = FastAPI(
        title="Canteen planner",
        summary="What school canteens published: menus, prices, costs, surplus",
        version=_version(),
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # its page would load scripts from foreign hosts
        redoc_url=None,
    )
    app.state.door = Door(engine)
    problems.install(app)
    app.add_middleware(limits.BodyLimit)
    app.add_middleware(limits.Headers)
    for router in (schools.router, days.router, reach.router):
        app.include_router(router, prefix=API)
    app.include_router(routes.router)
    return app


def _version() -> str:
    try:
        return version("canteen-planner")
    except PackageNotFoundError:
        return "0"
