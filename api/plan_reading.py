"""Text of plan.toml becomes a PlanFile, or a list of what is wrong with it and where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.bringing import PLAN
from api.contradictions import contradictions
from api.errors import BadPlan, BrokenToml, NotText
from api.files import read_bytes
from api.language import Lang
from api.plan_file import LATER_KEYS, PlanFile
from food_tables.refusals import deepest, refused
from food_tables.table_errors import Fault, NotATable
from food_tables.text import decode

ARCHIVE = b"PK"

_ALMOST_A_DATE = re.compile(r"=\s*\[?\s*\d{2,4}[-/.年]\d{1,2}[-/.月]")

_FULL_WIDTH = re.compile(r"[＝“”‘’［］｛｝，]")

_POSITION = re.compile(r"line (\d+), column (\d+)")


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Read TOML; amounts with a point stay exact.

    Raises:
        BrokenToml: with the line and column where reading stopped.
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        found = _POSITION.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 0)
        reason = _reason(str(error), [*text.splitlines(), ""][line - 1 :][:1])
        raise BrokenToml(file, line, column, reason) from None


def _reason(message: str, line: Sequence[str]) -> str:
    """Guess from the reader's words and the line what a person did not know about TOML."""
    if any(word in message for word in ("twice", "verwrite", "mutate")):
        return "toml-twice"
    if "date" in message or any(_ALMOST_A_DATE.search(each) for each in line):
        return "toml-date"
    if any(_FULL_WIDTH.search(each.partition("#")[0]) for each in line):
        return "toml-full-width"
    return "toml-text"


def starter_plan(lang: Lang) -> str:
    """Return the plan.toml that a new folder begins with."""
    return files("api").joinpath("starter", f"plan_{lang}.toml").read_text("utf-8")


def toml_text(path: Path) -> str:
    """Return the text of a TOML file.

    Raises:
        NotText: it is a workbook, a picture, or anything but text.
    """
    content = read_bytes(path)
    try:
        if content.startswith(ARCHIVE):
            raise NotText(path.name, "archive")
        return decode(content, path.name)
    except NotATable as error:
        raise NotText(path.name, error.kind) from None


def read_plan(text: str, objective: str = "") -> PlanFile:
    """Read plan.toml; an ``objective`` wins over its own.

    Raises:
        BrokenToml: it is not TOML.
        BadPlan: a key is missing, unknown, of the wrong kind, or says what cannot be.
    """
    document = parse_toml(text, PLAN)
    if objective:
        document = {**document, "objective": objective}
    try:
        plan = PlanFile.model_validate(document)
    except ValidationError as error:
        raise BadPlan([_fault(text, one) for one in deepest(error.errors())]) from None
    faults = [
        Fault(code, PLAN, line_of(text, key), key, facts)
        for code, key, facts in contradictions(plan)
    ]
    if faults:
        raise BadPlan(faults)
    return plan


def line_of(text: str, key: str) -> int | None:
    """Return the line of plan.toml that sets the last part of ``key``, if only one can be meant."""
    lines = ["" if line.lstrip().startswith("#") else line for line in text.splitlines()]
    first, _, rest = key.partition(".")
    start, end = _section(lines, first)
    found = _setting(lines[start:end], rest.rpartition(".")[2]) if rest else []
    if len(found) == 1:
        return start + found[0]
    if rest and start:
        return start
    anywhere = _setting(lines, key.rpartition(".")[2])
    return anywhere[0] if len(anywhere) == 1 else None


def _section(lines: Sequence[str], name: str) -> tuple[int, int]:
    """Return the lines from the heading of a table (``group[2]``: the second) to the next one."""
    bare, _, index = name.partition("[")
    heads = [n for n, line in enumerate(lines, start=1) if re.match(r"\s*\[", line)]
    own = [n for n in heads if re.match(rf"\s*\[+\s*{re.escape(bare)}\b", lines[n - 1])]
    place = int(index.rstrip("]")) - 1 if index else 0
    if place >= len(own):
        return 0, len(lines)
    return own[place], next((n - 1 for n in heads if n > own[place]), len(lines))


def _setting(lines: Sequence[str], name: str) -> list[int]:
    bare = re.escape(re.sub(r"\[\d+\]", "", name))
    pattern = re.compile(rf"(^|[\s{{,])\"?{bare}\"?\s*=|^\s*\[+\s*([\w\"]+\.)*{bare}\s*\]+")
    return [n for n, line in enumerate(lines, start=1) if pattern.search(line)]


def _fault(text: str, error: Any) -> Fault:  # noqa: ANN401 - pydantic's ErrorDetails
    found = refused(PLAN, error, PlanFile)
    key, code, facts = found.column, found.code, dict(found.facts)
    name = str(error["loc"][-1]) if error["loc"] else ""
    if code.startswith("plan.unknown-key") and name in LATER_KEYS:
        code = "plan.later-key"
    elif code == "plan.bad-form":
        code = "plan.bad-code" if key.endswith("code") else "plan.bad-yuan"
    return replace(found, code=code, row=line_of(text, key), facts=facts)
