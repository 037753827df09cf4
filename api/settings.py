"""Settings of the environment: where the books lie, who writes into them, who may call."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_KEY = re.compile(r"(?P<name>[A-Za-z0-9_.-]{1,64}):(?P<digest>[0-9a-f]{64})", re.ASCII)


class BooksSettings(BaseSettings):
    """CANTEEN_DATABASE, CANTEEN_SCHOOL and CANTEEN_BY.

    Attributes:
        database: ``sqlite:///PATH`` or ``postgresql://…``.
        school: whose books, where a database keeps several.
        by: who answers for what is written.
    """

    model_config = SettingsConfigDict(env_prefix="CANTEEN_", extra="ignore")

    database: str = "sqlite:///canteen.db"
    school: str = ""
    by: str = ""


class PrintSettings(BaseSettings):
    """CANTEEN_FONT.

    Attributes:
        font: file of a Chinese font to print with; "" for the bundled one, which gives the same
            bytes everywhere.
    """

    model_config = SettingsConfigDict(env_prefix="CANTEEN_", extra="ignore")

    font: str = ""


class DoorSettings(BaseSettings):
    """CANTEEN_API_KEYS, CANTEEN_JOBS and what bounds them.

    Attributes:
        api_keys: name of a caller -> sha256 of its key, in hexadecimal letters; written as
            ``name:sha256``, parted by commas.
        jobs: folder of the jobs; "" for one that is made at start and removed at the end.
        job_workers: menus that are planned at once; 0: one less than there are processors.
        job_queue: jobs that may wait.
        job_hours: for which a finished job is kept.
        job_seconds: longest time limit that a caller may ask for.
    """

    model_config = SettingsConfigDict(env_prefix="CANTEEN_", extra="ignore")

    api_keys: Annotated[dict[str, str], NoDecode] = {}
    jobs: str = ""
    job_workers: Annotated[int, Field(ge=0, le=64)] = 0
    job_queue: Annotated[int, Field(ge=1, le=1000)] = 32
    job_hours: Annotated[float, Field(gt=0, le=8760)] = 24
    job_seconds: Annotated[float, Field(gt=0, le=3600)] = 300

    @field_validator("api_keys", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = {}
        for each in filter(None, (part.strip() for part in value.split(","))):
            match = _KEY.fullmatch(each)
            if match is None:
                raise PydanticCustomError("keys", "NAME:SHA256, parted by commas")
            found[match["name"]] = match["digest"]
        return found
