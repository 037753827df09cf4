"""Threads write in the order in which they asked."""

from __future__ import annotations

import threading

import pytest

from canteen.errors import BooksUnavailable
from canteen.store.turns import Turns
from tests.process.witness import within_patience


def test_turns_come_in_the_order_of_asking() -> None:
    turns, order = Turns(), list[int]()

    def wait(n: int) -> None:
        with turns.turn(20):
            order.append(n)

    threads = [threading.Thread(target=wait, args=(n,)) for n in range(8)]
    with turns.turn(20):
        for n, thread in enumerate(threads):
            thread.start()
            assert within_patience(lambda n=n: len(turns._queue) == n + 2)  # type: ignore[misc]
        assert order == []
    for thread in threads:
        thread.join(20)
    assert order == list(range(8))


def test_who_waits_too_long_is_told_and_holds_nobody_up() -> None:
    turns = Turns()
    with turns.turn(0), pytest.raises(BooksUnavailable) as told, turns.turn(0.01):
        pass
    assert told.value.reason == "busy"
    with turns.turn(0):
        assert len(turns._queue) == 1


def test_an_error_ends_a_turn() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.turn(0):
        raise RuntimeError
    with turns.turn(0):
        assert len(turns._queue) == 1
