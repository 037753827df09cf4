"""What was made is kept in memory within a budget; the longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """A map of what was made, of so much in all.

    A key has to name everything that the content depends on: nothing is ever out of date, only
    no longer asked for.
    """

    def __init__(self, budget: int, size: Callable[[T], int]) -> None:
        """``budget``: the largest sum of the sizes of what is kept."""
        self._budget = budget
        self._size = size
        self._held = 0
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under ``key``, or make it; two may make it at once, and both do."""
        kept = self.find(key)
        if kept is None:
            kept = make()
            self.keep(key, kept)
        return kept

    def find(self, key: Hashable) -> T | None:
        """Return what is kept under ``key``, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, made: T) -> None:
        """Keep what was made, in the place of what was kept under ``key`` before."""
        with self._lock:
            if key in self._kept:
                self._held -= self._size(self._kept.pop(key))
            self._kept[key] = made
            self._held += self._size(made)
            while self._held > self._budget and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._held -= self._size(gone)
