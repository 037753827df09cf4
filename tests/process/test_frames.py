"""What goes through the pipe comes out whole, or is refused."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import PlanningError, SolverCrashed, SolverFailed
from optimizer.frames import Garbled, Unpacking, packed
from optimizer.isolating import Job, Worker
from optimizer.settings import Settings

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(values, max_size=3), st.data())
def test_any_pieces_give_the_values_in_order(sent: list[object], data: st.DataObject) -> None:
    stream = b"".join(map(packed, sent))
    unpacking, got = Unpacking(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        got += list(unpacking.feed(stream[:size]))
        stream = stream[size:]
    assert got == sent


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_waited_with_and_never_a_value(noise: bytes) -> None:
    try:
        assert list(Unpacking().feed(noise)) == []
    except Garbled:
        return


@given(values, st.data())
def test_one_changed_byte_is_noticed(value: object, data: st.DataObject) -> None:
    frame = bytearray(packed(value))
    place = data.draw(st.integers(0, len(frame) - 1))
    frame[place] ^= data.draw(st.integers(1, 255))
    try:
        assert list(Unpacking().feed(bytes(frame))) == []
    except Garbled:
        return


@given(values)
def test_what_is_missing_completes_the_value_and_not_more(value: object) -> None:
    stream = packed(value) + packed("the next")
    unpacking = Unpacking()
    got: list[object] = []
    while not got:
        size = unpacking.missing
        got, stream = list(unpacking.feed(stream[:size])), stream[size:]
    assert got == [value]
    assert stream == packed("the next")


BABBLE = {
    "noise": bytes(range(256)),
    "silence": b"",
    "half an answer": packed(("result", "x" * 100))[:40],
    "a frame without end": packed("x")[:4] + b"\xff" * 12,
    "an object that is none": packed(b"x")[:-1],
}


@pytest.mark.parametrize("kind", BABBLE)
def test_a_worker_that_talks_nonsense_has_crashed(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BABBLE", BABBLE[kind].hex())
    with Worker(module="tests.process.babbling") as worker, pytest.raises(SolverCrashed):
        worker.run(Job("nobody:listens"), settings=Settings(seconds=10))


def _kinds(kind: type[PlanningError]) -> set[type[PlanningError]]:
    found = {each for sub in kind.__subclasses__() for each in _kinds(sub)}
    return found if kind in (PlanningError, SolverFailed) else {kind, *found}


KINDS = sorted(_kinds(PlanningError), key=lambda kind: kind.__name__)


@given(st.sampled_from(KINDS).flatmap(st.builds))
def test_every_planning_error_crosses_whole(error: PlanningError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert repr(vars(again)) == repr(vars(error))


def test_the_errors_drawn_are_all_there_are() -> None:
    assert {"NoLawfulMenu", "EmptySlot", "SolverHung"} <= {kind.__name__ for kind in KINDS}
