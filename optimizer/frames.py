"""Values on a pipe between a process and its worker: each in a frame that shows any damage."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator

_HEAD = struct.Struct(">4sQI")

_MARK = b"meal"

LONGEST = 1 << 28
"""Bytes of a frame that is believed; a whole term of menus is a thousandth of it."""


class Garbled(Exception):
    """What came through the pipe is not what was sent."""


def packed(value: object) -> bytes:
    """Return ``value`` as one frame: mark, length, checksum, pickle."""
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _HEAD.pack(_MARK, len(body), zlib.crc32(body)) + body


class Unpacking:
    """Bytes in, in any pieces; values out, as soon as they are whole."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def missing(self) -> int:
        """Bytes without which nothing more can be said."""
        if len(self._held) < _HEAD.size:
            return _HEAD.size - len(self._held)
        _, length, _ = _HEAD.unpack_from(self._held)
        return int(_HEAD.size + length - len(self._held))

    def feed(self, piece: bytes) -> Iterator[object]:
        """Yield the values that ``piece`` completes.

        Raises:
            Garbled: a frame is damaged, or none.
        """
        self._held += piece
        while len(self._held) >= _HEAD.size:
            mark, length, checksum = _HEAD.unpack_from(self._held)
            if mark != _MARK or length > LONGEST:
                raise Garbled
            if len(self._held) < _HEAD.size + length:
                return
            body = bytes(self._held[_HEAD.size : _HEAD.size + length])
            del self._held[: _HEAD.size + length]
            yield _unpickled(body, checksum)


def _unpickled(body: bytes, checksum: int) -> object:
    if zlib.crc32(body) != checksum:
        raise Garbled
    try:
        return pickle.loads(body)  # noqa: S301 -- written by this program's other half
    except Exception as error:
        raise Garbled from error
