"""Many clients at once: each key makes one entry, however many ask."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from canteen.record import Recorded
from canteen.store.journal import Journal
from canteen.store.writing import writing
from tests.reliability.figures import note
from tests.reliability.operation import seen
from tests.store.school import CODE, HAND, power

CLIENTS, ATTEMPTS, KEYS = 32, 10_000, 500


@pytest.mark.slow
def test_ten_thousand_attempts_on_500_keys_make_500_entries(opened: Engine) -> None:
    def attempt(n: int) -> tuple[int, Recorded]:
        with writing(opened, CODE, HAND) as books:
            return n, Journal(books).post(power(1000 + n), f"key {n}")

    asked = [n % KEYS for n in range(ATTEMPTS)]
    random.Random(4).shuffle(asked)
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(attempt, asked))
    made = Counter(n for n, answer in answers if not answer.before)
    assert made == Counter(range(KEYS))  # each made once, as the one who made it was told
    told = {(n, answer.number) for n, answer in answers}
    assert sorted(number for _, number in told) == list(range(2, KEYS + 2))
    found = seen(opened)
    assert (found.flaws, found.records) == ((), KEYS + 1)
    tried = {"clients": CLIENTS, "attempts": ATTEMPTS, "keys": KEYS}
    note("clients", opened, tried, entries=found.records - 1)
