"""What the rules of a standard are made of: selectors, terms and limits, however deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

Part = TypeVar("Part")


def parts(value: object, kind: type[Part]) -> Iterator[Part]:
    """Yield every ``kind`` inside a clause or rule, in the order of its fields."""
    if isinstance(value, kind):
        yield value
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from parts(getattr(value, each.name), kind)
    elif isinstance(value, tuple):
        for each in value:
            yield from parts(each, kind)
