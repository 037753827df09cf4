"""Writers that are killed: what was answered for is there, and nothing is there twice."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Mapping
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from canteen.ledger.funds import Fund
from canteen.store import tables as t
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.process.witness import within_patience
from tests.reliability.conftest import SOAK
from tests.reliability.figures import note
from tests.reliability.operation import seen
from tests.reliability.writer import amount, key, noted, post, write_on
from tests.store.school import CODE, HAND

ROUNDS = 200 if SOAK else 20

WRITERS = ("left", "right")

LONGEST = 0.05
"""Seconds that writers live after the first answer of a round."""

FORKS = multiprocessing.get_context("forkserver")  # a fork of the tests' own process could hang


@pytest.mark.slow
def test_nothing_answered_for_is_lost_or_doubled_by_kills(
    opened: Engine, address: str, tmp_path: Path
) -> None:
    FORKS.set_forkserver_preload(["tests.reliability.writer"])
    drawn = random.Random(9)
    notes = {name: tmp_path / f"{name}.txt" for name in WRITERS}
    for _ in range(ROUNDS):
        before = {name: len(noted(notes[name])) for name in WRITERS}
        alive = {name: _started(address, name, notes[name]) for name in WRITERS}
        try:
            assert within_patience(partial(_all_wrote, notes, before))
            for name in drawn.sample(WRITERS, 2):
                alive[name].join(drawn.uniform(0, LONGEST))
                assert alive[name].is_alive()
                alive[name].kill()
        finally:
            for writer in alive.values():
                writer.kill()
                writer.join()
    answered = {name: len(noted(path)) for name, path in notes.items()}
    in_doubt = _judge(opened, answered)
    note(
        "kills",
        opened,
        {"rounds": ROUNDS, "kills": ROUNDS * len(WRITERS)},
        entries_answered_for=sum(answered.values()),
        last_entries_there_without_their_answer=in_doubt,
    )


def _all_wrote(notes: Mapping[str, Path], before: Mapping[str, int]) -> bool:
    return all(len(noted(path)) > before[name] for name, path in notes.items())


def _started(address: str, name: str, notes: Path) -> BaseProcess:
    writer = FORKS.Process(target=write_on, args=(address, name, notes), daemon=True)
    writer.start()
    return writer


def _judge(engine: Engine, answered: dict[str, int]) -> int:
    """Judge the books; the last entry of each writer may be there without its answer."""
    assert all(answered.values())
    sure = {key(name, n) for name, most in answered.items() for n in range(most)}
    in_doubt = {key(name, most) for name, most in answered.items()}
    with reading(engine) as connection:
        found = Counter(connection.scalars(select(t.record.c.key)).all())
    assert sure <= found.keys() <= sure | in_doubt | {"opening"}
    assert set(found.values()) == {1}
    for name, most in answered.items():
        assert post(engine, name, most).before == (key(name, most) in found)
    total = sum(amount(n) for most in answered.values() for n in range(most + 1))
    with writing(engine, CODE, HAND) as books:
        assert Journal(books).balance("5003", Fund.PUPILS) == Money(total)
    verified = seen(engine)
    assert verified.flaws == ()
    assert verified.records == 1 + len(sure | in_doubt)
    return len(in_doubt & found.keys())
