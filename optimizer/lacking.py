"""Which kind of dish the library lacks: dishes made up for the test, one food each.

For every category that a slot takes and every kind of food that suits it, a dish of one
food in the library's usual grams stands in the elastic sums with no serving allowed.  The
reduced costs tell the best food of each kind; the kinds that promise most are then allowed,
one at a time, and tell whether the rules can hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from statistics import median

import pulp

from nutrition.clauses import Clause, Exclusion
from nutrition.dish import Dish, Ingredient, PortionClass
from nutrition.food import COST, FoodSelector
from optimizer.advice import Lack, LackingDish
from optimizer.again import Again, Answer, Change, Most, Unsolved
from optimizer.elastic import SMALLEST, hard
from optimizer.model import Model
from optimizer.pool import excluded
from optimizer.problem import Problem
from optimizer.task import Task

MOST_TESTS = 8


def _tagged(*tags: str) -> FoodSelector:
    return FoodSelector(tags=frozenset(tags))


def _grouped(group: str) -> FoodSelector:
    return FoodSelector(groups=frozenset({group}), without_tags=frozenset({"liver", "blood"}))


KINDS: Mapping[str, FoodSelector] = {
    "dark_vegetable": _tagged("dark_vegetable"),
    "vegetable": FoodSelector(
        tags=frozenset({"vegetable_kind"}),
        without_tags=frozenset({"dark_vegetable", "fungi_algae"}),
    ),
    "fungi_algae": _tagged("fungi_algae"),
    "soy": _tagged("soy_food"),
    "liver": _tagged("liver"),
    "fish": _grouped("鱼虾类"),
    "meat": _grouped("畜禽肉类"),
    "egg": _grouped("蛋类"),
    "dairy": _tagged("dairy"),
    "fruit": _tagged("fruit"),
    "coarse_grain": _tagged("coarse_grain"),
    "tuber": _tagged("tuber"),
}

_SUIT: Mapping[str, tuple[str, ...]] = {
    "主食": ("coarse_grain", "tuber"),
    "大荤": ("meat", "fish", "liver", "soy"),
    "小荤": ("egg", "soy", "fish", "liver", "meat"),
    "素菜": ("dark_vegetable", "vegetable", "fungi_algae", "soy", "tuber"),
    "小菜": ("dark_vegetable", "vegetable", "fungi_algae", "soy"),
    "汤": ("dark_vegetable", "fungi_algae", "soy", "liver", "fish", "egg"),
    "水果": ("fruit",),
    "奶": ("dairy", "soy"),
    "豆浆": ("soy", "dairy"),
    "蛋": ("egg",),
}

USUAL_GRAMS = 50.0
"""A plain serving, where the library has no dish of that kind to go by."""

_USUAL: Mapping[str, float] = {
    "dairy": 200.0,
    "dark_vegetable": 100.0,
    "vegetable": 100.0,
    "fruit": 100.0,
    "liver": 20.0,
}

SEASONING = (FoodSelector(groups=frozenset({"植物油"})), FoodSelector(groups=frozenset({"盐"})))

Test = tuple[str, str, str]
"""Category, kind, food."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Dishes made up for the test.

    Attributes:
        dishes: by their code.
        tests: what each of them stands for.
        problem: with them in the library.
    """

    dishes: Mapping[str, Dish]
    tests: Mapping[str, Test]
    problem: Problem


def made_up(problem: Problem) -> MadeUp:
    """Make a dish of one food for every category and kind that suits it."""
    made = {dish.code: (test, dish) for test, dish in _made_up(problem)}
    dishes = {code: dish for code, (_, dish) in made.items()}
    return MadeUp(dishes, {code: test for code, (test, _) in made.items()}, _with(problem, dishes))


def unserved(model: Model, made: MadeUp) -> dict[str, Most]:
    """Allow no serving of the made-up dishes in ``model``; return what could be served of each."""
    servings = _servings(model, made.dishes)
    most: dict[str, Most] = {
        code: {x: float(x.upBound) for x in own} for code, own in servings.items()
    }
    for own in servings.values():
        for x in own:
            x.upBound = 0
    return most


@dataclass(frozen=True, slots=True)
class Elastic:
    """The elastic sums, solved once, in which no made-up dish is served.

    Attributes:
        most: made-up dish -> what could be served of it.
    """

    model: Model
    again: Again
    made: MadeUp
    most: Mapping[str, Most]


def lacking(task: Task, sums: Elastic, end: float) -> Lack:
    """Return the kinds of dish that alone let the sums hold, the best food of each named.

    All of them are allowed together first: where that is not enough, none is alone.

    Raises:
        Unsolved: the time ran out before the first answer.
    """
    open_ = {code: {x: (0.0, n) for x, n in own.items()} for code, own in sums.most.items()}
    ranked = _ranked(sums.made.tests, sums.most)
    every = {x: ends for own in open_.values() for x, ends in own.items()}
    again = sums.again
    if not ranked or _holds(again.solve(Change(bounds=every), end - task.seconds)) is None:
        return Lack((), len(ranked), len(ranked), together=False)
    found: list[LackingDish] = []
    tested = 0
    with suppress(Unsolved):
        for code in ranked[:MOST_TESTS]:
            answer = _holds(again.solve(Change(bounds=open_[code]), end - task.seconds))
            tested += 1
            if answer is not None:
                served = sum(answer.of(x) for x in sums.most[code])
                grams = sums.made.dishes[code].ingredients[0].grams
                found.append(LackingDish(*sums.made.tests[code], grams, served))
    return Lack(tuple(found), tested, len(ranked), together=True)


def _holds(answer: Answer | None) -> Answer | None:
    """Return an answer in which nothing is missed."""
    return answer if answer is not None and answer.objective <= SMALLEST else None


def _with(problem: Problem, dishes: Mapping[str, Dish]) -> Problem:
    """Return ``problem`` with the dishes, and no rule that only they would bring to bear."""
    modes = {c.id: problem.mode(c) for c in problem.standard.clauses.values()}
    return replace(problem, dishes={**problem.dishes, **dishes}, modes=modes)


def _servings(model: Model, dishes: Mapping[str, Dish]) -> dict[str, list[pulp.LpVariable]]:
    found: dict[str, list[pulp.LpVariable]] = {code: [] for code in dishes}
    for (_, _, dish), x in model.x.items():
        if dish in found:
            found[dish].append(x)
    return found


def _ranked(tests: Mapping[str, Test], servings: Mapping[str, Most]) -> list[str]:
    """Return the most promising dish of each category and kind, the best first."""
    promise = {
        code: min((float(x.dj or 0.0) for x in own), default=0.0) for code, own in servings.items()
    }
    best: dict[tuple[str, str], str] = {}
    for code, (category, kind, _) in tests.items():
        rival = best.get((category, kind))
        if promise[code] < -SMALLEST and (rival is None or promise[code] < promise[rival]):
            best[category, kind] = code
    return sorted(best.values(), key=lambda code: promise[code])


def _made_up(problem: Problem) -> Iterator[tuple[Test, Dish]]:
    """Yield dishes of one food, with the oil and salt that are usual in their category."""
    categories = dict.fromkeys(
        c for plan in problem.meals for slot in plan.slots for c in sorted(slot.categories)
    )
    mains = [(dish, _main(dish)) for dish in problem.dishes.values()]
    bans = [c for c in hard(problem) if isinstance(c.rule, Exclusion)]
    for category in categories:
        seasoning = tuple(_seasoning(problem, category))
        for kind in _SUIT.get(category, tuple(KINDS)):
            for code, food in problem.foods.items():
                if COST in food.per_100g and KINDS[kind].takes(food):
                    grams = _usual(problem, mains, category, kind, code)
                    if grams is None:
                        continue
                    main, test = Ingredient(code, grams), (category, kind, code)
                    for parts in ((main, *seasoning), (main,)):
                        dish = _dish(problem, mains, test, parts)
                        if not _forbidden(problem, bans, dish):
                            yield test, dish
                            break


Mains = Sequence[tuple[Dish, Ingredient]]
"""Each dish of the library and what it has most of."""


def _dish(problem: Problem, mains: Mains, test: Test, parts: tuple[Ingredient, ...]) -> Dish:
    """Return a dish that may come every day, as dishes of its kind may."""
    category, _, code = test
    food = problem.foods[code]
    often = 1 + len(problem.days) * len(problem.meals)
    kinds = (dish.kind for dish, main in mains if dish.kind and main.food == code)
    return Dish(
        ":".join(test),
        food.name,
        category,
        parts,
        kind=next(kinds, ""),
        portion=PortionClass.FIXED,
        weekly_max=often,
        months=food.months,
    )


def _main(dish: Dish) -> Ingredient:
    return max(dish.ingredients, key=lambda i: i.grams)


def _usual(problem: Problem, mains: Mains, category: str, kind: str, food: str) -> float | None:
    """Return the median grams of a main food, or of its kind where the library has none of it.

    None for a food that is no dish's main food, though others of its kind are: dried, say.
    """
    of_food = [(dish.category, i.grams) for dish, i in mains if i.food == food]
    for found in ([grams for c, grams in of_food if c == category], [g for _, g in of_food]):
        if found:
            return median(found)
    of_kind = any(KINDS[kind].takes(problem.foods[i.food]) for _, i in mains)
    return None if of_kind else _USUAL.get(kind, USUAL_GRAMS)


def _seasoning(problem: Problem, category: str) -> Iterator[Ingredient]:
    dishes = [d for d in problem.dishes.values() if d.category == category]
    for choice in SEASONING:
        lines = [i for d in dishes for i in d.ingredients if choice.takes(problem.foods[i.food])]
        if 2 * len(lines) > len(dishes):
            foods = [line.food for line in lines]
            usual = max(dict.fromkeys(foods), key=foods.count)
            yield Ingredient(usual, median(line.grams for line in lines))


def _forbidden(problem: Problem, bans: Sequence[Clause], dish: Dish) -> bool:
    return any(all(excluded(c, problem, day, dish) for day in problem.days) for c in bans)
