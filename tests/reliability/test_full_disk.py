"""A disk that is full: said so, nothing half written, and the retry succeeds once there is room."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from canteen.errors import BooksUnavailable
from canteen.record import Recorded
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.writing import writing
from tests.house.tree import ROOT
from tests.reliability.figures import note
from tests.reliability.operation import seen
from tests.store.school import CODE, HAND, power

PATIENCE = 60

MORE = (0, 1, 5000, 40_000)
"""Bytes that the log may still grow by."""


def post_until_refused(engine: Engine) -> tuple[int, str]:
    """Post until the books refuse; return the number of the refused key, and the reason."""
    for n in count():
        try:
            post(engine, n)
        except BooksUnavailable as error:
            return n, error.reason
    raise AssertionError


def post(engine: Engine, n: int) -> Recorded:
    with writing(engine, CODE, HAND) as books:
        return Journal(books).post(power(1000 + n), f"key {n}")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_database_that_may_not_grow_says_so_and_goes_on_when_it_may(opened: Engine) -> None:
    with opened.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    opened.dispose()

    def narrow(connection: object, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 2}")  # type: ignore[attr-defined]

    event.listen(opened, "connect", narrow)
    refused, reason = post_until_refused(opened)
    assert reason == "full"
    assert refused > 0
    found = seen(opened)
    assert (found.flaws, found.records) == ((), 1 + refused)
    opened.dispose()
    event.remove(opened, "connect", narrow)
    assert post(opened, refused) == Recorded(2 + refused)
    assert post(opened, refused) == Recorded(2 + refused, before=True)
    assert seen(opened).flaws == ()
    note("full", opened, {"limits on pages": 1, "limits on files": len(MORE)})


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("more", MORE)
def test_a_file_that_the_system_lets_grow_no_more_is_a_full_disk(opened: Engine, more: int) -> None:
    path = Path(str(opened.url.database))
    log = path.with_name(path.name + "-wal").stat().st_size
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.test_full_disk", f"{path}", f"{log + more}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    said = json.loads(done.stdout)
    assert said["reason"] == "full"
    assert said["records"] == [1 + said["refused"], 2 + said["refused"]]
    assert said["flaws"] == [0, 0]
    found = seen(opened)
    assert (found.flaws, found.records) == ((), 2 + said["refused"])


def _narrowed(path: str, most: int) -> dict[str, object]:
    """Post while no file may be larger than ``most`` bytes; then give room, and try again."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    engine = open_books(f"sqlite:///{path}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    refused, reason = post_until_refused(engine)
    narrow = seen(engine)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    post(engine, refused)
    wide = seen(engine)
    engine.dispose()
    return {
        "refused": refused,
        "reason": reason,
        "records": [narrow.records, wide.records],
        "flaws": [len(narrow.flaws), len(wide.flaws)],
    }


if __name__ == "__main__":
    print(json.dumps(_narrowed(sys.argv[1], int(sys.argv[2]))))
