"""What pydantic refuses in a TOML document becomes faults: the key, what is wrong, what may be."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from food_tables.table_errors import Fault

_KINDS = {
    "int": "plan.not-whole",
    "float": "plan.not-a-number",
    "decimal": "plan.not-a-number",
    "bool": "plan.not-true-or-false",
    "string": "plan.not-a-text",
    "date": "plan.not-a-date",
    "tuple": "plan.not-a-list",
    "list": "plan.not-a-list",
    "frozen": "plan.not-a-list",
    "mapping": "plan.not-a-table",
    "dict": "plan.not-a-table",
    "model": "plan.not-a-table",
    "dataclass": "plan.not-a-table",
}

_CODES = {
    "missing": "plan.missing-key",
    "literal_error": "plan.not-one-of",
    "enum": "plan.not-one-of",
    "union_tag_invalid": "plan.not-one-of",
    "finite_number": "plan.not-finite",
    "string_pattern_mismatch": "plan.bad-form",
    "string_too_short": "plan.empty",
    "too_short": "plan.empty",
    "string_too_long": "plan.too-long",
    "too_long": "plan.too-long",
    "greater_than": "plan.not-above",
    "greater_than_equal": "plan.too-small",
    "less_than": "plan.too-big",
    "less_than_equal": "plan.too-big",
}

_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")

_BOUNDS = ("ge", "gt", "le", "lt", "max_length", "min_length")

Path = tuple[object, ...]


def strictly(value: object) -> object:
    """Take a number of TOML as a number, and nothing else for one: no true, no "5"."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("float_type", "refused")
    if isinstance(value, Decimal) and not value.is_finite():
        raise PydanticCustomError("finite_number", "refused")
    return float(value) if isinstance(value, Decimal) else value


def deepest(errors: Sequence[Any]) -> Iterator[Any]:
    """Leave out what pydantic says about a whole of which it also refuses a part."""
    paths = [e["loc"] for e in errors]
    for error in errors:
        here = error["loc"]
        if not any(len(p) > len(here) and p[: len(here)] == here for p in paths):
            yield error


def key_of(path: Path) -> str:
    """Write a path as people read it: ``meal[1].slots[2].min``."""
    parts = [f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path if p != "[key]"]
    return "".join(parts).lstrip(".")


def refused(file: str, error: Any, root: type) -> Fault:  # noqa: ANN401 - pydantic's ErrorDetails
    """Return the fault behind one error about a document of the shape ``root``."""
    path, kind, context = tuple(error["loc"]), str(error["type"]), error.get("ctx", {})
    shape, steps = _shape_at(root, path if kind not in _UNKNOWN else path[:-1])
    key = key_of((*steps, path[-1]) if kind in _UNKNOWN else steps)
    given = error["input"]
    value = "" if isinstance(given, Mapping | list | tuple) else str(given)
    if kind == "union_tag_invalid":
        key, value = f"{key}.{context['discriminator'].strip(chr(39))}", str(context["tag"])
    if kind == "union_tag_not_found":
        key = f"{key}.{context['discriminator'].strip(chr(39))}"
        return Fault("plan.missing-key", file, None, key, {"key": key, "value": ""})
    facts = {"value": value, "key": key}
    if kind in _UNKNOWN:
        return _unknown_key(file, str(path[-1]), list(_fields(shape)), facts)
    for name in _BOUNDS:
        if name in context:
            facts["limit"] = str(context[name])
    expected = context.get("expected") or context.get("expected_tags")
    if expected:
        facts["allowed"] = str(expected).replace("'", "").replace(" or ", ", ")
    code = _CODES.get(kind) or _KINDS.get(kind.partition("_")[0], "plan.refused")
    if code == "plan.not-a-list" and isinstance(given, Mapping) and "." not in key:
        code = "plan.double-brackets"
    return Fault(code, file, None, key, facts)


def _unknown_key(file: str, name: str, known: list[str], facts: Mapping[str, str]) -> Fault:
    like = difflib.get_close_matches(name, known, 1)
    code = "plan.unknown-key-like" if like else "plan.unknown-key"
    found = {**facts, "like": "".join(like), "allowed": "、".join(known)}
    return Fault(code, file, None, facts["key"], found)


def _shape_at(root: type, path: Path) -> tuple[type, Path]:
    """Return the class that ``path`` leads to, and the path without the tags of unions."""
    shapes, steps = [root], []
    for step in path:
        tagged = [s for s in shapes if step in get_args(get_type_hints(s).get("form"))]
        if tagged and len(shapes) > 1:
            shapes = tagged
            continue
        steps.append(step)
        hint = next((h for s in shapes if (h := _fields(s).get(str(step)))), None)
        shapes = list(_classes_in(hint)) or shapes if hint is not None else shapes
    return shapes[0], tuple(steps)


def _fields(shape: type) -> dict[str, object]:
    if dataclasses.is_dataclass(shape):
        hints = get_type_hints(shape)
        return {f.name: hints[f.name] for f in dataclasses.fields(shape)}
    if issubclass(shape, BaseModel):
        return {name: field.annotation for name, field in shape.model_fields.items()}
    return {}


def _classes_in(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and _fields(hint):
        yield hint
    if get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from _classes_in(part)
