"""Whatever fails once, at whatever call: a retry under the same key gives exactly one result."""

from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import Engine

from canteen.errors import BooksUnavailable
from canteen.record import Recorded
from tests.reliability.conftest import SOAK
from tests.reliability.faults import Fault, failing, full, lost, unanswered
from tests.reliability.figures import note
from tests.reliability.operation import Operation, seen
from tests.reliability.operations_ledger import LEDGER
from tests.reliability.operations_pupils import PUPILS
from tests.reliability.operations_stock import STOCK

LEAST_CALLS = 6
"""Connect, begin, hold the canteen, look for the key, write, commit: no operation has fewer."""


FAULTS = (lost, unanswered, full)

OTHERS = (*STOCK, *PUPILS)

KINDS = FAULTS if SOAK else (unanswered,)
"""What is tried on operations that are not of the ledger."""


@pytest.mark.parametrize("operation", LEDGER, ids=str)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_retry_gives_exactly_one_result_whichever_call_failed(
    engine: Engine, operation: Operation, fault: Fault
) -> None:
    attack(engine, operation, fault)
    note("faults", engine, {"operations": len(LEDGER), "kinds of failure": len(FAULTS)})


@pytest.mark.parametrize("address", ["sqlite", "postgres"] if SOAK else ["sqlite"], indirect=True)
@pytest.mark.parametrize("operation", OTHERS, ids=str)
@pytest.mark.parametrize("fault", KINDS)
def test_so_does_a_retry_on_stock_and_pupils(
    engine: Engine, operation: Operation, fault: Fault
) -> None:
    attack(engine, operation, fault)
    note("faults elsewhere", engine, {"operations": len(OTHERS), "kinds of failure": len(KINDS)})


def attack(engine: Engine, operation: Operation, fault: Fault) -> None:
    """Let each call of an operation fail once, in books of its own, and compare all of them."""
    operation.prepare(engine, "unharmed")
    made = operation.do(engine, "unharmed")
    said = set()
    for at in count():
        code = f"harmed-{at}"
        operation.prepare(engine, code)
        with failing(engine, fault, at) as done:
            try:
                operation.do(engine, code)
            except BooksUnavailable as error:
                said.add(error.reason)
        if done.calls <= at:
            break
        again = operation.do(engine, code)
        assert again.number == made.number
        assert operation.do(engine, code) == Recorded(made.number, before=True)
        engine.dispose()
    assert at >= LEAST_CALLS
    assert said == ({"full"} if fault is full else _said_when_lost(engine))
    verified = seen(engine)
    assert verified.flaws == ()
    heads = {name: head for name, head in verified.heads.items() if name.startswith("harmed")}
    assert len(heads) == at + 1
    assert set(heads.values()) == {verified.heads["unharmed"]}  # as if nothing had ever failed


def _said_when_lost(engine: Engine) -> set[str]:
    return {"broken"} if engine.dialect.name == "sqlite" else {"no-answer"}
