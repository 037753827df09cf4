"""The chain: what each record's hash is made of.

    content = sha256 of the rows that cite the record, table by table, line by line
    hash    = sha256 of the record itself, its content and the hash of the record before it

A row is written as JSON with its columns by name; columns without a value are left out, so that
a column added later does not change what was written before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted

Value = str | int | date | None

FIRST = "0" * 64
"""What stands before the first record of a canteen."""


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)  # bytes: no such row


_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_told).encode


def written(values: Mapping[str, Value]) -> str:
    """Return a row, or whatever else has named values, as text that says nothing twice."""
    return _encode({name: value for name, value in values.items() if value is not None})


def line(table: str, names: Sequence[str], row: Sequence[Value]) -> str:
    """Return a row of ``table`` as it is hashed; canteen and record are known."""
    return table + pairer(tuple(names))(row)


@lru_cache
def pairer(names: tuple[str, ...]) -> Callable[[Sequence[Value]], str]:
    """Return what writes values under these names as ``written`` does, a million times quickly."""
    keys = [f"{quoted(name)}:" for name in names]

    def paired(row: Sequence[Value]) -> str:
        said = [
            key
            + (quoted(x) if x.__class__ is str else repr(x) if x.__class__ is int else _encode(x))
            for key, x in zip(keys, row, strict=True)
            if x is not None
        ]
        return f"{{{','.join(said)}}}"

    return paired


def digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
