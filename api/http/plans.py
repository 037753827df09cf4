"""Plans for the bureau's portal: a folder in, a job out, its progress, its result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from api.http.errors import BadRequest, UnsupportedBody
from api.http.job import Job, JobSaid, State
from api.http.jobs import Jobs, Wanted, result_of
from api.http.keys import Caller
from api.http.problem_docs import documented
from api.http.speaking import spoken
from api.http.uploads import Folder, PlanOptions, PlanRequest, folder_of_json, folder_of_zip, parsed

router = APIRouter(tags=["plans"])

TICK = 0.2

JSON_BODY, ZIP_BODY = "application/json", "application/zip"

OPTIONS = tuple(PlanOptions.model_fields)

LONGEST_KEY = 200

EXAMPLE = {
    "files": {"plan.toml": '[school]\nname = "示例小学"\n'},
    "options": {"gap": 0.005, "time_limit": 60},
}

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON_BODY: {"schema": PlanRequest.model_json_schema(), "example": EXAMPLE},
            ZIP_BODY: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


async def jobs_of(request: Request) -> Jobs:
    found = request.app.state.jobs
    assert isinstance(found, Jobs)
    return found


TheJobs = Annotated[Jobs, Depends(jobs_of)]


async def job_of(
    caller: Caller, jobs: TheJobs, number: Annotated[str, Path(pattern="^[0-9a-f]{16}$")]
) -> Job:
    """Return the caller's job of this number, before anything is answered.

    Raises:
        NoSuchPlace: there is none, or it is somebody else's.
    """
    return jobs.of(caller, number)


TheJob = Annotated[Job, Depends(job_of)]


class PlanResult(BaseModel):
    """What a job came to.

    ``lawful`` false: no menu can keep the rules; ``error`` and ``explanation`` say which.
    """

    lawful: bool | None = None
    gap_asked: float | None = None
    plan: dict[str, Any] | None = None
    error: str | None = None
    explanation: list[str] | None = None


@router.post(
    "/plans",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobSaid,
    openapi_extra=BODY,
    responses=documented(401, 409, 413, 415, 422, 429),
)
async def plan(
    request: Request,
    response: Response,
    caller: Caller,
    jobs: TheJobs,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            max_length=LONGEST_KEY,
            description="the same key and request make one job",
        ),
    ] = "",
) -> JobSaid:
    """Plan the week of a folder: a job is made, and answered for at once.

    The folder comes as JSON (name -> text) or as a zip; options of a zip stand in the address.
    """
    files, options = await _asked(request)
    seconds = min(options.time_limit, request.app.state.settings.job_seconds)
    asked = {
        "lang": spoken(request),
        "options": {**options.model_dump(), "time_limit": seconds},
    }
    wanted = Wanted("plan", files, asked, seconds, key)
    job = await run_in_threadpool(jobs.add, caller, wanted)
    response.headers["location"] = _links(request, job)["self"]
    return said(request, job)


@router.get("/jobs/{number}", response_model=JobSaid, responses=documented(401, 404, 422))
def job(request: Request, found: TheJob) -> JobSaid:
    """Say how a job stands."""
    return said(request, found)


@router.get(
    "/jobs/{number}/events",
    response_class=EventSourceResponse,
    responses=documented(401, 404, 422),
)
async def events(
    found: TheJob,
    last: Annotated[int | None, Header(alias="Last-Event-ID", ge=0, le=10**9)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Follow a job: its progress and states as server-sent events, until it has ended."""
    at = 0 if last is None else last + 1
    while True:
        ended = found.state.ended
        for each in found.events(at):
            yield ServerSentEvent(data=each.data, event=each.kind, id=str(at))
            at += 1
        if ended:
            return
        await asyncio.sleep(TICK)


@router.get(
    "/jobs/{number}/result", response_model=PlanResult, responses=documented(401, 404, 409, 422)
)
def result(found: TheJob) -> Response:
    """Return the plan, or why there is none."""
    return Response(result_of(found), media_type=JSON_BODY, headers={"cache-control": "private"})


@router.delete(
    "/jobs/{number}",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobSaid,
    responses=documented(401, 404, 422),
)
def cancel(request: Request, jobs: TheJobs, found: TheJob) -> JobSaid:
    """End a job and its solver; what has ended stays as it ended."""
    jobs.cancel(found)
    return said(request, found)


def said(request: Request, job: Job) -> JobSaid:
    """Return a job as its caller sees it."""
    stands = job.standing
    ending = job.shall_end and not stands.state.ended
    return JobSaid(
        id=job.kept.id,
        state=State.CANCELLED if ending else stands.state,
        made_at=job.kept.made_at,
        ended_at=stands.ended_at,
        progress=stands.going,
        links=_links(request, job),
    )


def _links(request: Request, job: Job) -> dict[str, str]:
    names = {"self": "job", "events": "events", "result": "result"}
    return {name: request.url_for(route, number=job.kept.id).path for name, route in names.items()}


async def _asked(request: Request) -> tuple[Folder, PlanOptions]:
    """Read the folder and the options of a request.

    Raises:
        UnsupportedBody: it is neither JSON nor a zip.
        BadRequest, BadUpload: it cannot be such.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind == JSON_BODY:
        asked = parsed(PlanRequest, body)
        return await run_in_threadpool(folder_of_json, asked), asked.options
    if kind == ZIP_BODY:
        options = {name: value for name, value in request.query_params.items() if name in OPTIONS}
        return await run_in_threadpool(folder_of_zip, body), _options(options)
    raise UnsupportedBody(kind, JSON_BODY, ZIP_BODY)


def _options(given: dict[str, str]) -> PlanOptions:
    from pydantic import ValidationError

    try:
        return PlanOptions.model_validate(given)
    except ValidationError as error:
        places = [(".".join(map(str, e["loc"])), str(e["msg"])) for e in error.errors()]
        raise BadRequest(*places) from None
