"""One job as it is kept: what was asked, how it goes, how it ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class State(StrEnum):
    """How a job stands; ``infeasible`` is a result: no menu can keep the rules."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    INFEASIBLE = "infeasible"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self not in (State.QUEUED, State.RUNNING)

    @property
    def has_result(self) -> bool:
        return self in (State.DONE, State.INFEASIBLE, State.FAILED)


class Going(BaseModel):
    """How far a search is; money in fen per pupil and day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: float
    incumbent_fen: float | None = None
    bound_fen: float | None = None
    gap: Annotated[float | None, Field(description="proved distance to the best")] = None


class JobSaid(BaseModel):
    """A job as its caller sees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0c2f6a7e5d1b4a38",
                    "state": "running",
                    "made_at": "2026-03-01T08:00:00+08:00",
                    "ended_at": None,
                    "progress": {
                        "seconds": 2.4,
                        "incumbent_fen": 452.3,
                        "bound_fen": 449.8,
                        "gap": 0.0055,
                    },
                    "links": {"self": "/api/v1/jobs/0c2f6a7e5d1b4a38"},
                }
            ]
        }
    )

    id: str
    state: State
    made_at: datetime
    ended_at: datetime | None
    progress: Going | None
    links: dict[str, str]


class Kept(BaseModel):
    """What a job's folder says of it."""

    id: str
    caller: str
    digest: str
    key: str = ""
    state: State = State.QUEUED
    made_at: datetime
    ended_at: datetime | None = None
