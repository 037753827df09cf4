"""The fingerprint of a problem: equal inputs, equal fingerprint, on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache

PLAIN = frozenset({str, int, float, bool, type(None)})
"""Kinds of value that are written as they are."""


def fingerprint(value: object) -> str:
    """Return the sha256 of ``value`` written in one canonical way, as 64 hex digits."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return value if type(value) in PLAIN else _shaped(value)


def _shaped(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        names = _names(type(value))
        return [type(value).__name__, *[_plain(getattr(value, name)) for name in names]]
    if isinstance(value, Mapping):
        return sorted(
            ([_key(k), _plain(v)] for k, v in value.items()), key=lambda pair: str(pair[0])
        )
    if isinstance(value, AbstractSet):
        return sorted(map(_key, value))
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _names(shape: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(shape))


def _key(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)
