"""One job as its folder tells it: what was asked, how it goes, how it ended.

Files of a job's folder: ``job.json`` (what was asked, written once), ``events.jsonl`` (a line for
each event, only ever added to), ``cancel`` (it shall end), ``input``, ``asked.json`` and
``result.json`` (of the work itself).  Any process that sees the folder sees the same job.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from api.clock import now

KEPT, EVENTS, CANCEL = "job.json", "events.jsonl", "cancel"

PROGRESS, STATE = "progress", "state"


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
    """What was asked.

    Attributes:
        seconds: limit of the work itself.
        digest: of all that was asked; tells one request from another.
        key: of the caller, so that the same request makes one job; or "".
    """

    id: str
    caller: str
    kind: str
    seconds: float
    digest: str = ""
    key: str = ""
    made_at: datetime


class Event(BaseModel):
    """Something that happened to a job."""

    kind: str
    data: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands, by its events."""

    state: State
    ended_at: datetime | None
    going: Going | None


@dataclass(frozen=True, slots=True)
class Job:
    """A job and its folder."""

    kept: Kept
    folder: Path

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return the job of a folder; None where it holds none."""
        try:
            return cls(Kept.model_validate_json((folder / KEPT).read_bytes()), folder)
        except (OSError, ValueError):
            return None

    def tell(self, kind: str, data: Mapping[str, Any]) -> None:
        """Add an event; one write, so that a reader never sees half of it as a line."""
        line = Event(kind=kind, data=dict(data), at=now()).model_dump_json() + "\n"
        out = os.open(self.folder / EVENTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(out, line.encode())
        finally:
            os.close(out)

    def turn(self, state: State) -> None:
        self.tell(STATE, {"state": state})

    def events(self, since: int = 0) -> list[Event]:
        """Return what happened, from event number ``since`` on."""
        return [Event.model_validate_json(line) for line in self._lines()[since:]]

    @property
    def standing(self) -> Standing:
        lines = [json.loads(line) for line in self._lines()]
        last = next(each for each in reversed(lines) if each["kind"] == STATE)
        going = next((each for each in reversed(lines) if each["kind"] == PROGRESS), None)
        state = State(last["data"]["state"])
        return Standing(
            state,
            datetime.fromisoformat(last["at"]) if state.ended else None,
            Going.model_validate(going["data"]) if going else None,
        )

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def shall_end(self) -> bool:
        return (self.folder / CANCEL).exists()

    def _lines(self) -> list[str]:
        *whole, _ = (self.folder / EVENTS).read_text("utf-8").split("\n")
        return whole
