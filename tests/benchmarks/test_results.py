"""What the benchmarks keep, say and call reached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.folder import read_folder
from tests.benchmarks.folders import DAYS, LUNCH, THREE_BANDS, four_weeks, lunch
from tests.benchmarks.page import DOCS, page, write_page
from tests.benchmarks.results import Ours, Part, Peer, Race, Results, Row, read, write

ROW = Row("lunch", 3.0, 400.0, 0.005, (0,), 3.0, 400.0, 0.005)

SLOW = Peer("slow", "1", 100.0, 430.0, (), 429.0, ((1.0, 0.2), (60.0, 0.005), (90.0, 0.001)))

LOST = Peer("lost", "1", 100.0, None, (), None, ())

RACE = Race(
    "lunch", 20.0, 300.0, (3, 2, 1), (Ours(0.005, 3.0, 0.004, 180.0, 430.1, 428.0),), (SLOW, LOST)
)


def test_the_page_and_its_pictures_are_made_of_what_is_kept(tmp_path: Path) -> None:
    write_page(read(), tmp_path)
    made = sorted(tmp_path.iterdir())
    assert made
    for file in made:
        assert (DOCS / file.name).read_text("utf-8") == file.read_text("utf-8"), (
            f"{file.name} is stale: python -m tests.benchmarks.run --page"
        )


def test_results_come_back_as_they_were_written(tmp_path: Path) -> None:
    parts = {"growth": Part("2026-03-01", "a machine"), "peers": Part("2026-03-02", "another")}
    results = Results(parts, growth=(replace(ROW, days=20),), peers=(RACE,))
    write(results, tmp_path / "kept.json")
    assert read(tmp_path / "kept.json") == results


def test_each_part_is_shown_with_its_own_day_and_machine() -> None:
    parts = {"growth": Part("2026-03-01", "a machine"), "peers": Part("2026-03-02", "another")}
    said = page(Results(parts, growth=(ROW,), peers=(RACE,)))
    assert "Measured on 2026-03-01: a machine." in said
    assert "Measured on 2026-03-02: another." in said
    assert "make bench ONLY=commands" in said


@pytest.mark.parametrize(
    ("row", "reached"),
    [
        (ROW, True),
        (replace(ROW, seconds=3.01), False),
        (replace(ROW, megabytes=401.0), False),
        (replace(ROW, gap=0.0051), False),
        (replace(ROW, gap=None), False),
        (replace(ROW, codes=(0, 4)), False),
        (replace(ROW, seconds=99.0, asked_seconds=None), True),
    ],
)
def test_a_row_is_reached_when_every_figure_asked_is(row: Row, *, reached: bool) -> None:
    assert row.reached is reached


def test_a_race_is_won_by_as_many_times_as_are_asked_or_alone() -> None:
    at_half = RACE.ours[0]
    assert RACE.best(0.005) == 60.0
    assert RACE.reached(at_half)
    assert not RACE.reached(replace(at_half, seconds=3.01))
    assert not RACE.reached(replace(at_half, seconds=None))
    assert RACE.reached(replace(at_half, gap=0.0005, seconds=299.0))
    assert replace(RACE, times=1.0).reached(replace(at_half, seconds=60.0))


def test_a_bound_above_a_lawful_menu_of_another_is_a_contradiction() -> None:
    assert not RACE.contradicted
    for peer in (replace(SLOW, bound=430.11), replace(LOST, bound=430.11)):
        assert replace(RACE, peers=(SLOW, peer)).contradicted
        kept = Results({}, peers=(replace(RACE, peers=(SLOW, peer)),))
        assert not kept.reached
    cheaper = replace(SLOW, objective=427.0, bound=420.0)
    assert replace(RACE, peers=(cheaper,)).contradicted
    assert not replace(RACE, peers=(replace(cheaper, broken=("energy",)),)).contradicted


def test_a_peer_that_is_not_there_is_shown_with_how_close_it_came() -> None:
    races = (replace(RACE, ours=(replace(RACE.ours[0], gap=0.0005),)),)
    said = page(Results({"peers": Part("2026-03-02", "a machine")}, peers=races))
    assert "| not there after 300 (0.1%) | no menu after 300 | more than 100 × |" in said


@pytest.mark.parametrize("days", DAYS)
def test_a_derived_folder_plans_the_days_that_it_is_named_after(days: int) -> None:
    problem = read_folder(lunch(days)).problem
    assert len(problem.days) == days
    assert len({day.week for day in problem.days}) == days // 5


def test_a_case_differs_from_the_sample_only_in_what_it_is_for() -> None:
    sample, bands = (read_folder(f).problem for f in (LUNCH, THREE_BANDS))
    assert bands.groups[:2] == sample.groups
    assert replace(bands, groups=sample.groups) == sample
    weeks, plain = (read_folder(f).problem for f in (four_weeks(), lunch(20)))
    added = weeks.standard.clauses.keys() - plain.standard.clauses.keys()
    assert added == {"twice_in_four_weeks"}
    assert weeks.days == plain.days
