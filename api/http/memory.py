"""Pages that were made, kept in memory within a budget; the longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Memory:
    """A map of what was made, of so many bytes in all.

    A key has to name everything that the content depends on: nothing is ever out of date, only
    no longer asked for.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._held = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under ``key``, or make it; two may make it at once, and both do."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._held += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._held > self._budget and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._held -= len(gone)
        return made
