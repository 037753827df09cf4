"""A school so small that every menu in every size can be tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import pytest

from nutrition.clauses import Amount, Attribute, Limit, Per, Repetition, Spacing, Standard, Term
from nutrition.dish import DishSelector, PortionClass
from nutrition.food import COST
from optimizer.planning import plan
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Problem
from optimizer.task import Settings
from tests.optimizer.school import MENU, clause, oracle, school

CODES = ("S001", "S004", "M001", "M005", "V001", "V002")

MAIN = DishSelector(categories=frozenset({"大荤"}))


@dataclass(frozen=True, slots=True)
class Limits:
    """What the two lunches must keep, per pupil."""

    energy: tuple[float, float]
    protein: float
    salt: float


LIMITS = [
    Limits((500, 800), 21, 2.4),
    Limits((580, 700), 21.5, 2.3),
    Limits((590, 660), 20.5, 2.25),
    Limits((600, 650), 20.5, 2.3),
]


def tiny(limits: Limits) -> Problem:
    """Return two days of 主食, 大荤 and 素菜, two dishes of each."""
    low, high = (Limit(value=v) for v in limits.energy)
    clauses = (
        clause("energy", Amount("amount", Per.DAY, (Term("energy_kcal"),), low, high)),
        clause(
            "protein",
            Amount("amount", Per.WEEK, (Term("protein_g"),), Limit(value=limits.protein)),
        ),
        clause(
            "salt",
            Amount(
                "amount",
                Per.WEEK,
                (Term("sodium_mg", times=0.00254),),
                high=Limit(value=limits.salt),
            ),
        ),
        clause("spacing", Spacing("spacing", Attribute.KIND, MAIN)),
        clause("repeat", Repetition("repetition", 1)),
    )
    base = school(days=2)
    bands = {
        **base.portioning.bands,
        PortionClass.STAPLE: (0.9, 1.1),
        PortionClass.DISH: (0.9, 1.1),
    }
    return replace(
        base,
        meals=(MealPlan("lunch", tuple(s for s in MENU if s.name in ("主食", "大荤", "素菜"))),),
        dishes={k: base.dishes[k] for k in CODES},
        standard=Standard("tiny", "tiny", "tiny", {}, {c.id: c for c in clauses}),
        portioning=replace(base.portioning, bands=bands),
    )


@dataclass(frozen=True, slots=True)
class Plate:
    """One day's lunch in one combination of sizes."""

    dishes: frozenset[str]
    energy: float
    protein: float
    sodium: float
    cost: float


def plates(problem: Problem) -> list[Plate]:
    """Return every lunch in every size."""
    table = PortionTable(problem)
    group = problem.groups[0].code
    courses = (CODES[:2], CODES[2:4], CODES[4:])
    found = []
    for codes in product(*courses):
        ladders = [table.ladders[k, group] for k in codes]
        for rungs in product(*(range(each.rungs + 1) for each in ladders)):
            grams: dict[str, float] = {}
            for ladder, rung in zip(ladders, rungs, strict=True):
                for food, amount in ladder.portion(rung).grams.items():
                    grams[food] = grams.get(food, 0.0) + amount
            sums = [
                sum(g * problem.foods[f].per_100g[n] / 100 for f, g in grams.items())
                for n in ("energy_kcal", "protein_g", "sodium_mg", COST)
            ]
            found.append(Plate(frozenset(codes), *sums))
    return found


def cheapest(problem: Problem, limits: Limits) -> float:
    """Try every pair of lunches."""
    low, high = limits.energy
    lawful = [p for p in plates(problem) if low - 1e-9 <= p.energy <= high + 1e-9]
    return min(
        (a.cost + b.cost) / 2
        for a in lawful
        for b in lawful
        if not a.dishes & b.dishes
        and a.protein + b.protein >= 2 * limits.protein - 1e-9
        and (a.sodium + b.sodium) * 0.00254 <= 2 * limits.salt + 1e-9
    )


@pytest.mark.parametrize("limits", LIMITS)
def test_the_plan_is_the_cheapest_of_all_menus(limits: Limits) -> None:
    problem = tiny(limits)
    best = cheapest(problem, limits)
    made = plan(problem, Settings(gap=0.0, seconds=20))
    assert made.proof.objective == pytest.approx(best)
    assert made.proof.bound <= best + 1e-6
    assert oracle(problem).objective == pytest.approx(best)
