"""Days of published menus: dishes, grams, allergens, energy and nutrients, head-counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.http.answers import CALENDAR, CSV, JSON, answered
from api.http.door import Door
from api.http.errors import NoSuchPlace
from api.http.parameters import Code, Days, DaysAsked, Page, PageAsked
from api.http.problem_docs import PROBLEMS
from api.http.schools import TheDoor
from api.http.speaking import accepted, spoken
from canteen.store.engine import reading
from canteen.store.wall import Asked, HeldDay, days_of, house_named
from reports import open_calendar, open_csv
from reports.open_day import OpenDay

router = APIRouter(tags=["menus"], responses=PROBLEMS)

MOST_SCHOOLS = 100

MOST_CALENDAR_DAYS = 400


class OpenDays(BaseModel):
    """A page of days, by date and school."""

    items: list[OpenDay]
    page: int
    page_size: int
    total: int


TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {CSV: {"schema": {"type": "string"}}}}}


@router.get("/days", response_model=OpenDays, responses=TABLE)
def days(
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
    return _days(request, door, between, page, schools)


@router.get("/schools/{code}/days", response_model=OpenDays, responses=TABLE)
def days_of_school(
    request: Request, door: TheDoor, code: Code, between: DaysAsked, page: PageAsked
) -> Response:
    """Return the days of one school's menus as they hold now, as JSON or CSV."""
    return _days(request, door, between, page, [code])


@router.get(
    "/schools/{code}/menu.ics",
    response_class=Response,
    responses={200: {"content": {CALENDAR: {"schema": {"type": "string"}}}}},
)
def calendar(request: Request, door: TheDoor, code: Code, between: DaysAsked) -> Response:
    """Return the menus of one school as a calendar to subscribe to."""
    whole = Page(1, MOST_CALENDAR_DAYS)
    found, _ = _read(door, between, whole, [code])
    days_ = ((OpenDay.model_validate_json(each.body), each.shown) for each in found)
    return answered(request, open_calendar.draw(days_, spoken(request)), CALENDAR)


def _days(
    request: Request, door: Door, between: Days, page: Page, codes: Sequence[str]
) -> Response:
    form = accepted(request, (JSON, CSV))
    found, total = _read(door, between, page, codes)
    if form == CSV:
        rows = ((OpenDay.model_validate_json(d.body), d.shown.isoformat()) for d in found)
        return answered(request, open_csv.draw(rows), CSV)
    items = ",".join(each.body for each in found)  # each is JSON as it was published
    body = f'{{"items":[{items}],"page":{page.number},"page_size":{page.size},"total":{total}}}'
    return answered(request, body.encode(), JSON)


def _read(door: Door, between: Days, page: Page, codes: Sequence[str]) -> tuple[list[HeldDay], int]:
    """Read a page of days.

    Raises:
        NoSuchPlace: there is no such school.
    """
    with reading(door.engine) as connection:
        canteens = []
        for code in codes:
            house = house_named(connection, code)
            if house is None:
                raise NoSuchPlace(f"schools/{code}")
            canteens.append(house.id)
        asked = Asked(between.first, between.last, canteens, page.start, page.size)
        return days_of(connection, asked)
