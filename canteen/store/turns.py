"""Turns: the threads of one process write in the order in which they asked.

SQLite serves whoever happens to ask when it is free, so that under load one thread can wait for
minutes while others write again and again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from canteen.errors import BooksUnavailable


class Turns:
    """A queue of threads; the first of it has its turn."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Wait for one's turn, and end it.

        Raises:
            BooksUnavailable: it did not come within ``patience`` seconds.
        """
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            self._queue.append(mine)
            first = self._queue[0] is mine
        try:
            if not first and not mine.acquire(timeout=patience):
                raise BooksUnavailable("busy", f"no turn within {patience} s")
            yield
        finally:
            self._leave(mine)

    def _leave(self, mine: threading.Lock) -> None:
        with self._guard:
            had_turn = self._queue[0] is mine
            self._queue.remove(mine)
            if had_turn and self._queue:
                self._queue[0].release()
