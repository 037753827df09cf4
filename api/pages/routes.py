"""The public pages: all schools, one school, its sheets as they were shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.http.answers import SHORT, answered
from api.http.parameters import ADay, Code
from api.http.schools import TheDoor, sheet
from api.http.speaking import spoken
from api.pages import drawing
from api.pages.drawing import POLICY, rendered
from api.pages.school_view import PageAsked, school_page
from canteen.store.choosing import on
from canteen.store.engine import reading
from canteen.store.publications import Publications
from canteen.store.wall import houses
from reports.inks.html import PATTERNS

router = APIRouter(include_in_schema=False)

MOST_SCHOOLS = 1000


@router.get("/")
def home(request: Request, door: TheDoor) -> Response:
    """List the schools."""
    lang = spoken(request)
    with reading(door.engine) as connection:
        found, total = houses(connection, 0, MOST_SCHOOLS)
    content = rendered("schools.html", lang, schools=found, more=total - len(found))
    return _page(request, content)


@router.get("/schools/{code}")
def school(
    request: Request,
    door: TheDoor,
    code: Code,
    *,
    week: Annotated[ADay | None, Query(description="any day of the week shown")] = None,
    whole: Annotated[bool, Query(alias="all", description="the whole archive")] = False,
) -> Response:
    """Show what a school published: this week's menu, prices, accounts, refunds, archive."""
    lang, today = spoken(request), door.today
    shown = week or today
    monday = shown - timedelta(shown.weekday())
    with door.books(code) as (house, books):
        phone = on(books, today).phone
        asked = PageAsked(code, house.name, phone, today, monday, lang, whole)
        page = school_page(Publications(books), asked)
    return _page(request, rendered("school.html", lang, page=page, patterns=PATTERNS))


@router.get("/schools/{code}/sheets/{number}.{ink}")
def kept(
    request: Request,
    door: TheDoor,
    code: Code,
    number: Annotated[int, Path(ge=1, le=10**12)],
    ink: Annotated[str, Path(pattern="^(html|pdf|xlsx)$")],
) -> Response:
    """Return a sheet as it was shown."""
    return sheet(request, door, code, number, ink)


@router.get("/static/wall.css")
def style(request: Request) -> Response:
    return answered(request, drawing.style(), "text/css", age=SHORT)


def _page(request: Request, content: bytes) -> Response:
    made = answered(request, content, "text/html")
    made.headers["content-security-policy"] = POLICY
    return made
