"""Rows and checkers never met; they agree on every menu, close to the edge and far from it.

For each form: a menu in printed sizes, a clause whose limit lies on, just inside or just
outside what the menu holds.  The rows hold exactly where the checker is silent, and where
they hold their sums over days hold too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from nutrition.clauses import (
    Alike,
    Allowance,
    Amount,
    Attribute,
    Clause,
    Distinct,
    Exclusion,
    Kind,
    Limit,
    Measure,
    Per,
    Ratio,
    Repetition,
    Rule,
    Servings,
    Spacing,
    Supply,
    Term,
)
from nutrition.dish import DishSelector
from nutrition.food import COST, FoodSelector
from optimizer.problem import Problem
from optimizer.spans import one_period
from tests.properties.witnesses import (
    CLOSE,
    FRIDAY,
    Drawn,
    clause_of,
    divisions,
    drawn,
    known_dishes,
    problems,
)

NEAR = st.sampled_from([-1e-2, -1e-4, -1e-5, 0.0, 1e-5, 1e-4, 1e-2])

PERS = st.sampled_from(list(Per))

COUNTED_PERS = st.sampled_from([Per.MEAL, Per.DAY, Per.WEEK, Per.PERIOD])

MEALS = st.sampled_from([frozenset[str](), frozenset({"lunch"})])


def foods(**choice: str) -> FoodSelector:
    return FoodSelector(**{name: frozenset(text.split()) for name, text in choice.items()})


VEGETABLES = foods(tags="vegetable_kind")

MEASURES: list[Measure] = [
    (Term("energy_kcal"),),
    (Term("sodium_mg", foods(tags="added_salt"), 0.00254),),
    (Term(foods=VEGETABLES),),
    (Term(COST),),
    (Term(foods=foods(codes="milk"), times=0.1), Term(foods=foods(tags="soy_food"))),
    (Term("selenium_ug"),),
    (Term("carbohydrate_g", times=1.0), Term("fibre_g", times=-4.0)),
]

SHARES: list[tuple[Measure, Measure]] = [
    ((Term("fat_g", times=900.0),), (Term("energy_kcal"),)),
    ((Term("carbohydrate_g", times=400.0), Term("fibre_g", times=-200.0)), (Term("energy_kcal"),)),
    ((Term(foods=foods(tags="dark_vegetable"), times=100.0),), (Term(foods=VEGETABLES),)),
]

DISHES = [
    DishSelector(),
    DishSelector(categories=frozenset({"大荤", "小荤", "素菜"})),
    DishSelector(methods=frozenset({"烧"})),
    DishSelector(kinds=frozenset({"猪"})),
]

HELD = [VEGETABLES, foods(tags="liver"), foods(codes="leaf"), foods(groups="畜禽肉类 蛋类")]


def agree(menu: Drawn, clause: Clause) -> None:
    """Both witnesses say the same; the sums over days hold wherever the days do.

    Where the rule is soft, the sum over all days never misses it by more than the days do.
    """
    silent = menu.silent(clause)
    assert menu.keeps(clause) == silent
    if silent:
        for periods in divisions(len(menu.problem.days)):
            assert menu.keeps(clause, periods)
        return
    missed = menu.misses(clause)
    assert missed > 0
    summed = menu.misses(clause, one_period(len(menu.problem.days)))
    assert summed <= missed * (1 + CLOSE) + CLOSE


def measured(menu: Drawn, rule: Rule) -> list[float]:
    return [x.measured for x in menu.lines(clause_of(rule)) if x.measured is not None]


ENDS = st.sampled_from(["low", "high"])

AMOUNTS = st.builds(
    Amount, st.just("amount"), PERS, st.sampled_from(MEASURES), meals=MEALS, across=st.booleans()
)


def bounded(rule: Rule, end: str, limit: object) -> Clause:
    """Return ``rule`` with one end set."""
    side: dict[str, Any] = {end: limit}
    return clause_of(replace(rule, **side))


@given(drawn(), AMOUNTS, ENDS, st.data())
def test_amounts(menu: Drawn, rule: Amount, end: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(measured(menu, rule))) * (1 + data.draw(NEAR))
    agree(menu, bounded(rule, end, Limit(value=value)))


@given(drawn(), ENDS, st.sampled_from([Per.MEAL, Per.DAY, Per.WEEK]))
def test_amounts_against_the_share_of_the_meals(menu: Drawn, end: str, per: Per) -> None:
    rule = Amount("amount", per, MEASURES[0])
    for value in {round(v, 6) for v in measured(menu, rule)}:
        limit = Limit(value=value, share="low" if end == "low" else "high", times=2.0)
        agree(menu, bounded(rule, end, limit))


@given(drawn(), st.sampled_from(SHARES), PERS, ENDS, st.data())
def test_ratios(
    menu: Drawn, parts: tuple[Measure, Measure], per: Per, end: str, data: st.DataObject
) -> None:
    rule = Ratio("ratio", per, *parts)
    found = measured(menu, rule)
    assume(found)
    value = data.draw(st.sampled_from(found)) * (1 + data.draw(NEAR))
    agree(menu, bounded(rule, end, value))


AT_LEAST = st.sampled_from([0.0, 1.0, 5.0, 8.0, 10.0, 12.0, 15.0, 20.0, 40.0, 60.0, 120.0])


@given(drawn(), st.sampled_from([VEGETABLES, foods(tags="variety")]), AT_LEAST, PERS, MEALS)
def test_distinct_foods(
    menu: Drawn, chosen: FoodSelector, at_least: float, per: Per, meals: frozenset[str]
) -> None:
    rule = Distinct("distinct", per, 1, foods=chosen, at_least=at_least, meals=meals)
    for low in {int(v) + more for v in measured(menu, rule) for more in (0, 1)}:
        agree(menu, clause_of(replace(rule, low=low)))


@given(drawn(), AT_LEAST, AT_LEAST, PERS)
def test_distinct_kinds(menu: Drawn, first: float, second: float, per: Per) -> None:
    kinds = (Kind("a", MEASURES[2], first), Kind("b", MEASURES[4], second))
    for low in (1, 2):
        agree(menu, clause_of(Distinct("distinct", per, low, kinds)))


@given(drawn(), st.sampled_from(list(Attribute)), st.sampled_from(DISHES), PERS)
def test_distinct_attributes(
    menu: Drawn, attribute: Attribute, chosen: DishSelector, per: Per
) -> None:
    rule = Distinct("distinct", per, 1, attribute=attribute, dishes=chosen)
    for low in {int(v) + more for v in measured(menu, rule) for more in (0, 1)}:
        agree(menu, clause_of(replace(rule, low=low)))


@given(drawn(), st.sampled_from(HELD), AT_LEAST, st.sampled_from(DISHES), COUNTED_PERS)
def test_servings_that_hold_enough(
    menu: Drawn, held: FoodSelector, at_least: float, chosen: DishSelector, per: Per
) -> None:
    rule = Servings("servings", per, dishes=chosen, foods=held, at_least=at_least)
    for low in {int(v) + more for v in measured(menu, rule) for more in (0, 1)}:
        agree(menu, clause_of(replace(rule, low=low)))


@given(drawn(), st.sampled_from(HELD), st.sampled_from(DISHES), COUNTED_PERS)
def test_servings_at_most(menu: Drawn, held: FoodSelector, chosen: DishSelector, per: Per) -> None:
    for foods_held in (None, held):
        rule = Servings("servings", per, dishes=chosen, foods=foods_held)
        for high in {int(v) - less for v in measured(menu, rule) for less in (0, 1)}:
            agree(menu, clause_of(replace(rule, high=max(0, high))))


@given(drawn(), st.sampled_from(HELD), AT_LEAST, COUNTED_PERS)
def test_a_ceiling_on_servings_may_count_those_that_hold_too_little_as_well(
    menu: Drawn, held: FoodSelector, at_least: float, per: Per
) -> None:
    every = clause_of(Servings("servings", per, high=1, foods=held))
    enough = clause_of(Servings("servings", per, high=1, foods=held, at_least=at_least))
    assert menu.silent(enough) or not menu.keeps(enough)
    assert menu.keeps(enough) or not menu.silent(every)


@given(drawn(), st.sampled_from(HELD), st.sampled_from([4.0, 10.0, 20.0, 25.0, 45.0, 80.0]))
def test_no_serving_holds_more_than_allowed(
    menu: Drawn, held: FoodSelector, at_most: float
) -> None:
    agree(menu, clause_of(Servings("servings", Per.WEEK, foods=held, at_most=at_most)))


ATTRIBUTES = st.sampled_from([Attribute.METHOD, Attribute.COLOUR, Attribute.KIND])


@given(drawn(), ATTRIBUTES, st.sampled_from(DISHES), COUNTED_PERS)
def test_dishes_alike(menu: Drawn, attribute: Attribute, chosen: DishSelector, per: Per) -> None:
    rule = Alike("alike", per, attribute, 0, chosen)
    for high in {max(0, int(v) - less) for v in measured(menu, rule) for less in (0, 1)}:
        agree(menu, clause_of(replace(rule, high=high)))


@given(drawn(), st.sampled_from(list(Attribute)), st.sampled_from(DISHES))
def test_the_same_on_two_days_running(
    menu: Drawn, attribute: Attribute, chosen: DishSelector
) -> None:
    agree(menu, clause_of(Spacing("spacing", attribute, chosen)))


@st.composite
def with_history(draw: st.DrawFn) -> Problem:
    """Draw a school that remembers two days, and dishes with their own weekly limit."""
    problem = draw(problems())
    codes = st.frozensets(st.sampled_from(known_dishes()), max_size=3)
    days = draw(st.sets(st.integers(1, 6), max_size=2))
    history = {FRIDAY - timedelta(days=n): draw(codes) for n in sorted(days)}
    limits = st.sampled_from([None, None, 0, 1, 2])
    dishes = {k: replace(d, weekly_max=draw(limits)) for k, d in problem.dishes.items()}
    return replace(problem, history=history, dishes=dishes)


@given(
    drawn(with_history()),
    st.integers(1, 4),
    st.integers(0, 8),
    st.sampled_from([(), ("主食",), ("主食", "素菜")]),
)
def test_repetition_over_weeks_and_history(
    menu: Drawn, weekly: int, gap_days: int, free: tuple[str, ...]
) -> None:
    allowances = tuple(Allowance(DishSelector(categories=frozenset({c})), 5) for c in free)
    agree(menu, clause_of(Repetition("repetition", weekly, gap_days, allowances)))


@given(
    drawn(),
    st.sampled_from([None, *HELD]),
    st.frozensets(st.sampled_from(["egg", "soy", "milk"]), max_size=2),
    st.sampled_from([None, DishSelector(codes=frozenset({"M002"})), DISHES[1]]),
    st.booleans(),
)
def test_exclusions(
    menu: Drawn,
    banned: FoodSelector | None,
    allergens: frozenset[str],
    chosen: DishSelector | None,
    season: bool,  # noqa: FBT001 -- drawn
) -> None:
    agree(menu, clause_of(Exclusion("exclusion", banned, allergens, chosen, season)))


@given(drawn(), st.sampled_from(HELD), st.sampled_from(["low_kg", "high_kg"]), NEAR)
def test_supplies(menu: Drawn, bought: FoodSelector, end: str, off: float) -> None:
    rule = Supply("supply", bought)
    agree(menu, bounded(rule, end, measured(menu, rule)[0] * (1 + off)))
