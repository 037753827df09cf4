"""PostgreSQL that stops at once, again and again, while writers post."""

from __future__ import annotations

import random
import threading
from collections import Counter
from itertools import count

import pytest
from sqlalchemy import Engine, select

from canteen.errors import BooksUnavailable
from canteen.record import Recorded
from canteen.store import tables as t
from canteen.store.canteens import enrol
from canteen.store.engine import open_books, reading
from canteen.store.journal import Journal
from canteen.store.migrating import upgrade
from canteen.store.writing import writing
from tests.process.witness import within_patience
from tests.reliability.cluster import Cluster, cluster
from tests.reliability.conftest import SOAK
from tests.reliability.figures import note
from tests.reliability.operation import opening, seen
from tests.reliability.writer import key, post
from tests.store.school import CODE, HAND

STOPS = 50 if SOAK else 5

WRITERS = ("left", "right")

PATIENCE = 60.0


class Writers:
    """Threads that post, and wait for the server whenever it does not answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._up = threading.Event()
        self._over = threading.Event()
        self.answers: dict[str, list[Recorded]] = {name: [] for name in WRITERS}
        self.reasons: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._write, args=(x,)) for x in WRITERS]

    def begin(self) -> None:
        self._up.set()
        for thread in self._threads:
            thread.start()

    def hold(self) -> None:
        self._up.clear()

    def go_on(self) -> None:
        self._up.set()

    def end(self) -> None:
        self._over.set()
        self._up.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def wait_for_more(self) -> None:
        before = {name: len(found) for name, found in self.answers.items()}
        assert within_patience(lambda: all(len(self.answers[n]) > before[n] for n in WRITERS))

    def _write(self, name: str) -> None:
        for n in count():
            answer = None
            while answer is None:
                if self._over.is_set():
                    return
                try:
                    answer = post(self._engine, name, n)
                except BooksUnavailable as error:
                    self.reasons[error.reason] += 1
                    self._up.wait(PATIENCE)
            self.answers[name].append(answer)


def _stop_and_start(server: Cluster, writers: Writers, after: float) -> None:
    writers.wait_for_more()
    threading.Event().wait(after)  # a moment of no meaning, drawn
    writers.hold()
    server.stop_at_once()
    server.start()
    writers.go_on()


@pytest.mark.slow
def test_what_was_answered_for_outlives_a_server_that_stops_at_once() -> None:
    drawn = random.Random(3)
    with cluster() as server:
        engine = open_books(server.address)
        upgrade(engine)
        enrol(engine, CODE, "示例学校")
        with writing(engine, CODE, HAND) as books:
            Journal(books).open(opening(), "opening")
        writers = Writers(engine)
        writers.begin()
        try:
            for _ in range(STOPS):
                _stop_and_start(server, writers, drawn.uniform(0, 0.1))
            writers.wait_for_more()
        finally:
            writers.end()
        with reading(engine) as connection:
            found = connection.execute(select(t.record.c.key, t.record.c.number)).all()
        verified = seen(engine)
        answered = sum(len(found) for found in writers.answers.values())
        note("stops", engine, {"stops": STOPS}, entries_answered_for=answered)
        engine.dispose()
    assert set(writers.reasons) == {"no-answer"}
    numbers = {row.key: row.number for row in found}
    assert len(numbers) == len(found) == verified.records
    assert verified.flaws == ()
    for name in WRITERS:
        for n, answer in enumerate(writers.answers[name]):
            assert numbers.pop(key(name, n)) == answer.number
    in_doubt = {key(name, len(writers.answers[name])) for name in WRITERS}
    assert numbers.keys() <= in_doubt | {"opening"}
