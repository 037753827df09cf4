"""Sheets drawn, and the public door under load; only that is timed."""

from __future__ import annotations

import asyncio
import json
import math
import multiprocessing
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from api.clock import CHINA
from canteen.publicity.publication import MenuDay, Publication
from canteen.record import Hand
from canteen.store.canteens import enrol
from canteen.store.engine import Database, open_books
from canteen.store.migrating import upgrade
from canteen.store.publications import Publications
from canteen.store.writing import writing
from reports.inks import html, pdf, xlsx
from reports.open_day import OpenDay, OpenFood, OpenTotal
from reports.sheet import Paper
from reports.week_sheet import week_sheet
from tests.http.serving import serving
from tests.sheets import stand_in
from tests.sheets.test_open_data import a_day
from tests.sheets.wall import SHEETS

RUNS = 7

SCHOOLS, WEEKS = 300, 40

CLIENTS, SECONDS = 50, 15.0

MONDAY = date(2025, 9, 1)

DISHES, FOODS, NUTRIENTS = 6, 5, 24
"""What a day of the load has: as much as a lunch of the samples."""


def warm() -> tuple[float, str]:
    """Return the seconds of the slowest A4 sheet in a process that has drawn it before."""
    found = {}
    for name, draw in SHEETS.items():
        sheet = draw("zh")
        if sheet.paper not in (Paper.A4, Paper.A4_LANDSCAPE):
            continue
        pdf.draw(sheet)
        found[name] = statistics.median(_timed(lambda sheet=sheet: pdf.draw(sheet)))  # type: ignore[misc]
    slowest = max(found, key=lambda name: found[name])
    return found[slowest], f"the slowest is {slowest}; median of all {_ms(found.values())}"


def _ms(seconds: object) -> str:
    return f"{1000 * statistics.median(list(seconds)):.0f} ms"  # type: ignore[call-overload]


def _timed(do: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        do()
        seconds.append(time.perf_counter() - began)
    return seconds


COLD = (
    "from tests.sheets import stand_in; from reports.inks import pdf; "
    "from reports.week_sheet import week_sheet; pdf.draw(week_sheet(stand_in.lunch()))"
)


def cold() -> tuple[float, str]:
    """Return the seconds of a process that does nothing but draw the week."""
    command = [sys.executable, "-c", COLD]
    seconds = _timed(lambda: subprocess.run(command, check=True))
    return statistics.median(seconds), "a whole process, with its imports"


def _drawn(schools: range) -> tuple[int, int]:
    """Draw the weeks of some schools; return kilobytes of memory after a tenth and at the end."""
    view, early = stand_in.lunch(), 0
    for number in schools:
        pdf.draw(week_sheet(replace(view, school=f"示例小学{number:04}")))
        if number - schools.start == len(schools) // 10:
            early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return early, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def thousand() -> tuple[float, str]:
    """Return the seconds in which two processes draw the weeks of a thousand schools."""
    spawn = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    with spawn.Pool(2) as pool:
        memory = pool.map(_drawn, (range(500), range(500, 1000)), chunksize=1)
    seconds = time.perf_counter() - began
    grown = max(end / early for early, end in memory)
    return seconds, f"memory at the end is {grown:.2f} times that after a tenth"


def _body(day: date, school: str) -> str:
    """Return a day as large as those of the samples."""
    one = a_day()
    (meal,) = one.meals
    (dish,) = meal.dishes
    foods = tuple(OpenFood(code=f"F{i:03}", name="示例食材", grams=35.5) for i in range(FOODS))
    portions = tuple(p.model_copy(update={"foods": foods}) for p in dish.portions)
    dishes = tuple(
        dish.model_copy(update={"code": f"D{i:03}", "portions": portions}) for i in range(DISHES)
    )
    totals = tuple(
        OpenTotal(
            group=group,
            nutrients={f"nutrient_{i:02}_mg": 123.45 for i in range(NUTRIENTS)},
            known={},
            cost_fen=452.0,
        )
        for group in ("low", "high")
    )
    made = meal.model_copy(update={"dishes": dishes, "totals": totals})
    facts = {"date": day, "school": school, "meals": (made,)}
    return OpenDay.model_validate(one.model_copy(update=facts).model_dump()).model_dump_json()


def fill(engine: Database) -> None:
    """Let every school show forty weeks, a statement and a surplus."""
    inks = {
        name: {"html": html.draw(s), "pdf": pdf.draw(s), "xlsx": xlsx.draw(s)}
        for name in ("recipe", "statement", "surplus")
        for s in (SHEETS[name]("zh"),)
    }
    for number in range(SCHOOLS):
        code = f"s{number:03}"
        enrol(engine, code, f"示例小学{number:03}")
        shown = datetime(2025, 8, 31, 8, tzinfo=CHINA)
        with writing(engine, code, Hand(shown, "示例甲")) as books:
            record = Publications(books)
            for week in range(WEEKS):
                monday = MONDAY + timedelta(7 * week)
                days = tuple(
                    MenuDay(day, ("lunch",), True, True, _body(day, code))  # noqa: FBT003
                    for day in (monday + timedelta(d) for d in range(5))
                )
                record.show(_made("recipe", monday, monday + timedelta(4), inks, days))
            for name in ("statement", "surplus"):
                record.show(_made(name, date(2025, 9, 1), date(2025, 9, 30), inks))


def _made(
    sheet: str,
    first: date,
    last: date,
    inks: dict[str, dict[str, bytes]],
    days: tuple[MenuDay, ...] = (),
) -> Publication:
    return Publication(
        sheet=sheet,
        first=first,
        last=last,
        title="示例小学公示表",
        fingerprint="0000-0000-0000-0000",
        dated=first,
        inks=inks[sheet],
        signed={"author": "示例甲"},
        days=days,
    )


def pages() -> Iterator[str]:
    """Yield addresses of pages: any school, its last week."""
    draw, week = random.Random(1), MONDAY + timedelta(7 * (WEEKS - 1))
    while True:
        yield f"/schools/s{draw.randrange(SCHOOLS):03}?week={week}"


def reads() -> Iterator[str]:
    """Yield addresses of data: weeks of schools, days of all schools, sheets, schools."""
    draw = random.Random(2)
    while True:
        monday = MONDAY + timedelta(7 * draw.randrange(WEEKS))
        days = f"from={monday}&to={monday + timedelta(4)}"
        code = f"s{draw.randrange(SCHOOLS):03}"
        yield draw.choice(
            (
                f"/api/v1/schools/{code}/days?{days}",
                f"/api/v1/schools/{code}/days?{days}",
                f"/api/v1/days?{days}&page={1 + draw.randrange(50)}",
                f"/api/v1/schools/{code}/sheets?sheet=recipe",
                f"/api/v1/schools?page={1 + draw.randrange(15)}",
            )
        )


async def _client(port: int, addresses: Iterator[str], until: float, took: list[float]) -> None:
    """Ask one thing after the other over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(f"GET {next(addresses)} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", head)
        assert head.startswith("http/1.1 200"), head
        assert length
        await reader.readexactly(int(length[1]))
        took.append(time.perf_counter() - began)
    writer.close()


async def _warmed(port: int) -> None:
    """Ask for the page of every school once."""
    week = MONDAY + timedelta(7 * (WEEKS - 1))
    every = iter([f"/schools/s{n:03}?week={week}" for n in range(SCHOOLS)])
    with suppress(RuntimeError):  # the iterator ends inside a coroutine
        await _client(port, every, math.inf, [])


async def load(port: int, addresses: Iterator[str]) -> tuple[list[float], list[float]]:
    """Return the seconds of every answer to fifty clients who never rest: early, and after that."""
    took: tuple[list[float], list[float]] = [], []
    await _warmed(port)
    for phase in took:
        until = time.perf_counter() + SECONDS
        await asyncio.gather(*(_client(port, addresses, until, phase) for _ in range(CLIENTS)))
    return took


def door(kind: str) -> tuple[float, str]:
    """Return seconds per page, or the 95th percentile of reads, once the server has warmed up."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'wall.db'}"
        engine = open_books(address, create=True)
        upgrade(engine)
        fill(engine)
        engine.dispose()
        with serving(address) as server:
            early, took = asyncio.run(load(server.port, pages() if kind == "pages" else reads()))
    note = f"{_said(took)}; in the {SECONDS:.0f} s before {_said(early)}"
    return (SECONDS / len(took) if kind == "pages" else _at(took, 0.95)), note


def _said(took: list[float]) -> str:
    p50, p95 = 1000 * _at(took, 0.5), 1000 * _at(took, 0.95)
    return f"{len(took) / SECONDS:,.0f} answers per second, median {p50:.0f} ms, p95 {p95:.0f} ms"


def _at(took: list[float], part: float) -> float:
    """Return the time within which this part was answered."""
    return sorted(took)[int(len(took) * part)]


PARTS: dict[str, Callable[[], tuple[float, str]]] = {
    "warm": warm,
    "cold": cold,
    "thousand": thousand,
    "pages": lambda: door("pages"),
    "reads": lambda: door("reads"),
}


def main() -> None:
    """Measure what is asked for, and print it."""
    seconds, note = PARTS[sys.argv[1]]()
    print(json.dumps({"built_seconds": seconds, "note": note}))


if __name__ == "__main__":
    main()
