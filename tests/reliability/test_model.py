"""Books beside a small model of them: every change, through failures, ends and restarts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from canteen.calendar import Month
from tests.reliability.conftest import SOAK
from tests.reliability.figures import note
from tests.reliability.machine import Machine
from tests.reliability.model import MONTHS, WEIGHTS, Model, shares
from tests.reliability.operation import opening

EXAMPLES, STEPS = (200, 50) if SOAK else (15, 30)


@pytest.mark.properties
@pytest.mark.slow
def test_the_books_are_what_a_small_model_says(engine: Engine) -> None:
    run_state_machine_as_test(
        lambda: Machine(engine),  # type: ignore[arg-type]  # any maker of a machine will do
        settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS),
    )
    note("model", engine, {"runs": EXAMPLES, "steps at most": STEPS})


@given(st.integers(1, 10**9))
def test_the_model_shares_a_pool_to_the_fen(pool: int) -> None:
    parts = shares(pool, WEIGHTS)
    assert sum(parts.values()) == pool
    for who, part in parts.items():
        assert abs(part * sum(WEIGHTS.values()) - pool * WEIGHTS[who]) < sum(WEIGHTS.values())


def test_the_model_gives_a_surplus_back_once() -> None:
    model = Model()
    model.keep("opening", opening())
    model.over = list(MONTHS[:2])
    model.refund(MONTHS[1])
    assert model.owed.total() == model.given == 100_000
    assert model.pool(MONTHS[2]) == 0
    assert model.refunded == {Month(2026, 3), Month(2026, 4)}
