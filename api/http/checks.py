"""Checks for the bureau's portal: somebody's menu held against the standard."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.answers import JSON
from api.http.jobs import Wanted
from api.http.keys import Caller
from api.http.problem_docs import documented
from api.http.speaking import spoken
from api.http.uploads import parsed
from api.http.workers import run_now

router = APIRouter(tags=["checks"], responses=documented(401, 409, 413, 422))

MENU = "menu.csv"

SECONDS = 60.0

MOST_ROWS = 20_000

Label = Annotated[str, Field(max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class MenuRow(_Part):
    """One food of one dish of one meal; ``grams``: raw, of one portion."""

    day: Annotated[str, Field(min_length=1, max_length=100)]
    meal: Label = ""
    dish: Label = ""
    food: Annotated[str, Field(min_length=1, max_length=200)]
    grams: Annotated[float, Field(gt=0, le=10_000)]
    basis: Annotated[str, Field(pattern="^(net|gross)$")] = "net"
    category: Label = ""


class CheckRequest(_Part):
    """A menu, and whom it is for."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        json_schema_extra={
            "examples": [
                {
                    "age": "9-11",
                    "rows": [
                        {
                            "day": "周一",
                            "meal": "lunch",
                            "dish": "米饭",
                            "food": "大米",
                            "grams": 90,
                        }
                    ],
                }
            ]
        },
    )

    age: Annotated[str, Field(min_length=1, max_length=20, examples=["9-11"])]
    rows: Annotated[tuple[MenuRow, ...], Field(min_length=1, max_length=MOST_ROWS)]
    meals: Annotated[tuple[Label, ...], Field(max_length=10)] = ()
    sex: Annotated[str, Field(pattern="^(mix|M|F)$")] = "mix"
    table: Annotated[str, Field(pattern="^(|canteen|mext)$")] = ""


class CheckResult(BaseModel):
    """The audit: which clauses are met, by how much, and what could not be judged."""

    model_config = ConfigDict(extra="allow")

    lawful: bool | None = None
    broken: list[str] | None = None
    attainment: list[dict[str, Any]] | None = None
    unknown_foods: list[dict[str, Any]] | None = None
    error: str | None = None
    explanation: list[str] | None = None


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": CheckRequest.model_json_schema()}},
    }
}


@router.post("/checks", response_model=CheckResult, openapi_extra=BODY)
async def check(request: Request, caller: Caller) -> Response:
    """Hold a menu against the standard; in a process of its own, so that readers never wait."""
    del caller  # whoever has a key may check
    asked = parsed(CheckRequest, await request.body())
    wanted = Wanted(
        "check",
        {MENU: _table(asked)},
        {
            "lang": spoken(request),
            "file": MENU,
            "age": asked.age,
            "meals": list(asked.meals),
            "sex": asked.sex,
            "tier": "",
            "table": asked.table,
        },
        SECONDS,
    )
    state = request.app.state
    checking: CapacityLimiter = state.checking  # threads of their own: those of readers stay free
    content = await to_thread.run_sync(run_now, state.root, wanted, limiter=checking)
    return Response(content, media_type=JSON, headers={"cache-control": "private"})


def _table(asked: CheckRequest) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("day", "meal", "dish", "food", "grams", "basis", "category"))
    for row in asked.rows:
        cells = (row.day, row.meal, row.dish, row.food, f"{row.grams:g}", row.basis, row.category)
        writer.writerow(cells)
    return out.getvalue().encode("utf-8", "surrogatepass")
