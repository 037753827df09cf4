"""Coverage of the programme: of schools, days, meals and sheets; with what is missing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.commands.covering import coverage_data
from api.http.answers import JSON, answered
from api.http.parameters import DaysAsked
from api.http.problem_docs import PROBLEMS
from api.http.schools import TheDoor
from canteen.publicity.coverage import coverage
from canteen.store.engine import reading
from canteen.store.reach import school_records

router = APIRouter(tags=["coverage"], responses=PROBLEMS)


class Counted(BaseModel):
    """So many of so many, and which are missing."""

    numerator: int
    denominator: int
    missing: list[str]


class CountedSheet(Counted):
    """Sheets in time, and those that came late."""

    late: int


class Covered(BaseModel):
    """What was reached from day to day; ``sheets``: by id of the sheet."""

    first: str
    last: str
    schools: Counted
    days: Counted
    meals: Counted
    schools_without_meal_plans: list[str]
    sheets: dict[str, CountedSheet]


@router.get("/coverage", response_model=Covered)
def covered(
    request: Request,
    door: TheDoor,
    between: DaysAsked,
    schools: Annotated[
        list[str], Query(alias="school", max_length=100, description="codes; none means all")
    ] = [],  # noqa: B006 -- FastAPI copies it
) -> Response:
    """Count what had to be shown and what was; a day needs a lawful, costed, published menu."""
    with reading(door.engine) as connection:
        records = school_records(connection, between.first, between.last, tuple(schools))
    found = coverage_data(coverage(records, between.first, between.last, door.today))
    made = Covered.model_validate({**found, "first": found["from"], "last": found["to"]})
    return answered(request, made.model_dump_json().encode(), JSON)
