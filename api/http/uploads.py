"""A plan folder as somebody sends it: JSON or zip, few plain files, nothing that leads outside."""

from __future__ import annotations

import base64
import binascii
import io
import re
import tomllib
import zipfile
from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.bringing import PLAN, READ
from api.http.errors import BadRequest, BadUpload
from api.http.limits import MOST_BYTES

MOST_FILES = 40

EARLIER = re.compile(r"[A-Za-z0-9_\-]{1,60}\.json", re.ASCII)
"""An earlier plan that [keep] or [near] names."""

Text = Annotated[str, Field(max_length=MOST_BYTES)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Encoded(_Part):
    """A file that is no text: a workbook."""

    base64: Text


class PlanOptions(_Part):
    """How to plan; the same bounds as those of ``canteen plan``."""

    gap: Annotated[float, Field(ge=0, le=1, description="asked of the proof")] = 0.005
    time_limit: Annotated[float, Field(ge=1, le=3600, description="seconds")] = 60
    solver: Annotated[str, Field(pattern="^(highs|cbc)$")] = "highs"
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    table: Annotated[str, Field(pattern="^(|canteen|mext)$")] = ""
    objective: Annotated[str, Field(pattern="^(|cost|nutrition|rating|robust)$")] = ""


class PlanRequest(_Part):
    """A plan folder: name -> text, or base64 for a workbook."""

    files: Annotated[dict[str, Text | Encoded], Field(max_length=MOST_FILES)]
    options: PlanOptions = PlanOptions()


Folder = Mapping[str, bytes]


M = TypeVar("M", bound=BaseModel)


def parsed(model: type[M], body: bytes) -> M:
    """Read a body of JSON; no NaN, no infinity, nothing that is not asked for.

    Raises:
        BadRequest: with a pointer to everything that is wrong.
    """
    try:
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        places = []
        for each in error.errors(include_url=False, include_input=False):
            parts = (str(p).replace("~", "~0").replace("/", "~1") for p in each["loc"])
            places.append(("#/" + "/".join(parts), str(each["msg"])))
        raise BadRequest(*places) from None


def folder_of_json(request: PlanRequest) -> Folder:
    """Return the files of a request.

    Raises:
        BadUpload: it cannot be a plan folder.
    """
    return judged({name: _bytes(name, content) for name, content in request.files.items()})


def _bytes(name: str, content: str | Encoded) -> bytes:
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(content.base64, validate=True)
    except (binascii.Error, ValueError):
        raise BadUpload("base64", name) from None


def folder_of_zip(body: bytes) -> Folder:
    """Return the files of an archive; what it claims of sizes is not believed.

    Raises:
        BadUpload: it is no archive, or cannot be a plan folder.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            if len(members) > MOST_FILES:
                raise BadUpload("too-many", str(len(members)))
            top = _common_folder([each.filename for each in members])
            files: dict[str, bytes] = {}
            left = MOST_BYTES
            for each in members:
                with archive.open(each) as opened:
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise BadUpload("too-large", str(MOST_BYTES))
                files[each.filename.removeprefix(top)] = content
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise BadUpload("not-zip") from None
    return judged(files)


def _common_folder(names: list[str]) -> str:
    """Return the folder that all members lie in, as archives of a folder have it."""
    tops = {name.partition("/")[0] for name in names}
    whole = len(tops) == 1 and all("/" in name for name in names)
    return f"{tops.pop()}/" if whole else ""


def judged(files: Folder) -> Folder:
    """Refuse what a plan folder cannot hold.

    Raises:
        BadUpload: a name that nobody reads, too much, no plan.toml, or one that leads outside.
    """
    for name in files:
        if name not in READ and not EARLIER.fullmatch(name):
            raise BadUpload("names", name)
    if sum(map(len, files.values())) > MOST_BYTES:
        raise BadUpload("too-large", str(MOST_BYTES))
    if PLAN not in files:
        raise BadUpload("no-plan")
    for named in _earlier_plans(files[PLAN]):
        if named not in files:
            raise BadUpload("outside", named)
    return files


def _earlier_plans(text: bytes) -> list[str]:
    """Return the files that plan.toml names; what is wrong with it otherwise is told later."""
    try:
        document = tomllib.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return []
    parts = (document.get(key) for key in ("keep", "near"))
    return [str(part["plan"]) for part in parts if isinstance(part, dict) and "plan" in part]
