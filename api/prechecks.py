"""What can be seen to be impossible before any solver is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nutrition.clauses import Mode, Per, Servings
from optimizer.errors import RuleCannotFit
from optimizer.problem import MealPlan, Problem


def refuse_impossible(problem: Problem) -> None:
    """Count the places that hard rules of servings could be kept in.

    Raises:
        RuleCannotFit: a rule asks for more servings than its days have places for.
    """
    for clause in problem.standard.clauses.values():
        rule = clause.rule
        if not isinstance(rule, Servings) or problem.mode(clause) is not Mode.HARD or not rule.low:
            continue
        for where, days, places in _places(rule, problem):
            if days >= rule.from_days and places < rule.low:
                raise RuleCannotFit(clause.id, where, needed=rule.low, possible=places)


def _places(rule: Servings, problem: Problem) -> Iterator[tuple[str, int, int]]:
    """Yield each span of the rule with its days and the dishes that it could hold at most."""
    by_meal = {
        meal.meal: _capacity(meal, rule, problem)
        for meal in problem.meals
        if not rule.meals or meal.meal in rule.meals
    }
    daily = sum(by_meal.values())
    weeks = Counter(day.week for day in problem.days)
    first = {week: min(d.date for d in problem.days if d.week == week) for week in weeks}
    if rule.per is Per.MEAL:
        yield from ((meal, 1, places) for meal, places in by_meal.items())
    elif rule.per is Per.DAY:
        yield problem.days[0].date.isoformat(), 1, daily
    elif rule.per is Per.MEAL_WEEK:
        for days in weeks.values():
            yield from ((meal, days, places * days) for meal, places in by_meal.items())
    elif rule.per is Per.WEEK:
        for week, days in weeks.items():
            yield first[week].isoformat(), days, daily * days
    else:
        days = len(problem.days)
        yield problem.days[0].date.isoformat(), days, daily * days


def _capacity(meal: MealPlan, rule: Servings, problem: Problem) -> int:
    """Return how many dishes that the rule counts one such meal can hold."""
    fit = [
        dish
        for dish in problem.dishes.values()
        if rule.dishes.takes(dish)
        and (not dish.meals or meal.meal in dish.meals)
        and (
            rule.foods is None
            or any(rule.foods.takes(problem.foods[i.food]) for i in dish.ingredients)
        )
    ]
    return sum(
        min(slot.high, sum(1 for dish in fit if dish.category in slot.categories))
        for slot in meal.slots
    )
