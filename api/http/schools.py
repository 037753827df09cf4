"""Schools, and the sheets that each of them showed, byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.http.answers import FOR_EVER, JSON, answered
from api.http.door import Door, door_of
from api.http.errors import NoSuchPlace
from api.http.parameters import Code, PageAsked
from api.http.problem_docs import PROBLEMS
from canteen.publicity.duties import duties
from canteen.publicity.publication import Shown
from canteen.store.choosing import on
from canteen.store.engine import Transaction
from canteen.store.publications import Publications
from canteen.store.wall import houses

router = APIRouter(prefix="/schools", tags=["schools"], responses=PROBLEMS)

TheDoor = Annotated[Door, Depends(door_of)]

KINDS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class School(BaseModel):
    """One school."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "demo", "name": "示例小学"}]}
    )

    code: str
    name: str


class SchoolInFull(School):
    """One school, and where its parents can ask."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"code": "demo", "name": "示例小学", "phone": "010-00000000", "page": None}
            ]
        }
    )

    phone: str | None
    page: str | None


class Schools(BaseModel):
    """A page of schools, by code."""

    items: list[School]
    page: int
    page_size: int
    total: int


class ShownSheet(BaseModel):
    """One version of a sheet that was shown.

    ``fingerprint`` stands at the foot of its pages; ``sha256`` and ``links`` are by ink.
    """

    number: int
    sheet: str
    title: str
    part: str | None
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    version: int
    current: bool
    fingerprint: str
    shown_at: datetime
    signed: dict[str, str]
    sha256: dict[str, str]
    links: dict[str, str]


class Sheets(BaseModel):
    """A page of sheets, the newest days first."""

    items: list[ShownSheet]
    page: int
    page_size: int
    total: int


@dataclass(frozen=True, slots=True)
class WhichSheets:
    """Which sheets are asked for: of one kind or, where it is "", of all."""

    kind: str
    every: bool


async def which_sheets(
    kind: Annotated[str, Query(alias="sheet", description="id of a sheet", max_length=40)] = "",
    *,
    every: Annotated[bool, Query(alias="all", description="earlier versions, too")] = False,
) -> WhichSheets:
    return WhichSheets(kind, every)


SheetsAsked = Annotated[WhichSheets, Depends(which_sheets)]


@router.get("", response_model=Schools)
async def schools(request: Request, door: TheDoor, page: PageAsked) -> Response:
    """List the schools, by code."""
    found, total = await door.look(lambda connection: houses(connection, page.start, page.size))
    made = Schools(
        items=[School(code=each.code, name=each.name) for each in found],
        page=page.number,
        page_size=page.size,
        total=total,
    )
    return answered(request, made.model_dump_json().encode(), JSON)


@router.get("/{code}", response_model=SchoolInFull)
def school(request: Request, door: TheDoor, code: Code) -> Response:
    """Return one school with its complaint telephone and public page, where they are set."""
    with door.books(code) as (house, books):
        choices = on(books, door.today)
    made = SchoolInFull(
        code=house.code, name=house.name, phone=choices.phone or None, page=choices.page or None
    )
    return answered(request, made.model_dump_json().encode(), JSON)


@router.get("/{code}/sheets", response_model=Sheets)
async def sheets(
    request: Request, door: TheDoor, code: Code, page: PageAsked, wanted: SheetsAsked
) -> Response:
    """List the sheets that a school showed, the newest days first."""
    kind = wanted.kind
    if kind and kind not in duties():
        raise NoSuchPlace(f"sheets/{kind}")

    def listed(connection: Transaction) -> tuple[list[Shown], int]:
        record = Publications(door.books_in(connection, code))
        return record.listed(kind, page.start, page.size, every=wanted.every)

    found, total = await door.look(listed)
    base = request.url_for("schools").path.rstrip("/")
    made = Sheets(
        items=[_sheet(each, f"{base}/{code}") for each in found],
        page=page.number,
        page_size=page.size,
        total=total,
    )
    return answered(request, made.model_dump_json(by_alias=True).encode(), JSON)


@router.get(
    "/{code}/sheets/{number}.{ink}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in KINDS.values()}}},
)
def sheet(
    request: Request,
    door: TheDoor,
    code: Code,
    number: Annotated[int, Path(ge=1, le=10**12, examples=[610])],
    ink: Annotated[str, Path(pattern="^(html|pdf|xlsx)$", examples=["pdf"])],
) -> Response:
    """Return the exact bytes of a sheet in one ink; they never change."""
    with door.books(code) as (_, books):
        record = Publications(books)
        shown = record.numbered(number)
        if ink not in shown.inks:
            raise NoSuchPlace(request.url.path)
        content = record.content(shown.inks[ink])
    made = answered(request, content, KINDS[ink], tag=shown.inks[ink], age=FOR_EVER)
    made.headers["content-disposition"] = (
        f'inline; filename="{code}-{shown.sheet}-{shown.first}-v{shown.version}.{ink}"'
    )
    if ink == "html":
        made.headers["content-security-policy"] = page_policy(content)
    return made


def page_policy(content: bytes) -> str:
    """Return the policy of a kept page: its own style, named by its digest, and nothing else."""
    import base64
    import hashlib

    found = _STYLE.search(content)
    style = base64.b64encode(hashlib.sha256(found[1]).digest()).decode() if found else ""
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'none'"
    )


def _sheet(each: Shown, base: str) -> ShownSheet:
    return ShownSheet.model_validate(
        {
            "number": each.record,
            "sheet": each.sheet,
            "title": each.title,
            "part": each.part or None,
            "from": each.first,
            "to": each.last,
            "version": each.version,
            "current": each.current,
            "fingerprint": each.fingerprint,
            "shown_at": each.at,
            "signed": dict(each.signed),
            "sha256": dict(each.inks),
            "links": {ink: f"{base}/sheets/{each.record}.{ink}" for ink in each.inks},
        }
    )
