"""Equal problems have equal fingerprints everywhere; whatever a plan depends on changes it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import pytest

from nutrition.clauses import Mode
from nutrition.dish import Ingredient, Portion
from optimizer.fingerprint import fingerprint
from optimizer.problem import Aim, Lock, Problem
from tests.house.tree import ROOT
from tests.optimizer.school import DAYS, LARGE, SMALL, budget, school, with_clause

PRINT = "from tests.optimizer.test_fingerprint import *; print(fingerprint(school(groups=2)))"


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_it_is_the_same_in_every_process(seed: str) -> None:
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert told.strip() == fingerprint(school(groups=2))


def test_it_does_not_depend_on_the_order_of_sets_and_mappings() -> None:
    problem = school()
    foods = dict(reversed(list(problem.foods.items())))
    assert fingerprint(replace(problem, foods=foods)) == fingerprint(problem)


Change = Callable[[Problem], Problem]


def _food(problem: Problem) -> Problem:
    rice = replace(problem.foods["rice"], per_100g={**problem.foods["rice"].per_100g, "iron_mg": 9})
    return replace(problem, foods={**problem.foods, "rice": rice})


def _dish(problem: Problem) -> Problem:
    dish = replace(problem.dishes["S001"], ingredients=(Ingredient("rice", 101.0),))
    return replace(problem, dishes={**problem.dishes, "S001": dish})


SERVED = {(DAYS[0].date, "lunch"): {"M001": {"b": Portion({"pork": 60.0})}}}

CHANGES: dict[str, Change] = {
    "days": lambda p: replace(p, days=p.days[:2]),
    "meals": lambda p: replace(p, meals=(replace(p.meals[0], slots=p.meals[0].slots[:5]),)),
    "groups": lambda p: replace(p, groups=(replace(LARGE, factor=1.01),)),
    "foods": _food,
    "dishes": _dish,
    "standard": lambda p: with_clause(p, budget(999)),
    "modes": lambda p: replace(p, modes={"soy": Mode.OFF}),
    "portioning": lambda p: replace(p, portioning=replace(p.portioning, salt_exponent=0.6)),
    "locks": lambda p: replace(p, locks=(Lock(DAYS[0].date, "lunch", "M001"),)),
    "kept": lambda p: replace(p, kept=SERVED),
    "held": lambda p: replace(p, held=SERVED),
    "only": lambda p: replace(p, only={(DAYS[0].date, "lunch"): frozenset({"M001"})}),
    "near": lambda p: replace(p, near=SERVED),
    "middles": lambda p: replace(p, middles={("M001", "b"): Portion({"pork": 60.0})}),
    "aims": lambda p: replace(p, aims=(Aim.RATING, Aim.COST)),
    "reached": lambda p: replace(p, reached=((Aim.WORST, 100.0),)),
    "price_lists": lambda p: replace(p, price_lists=("cost_fen_2",)),
    "ratings": lambda p: replace(p, ratings={"M001": 80.0}),
    "history": lambda p: replace(p, history={date(2026, 2, 27): frozenset({"M001"})}),
}


@pytest.mark.parametrize("part", CHANGES)
def test_it_changes_with_every_part_of_the_problem(part: str) -> None:
    changed = CHANGES[part](school())
    assert getattr(changed, part) != getattr(school(), part)
    assert fingerprint(changed) != fingerprint(school())


def test_no_part_of_the_problem_is_forgotten_here() -> None:
    assert set(CHANGES) == {f.name for f in fields(Problem)}


def test_it_changes_with_the_mix_of_pupils() -> None:
    one, two = school(groups=2), school(groups=2)
    more = replace(SMALL, cohorts=(replace(SMALL.cohorts[0], count=21), SMALL.cohorts[1]))
    assert fingerprint(replace(two, groups=(more, LARGE))) != fingerprint(one)
