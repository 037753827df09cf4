"""Text of plan.toml becomes a PlanFile, or a list of what is wrong with it and where."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from api.bringing import PLAN
from api.errors import BadPlan, BrokenToml
from api.plan_file import LATER_KEYS, MOST_DAYS, MealSpec, PlanFile
from food_tables.table_errors import Fault
from nutrition.meal_names import meal_id

_POSITION = re.compile(r"line (\d+), column (\d+)")

_KINDS = {
    "int": "plan.not-whole",
    "float": "plan.not-a-number",
    "decimal": "plan.not-a-number",
    "bool": "plan.not-true-or-false",
    "string": "plan.not-a-text",
    "date": "plan.not-a-date",
    "tuple": "plan.not-a-list",
    "list": "plan.not-a-list",
    "mapping": "plan.not-a-table",
    "dict": "plan.not-a-table",
    "model": "plan.not-a-table",
}

_CODES = {
    "missing": "plan.missing-key",
    "literal_error": "plan.not-one-of",
    "enum": "plan.not-one-of",
    "finite_number": "plan.not-finite",
    "string_pattern_mismatch": "plan.bad-form",
    "string_too_short": "plan.empty",
    "too_short": "plan.empty",
    "string_too_long": "plan.too-long",
    "too_long": "plan.too-long",
    "greater_than": "plan.too-small",
    "greater_than_equal": "plan.too-small",
    "less_than": "plan.too-big",
    "less_than_equal": "plan.too-big",
}


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
        raise BrokenToml(file, line, column) from None


def read_plan(text: str) -> PlanFile:
    """Read plan.toml.

    Raises:
        BrokenToml: it is not TOML.
        BadPlan: a key is missing, unknown, of the wrong kind, or says what cannot be.
    """
    document = parse_toml(text, PLAN)
    try:
        plan = PlanFile.model_validate(document)
    except ValidationError as error:
        raise BadPlan([_fault(text, one) for one in _deepest(error.errors())]) from None
    faults = [
        Fault(code, PLAN, line_of(text, key), key, facts)
        for code, key, facts in _contradictions(plan)
    ]
    if faults:
        raise BadPlan(faults)
    return plan


def _deepest(errors: Sequence[Any]) -> Iterator[Any]:
    """Leave out the lists that are "too short" only because one of their entries is refused."""
    paths = [e["loc"] for e in errors]
    for error in errors:
        here = error["loc"]
        if not any(len(p) > len(here) and p[: len(here)] == here for p in paths):
            yield error


def service_dates(plan: PlanFile) -> tuple[date, ...]:
    """Return the days of service in order."""
    calendar = plan.calendar
    if calendar.days:
        return tuple(sorted(set(calendar.days) - set(calendar.skip)))
    if calendar.start is None or calendar.end is None:
        return ()
    span = min((calendar.end - calendar.start).days, 10 * MOST_DAYS)
    dates = (calendar.start + timedelta(n) for n in range(span + 1))
    return tuple(d for d in dates if d.isoweekday() in calendar.weekdays and d not in calendar.skip)


def line_of(text: str, key: str) -> int | None:
    """Return the line of plan.toml that sets the last part of ``key``, if only one can be meant."""
    lines = text.splitlines()
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


def _key(path: Sequence[object]) -> str:
    parts = [f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path if p != "[key]"]
    return "".join(parts).lstrip(".")


def _fault(text: str, error: Any) -> Fault:  # noqa: ANN401 - pydantic's ErrorDetails
    key, kind, context = _key(error["loc"]), str(error["type"]), error.get("ctx", {})
    value = "" if isinstance(error["input"], dict) else str(error["input"])
    facts = {"value": value, "key": key}
    row = line_of(text, key)
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"], row, facts)
    if key == "objective":
        return Fault("plan.later-key", PLAN, row, key, {**facts, "key": f"objective = {value}"})
    code = _CODES.get(kind) or _KINDS.get(kind.partition("_")[0], "plan.refused")
    for name in ("ge", "gt", "le", "lt", "max_length", "min_length"):
        if name in context:
            facts["limit"] = str(context[name])
    if "expected" in context:
        facts["allowed"] = str(context["expected"]).replace("'", "").replace(" or ", ", ")
    if code == "plan.bad-form":
        code = "plan.bad-code" if key.endswith("code") else "plan.bad-yuan"
    return Fault(code, PLAN, row, key, facts)


def _unknown_key(path: Sequence[object], row: int | None, facts: Mapping[str, str]) -> Fault:
    name = str(path[-1])
    if name in LATER_KEYS:
        return Fault("plan.later-key", PLAN, row, facts["key"], facts)
    known = list(_model_at(path[:-1]).model_fields)
    like = difflib.get_close_matches(name, known, 1)
    code = "plan.unknown-key-like" if like else "plan.unknown-key"
    found = {**facts, "like": "".join(like), "allowed": "、".join(known)}
    return Fault(code, PLAN, row, facts["key"], found)


def _model_at(path: Sequence[object]) -> type[BaseModel]:
    """Return the part of PlanFile that ``path`` leads to."""
    model: type[BaseModel] = PlanFile
    for step in path:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = next(iter(_models_in(field.annotation)), model)
    return model


def _models_in(kind: object) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in getattr(kind, "__args__", ()):
        yield from _models_in(part)


Contradiction = tuple[str, str, dict[str, str]]


def _contradictions(plan: PlanFile) -> Iterator[Contradiction]:
    yield from _calendar(plan)
    yield from _meals(plan)
    yield from _groups(plan)
    yield from _amounts(plan)
    dates, meals = set(service_dates(plan)), {meal_id(m.name) for m in plan.meal}
    for number, lock in enumerate(plan.lock, start=1):
        if lock.date not in dates:
            yield "plan.lock-day", f"lock[{number}].date", {"value": str(lock.date)}
        if meal_id(lock.meal) not in meals:
            facts = {"value": lock.meal, "allowed": "、".join(sorted(meals))}
            yield "plan.lock-meal", f"lock[{number}].meal", facts


def _calendar(plan: PlanFile) -> Iterator[Contradiction]:
    calendar = plan.calendar
    if bool(calendar.days) == bool(calendar.start or calendar.end):
        yield "plan.days-or-range", "calendar", {}
        return
    if not calendar.days and (calendar.start is None or calendar.end is None):
        missing = "calendar.start" if calendar.start is None else "calendar.end"
        yield "plan.missing-key", missing, {"key": missing}
        return
    if calendar.start and calendar.end and calendar.start > calendar.end:
        facts = {"value": str(calendar.start), "limit": str(calendar.end)}
        yield "plan.start-after-end", "calendar.start", facts
        return
    for day in sorted({d for d in calendar.days if calendar.days.count(d) > 1}):
        yield "plan.day-twice", "calendar.days", {"value": str(day)}
    number = len(service_dates(plan))
    if number == 0:
        yield "plan.no-days", "calendar", {}
    elif number > MOST_DAYS:
        yield "plan.too-many-days", "calendar", {"value": str(number), "limit": str(MOST_DAYS)}


def _meals(plan: PlanFile) -> Iterator[Contradiction]:
    names = [meal_id(m.name) for m in plan.meal]
    for number, meal in enumerate(plan.meal, start=1):
        if names.index(names[number - 1]) != number - 1:
            yield "plan.named-twice", f"meal[{number}].name", {"value": meal.name}
        yield from _slots(f"meal[{number}]", meal)


def _slots(where: str, meal: MealSpec) -> Iterator[Contradiction]:
    seen: dict[str, str] = {}
    for number, slot in enumerate(meal.slots, start=1):
        key = f"{where}.slots[{number}]"
        if slot.min > slot.max:
            facts = {"value": str(slot.min), "limit": str(slot.max), "name": slot.name}
            yield "plan.min-above-max", f"{key}.min", facts
        elif slot.max == 0:
            yield "plan.slot-of-nothing", f"{key}.max", {"name": slot.name}
        for category in slot.categories or (slot.name,):
            if category in seen:
                facts = {"value": category, "first": seen[category], "name": slot.name}
                yield "plan.category-twice", f"{key}.categories", facts
            seen[category] = slot.name


def _groups(plan: PlanFile) -> Iterator[Contradiction]:
    names = [g.name for g in plan.group]
    codes = [g.code for g in plan.group if g.code]
    for number, group in enumerate(plan.group, start=1):
        if names.index(group.name) != number - 1:
            yield "plan.named-twice", f"group[{number}].name", {"value": group.name}
        if group.code and codes.count(group.code) > 1:
            yield "plan.named-twice", f"group[{number}].code", {"value": group.code}
        if sum(c.boys + c.girls for c in group.cohorts) == 0:
            yield "plan.no-pupils", f"group[{number}].cohorts", {"name": group.name}


def _amounts(plan: PlanFile) -> Iterator[Contradiction]:
    for kind, (low, high) in plan.portions.bands.items():
        if low > high:
            facts = {"value": f"{low:g}", "limit": f"{high:g}", "name": kind.value}
            yield "plan.min-above-max", f"portions.bands.{kind.value}", facts
    for number, supply in enumerate(plan.supply, start=1):
        key = f"supply[{number}]"
        if supply.min_kg is None and supply.max_kg is None:
            yield "plan.missing-key", f"{key}.max_kg", {"key": f"{key}.max_kg"}
        elif (supply.min_kg or 0) > (supply.max_kg if supply.max_kg is not None else 1e9):
            facts = {"value": f"{supply.min_kg:g}", "limit": f"{supply.max_kg:g}", "name": key}
            yield "plan.min-above-max", f"{key}.min_kg", facts
