"""What can be seen to be impossible before any solver is asked."""

from __future__ import annotations

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
        for where, places in _places(rule, problem):
            if places < rule.low:
                raise RuleCannotFit(clause.id, where, needed=rule.low, possible=places)


def _places(rule: Servings, problem: Problem) -> Iterator[tuple[str, int]]:
    """Yield each span of the rule with the dishes that it could hold at most."""
    by_meal = {meal.meal: _capacity(meal, rule, problem) for meal in problem.meals}
    daily = sum(by_meal.values())
    if rule.per in (Per.MEAL, Per.MEAL_WEEK):
        yield from by_meal.items()
    elif rule.per is Per.DAY:
        yield problem.days[0].date.isoformat(), daily
    elif rule.per is Per.WEEK:
        weeks = [day.week for day in problem.days]
        for week in dict.fromkeys(weeks):
            first = min(day.date for day in problem.days if day.week == week)
            yield first.isoformat(), daily * weeks.count(week)
    else:
        yield problem.days[0].date.isoformat(), daily * len(problem.days)


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
