"""Days of published menus: dishes, grams, allergens, energy and nutrients, head-counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.answers import CALENDAR, CSV, JSON, answered
from api.http.door import Door
from api.http.parameters import Code, Days, DaysAsked, Page, PageAsked
from api.http.problem_docs import PROBLEMS
from api.http.schools import TheDoor
from api.http.speaking import accepted, spoken
from canteen.store.engine import Transaction, reading
from canteen.store.wall import HeldDay, Key, days_by, keys_of
from reports import open_calendar, open_csv
from reports.open_day import OpenDay

router = APIRouter(tags=["menus"], responses=PROBLEMS)

MOST_SCHOOLS = 100

MOST_CALENDAR_DAYS = 400

Canteens = tuple[int, ...]


class OpenDays(BaseModel):
    """A page of days, by date and school."""

    items: list[OpenDay]
    page: int
    page_size: int
    total: int


TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {CSV: {"schema": {"type": "string"}}}}}


@router.get("/days", response_model=OpenDays, responses=TABLE)
async def days(
    request: Request,
    door: TheDoor,
    between: DaysAsked,
    page: PageAsked,
    schools: Annotated[
        list[str],
        Query(alias="school", max_length=MOST_SCHOOLS, description="codes; none means all"),
    ] = [],  # noqa: B006 -- FastAPI copies it
) -> Response:
    """Return days of menus as they hold now, of some schools or of all, as JSON or CSV."""
    return await _days(request, door, between, page, schools)


@router.get("/schools/{code}/days", response_model=OpenDays, responses=TABLE)
async def days_of_school(
    request: Request, door: TheDoor, code: Code, between: DaysAsked, page: PageAsked
) -> Response:
    """Return the days of one school's menus as they hold now, as JSON or CSV."""
    return await _days(request, door, between, page, [code])


@router.get(
    "/schools/{code}/menu.ics",
    response_class=Response,
    responses={200: {"content": {CALENDAR: {"schema": {"type": "string"}}}}},
)
def calendar(request: Request, door: TheDoor, code: Code, between: DaysAsked) -> Response:
    """Return the menus of one school as a calendar to subscribe to."""
    with reading(door.engine) as connection:
        whole = Page(1, MOST_CALENDAR_DAYS)
        found, _ = _read(connection, door, between, whole, (door.house(connection, code).id,))
    days_ = ((OpenDay.model_validate_json(each.body), each.shown) for each in found)
    return answered(request, open_calendar.draw(days_, spoken(request)), CALENDAR)


async def _days(
    request: Request, door: Door, between: Days, page: Page, codes: Sequence[str]
) -> Response:
    form = accepted(request, (JSON, CSV))

    def held(connection: Transaction) -> tuple[list[HeldDay], int]:
        canteens = tuple(door.house(connection, code).id for code in codes)
        return _read(connection, door, between, page, canteens)

    schools = len(codes) or len(door.state.houses)
    found, total = await door.look(held, schools * ((between.last - between.first).days + 1))
    if form == CSV:
        return answered(request, await run_in_threadpool(_table, found), CSV)
    items = ",".join(each.body for each in found)  # each is JSON as it was published
    head = f'"page":{page.number},"page_size":{page.size},"total":{total}'
    return answered(request, f'{{"items":[{items}],{head}}}'.encode(), JSON)


def _table(days: Sequence[HeldDay]) -> bytes:
    return open_csv.draw((OpenDay.model_validate_json(d.body), d.shown.isoformat()) for d in days)


def _read(
    connection: Transaction, door: Door, between: Days, page: Page, canteens: Canteens
) -> tuple[list[HeldDay], int]:
    """Read a page of days, and how many there are."""

    def make() -> list[Key]:
        return keys_of(connection, between.first, between.last, canteens)

    asked = (door.state.head, between, canteens)
    keys = door.held.get(asked, make) if door.state.fresh else make()
    return days_by(connection, keys[page.start :][: page.size]), len(keys)
