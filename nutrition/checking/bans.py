"""Checker of exclusions: dishes with a food, an allergen or out of their season."""

from __future__ import annotations

from collections.abc import Iterator

from nutrition.checking.attainment import Attainment, Verdict
from nutrition.checking.case import Case
from nutrition.checking.counts import undecided
from nutrition.checking.places import Place
from nutrition.clauses import Clause, Exclusion
from nutrition.food import ALL_YEAR
from nutrition.menu import Day, Serving


def check_exclusion(rule: Exclusion, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Report each serving that the rule forbids or cannot judge; one line when there is none."""
    clean = True
    for day, meal, serving in case.menu.servings():
        reason = _reason(rule, serving, case) or _season(rule, day, serving)
        doubt = _in_doubt(rule, day, serving)
        if reason or doubt:
            clean = False
            yield Attainment(
                clause.id,
                Verdict.NOT_MET if reason else Verdict.UNKNOWN,
                case.mode(clause),
                where=Place(None, day.label, meal.meal, serving.dish.name, reason),
                measured=1 if reason else None,
                high=0,
                unit=clause.unit,
            )
    if clean:
        yield Attainment(
            clause.id, Verdict.MET, case.mode(clause), measured=0, high=0, unit=clause.unit
        )


def _reason(rule: Exclusion, serving: Serving, case: Case) -> str:
    """Name the food or allergen that is forbidden, or the dish itself; empty when none is."""
    listed = [i.food for i in serving.dish.ingredients if i.food in case.foods]
    eaten = [f for p in serving.portions.values() for f, grams in p.grams.items() if grams > 0]
    for code in dict.fromkeys((*listed, *eaten)):
        food = case.foods[code]
        if (rule.foods is not None and rule.foods.takes(food)) or food.allergens & rule.allergens:
            return food.name
    if rule.dishes is not None and rule.dishes.takes(serving.dish):
        return serving.dish.name
    return ""


def _season(rule: Exclusion, day: Day, serving: Serving) -> str:
    """Name the month in which the dish is out of season; empty when it is not."""
    if not rule.season or day.date is None or day.date.month in serving.dish.months:
        return ""
    return str(day.date.month)


def _in_doubt(rule: Exclusion, day: Day, serving: Serving) -> bool:
    """Say whether the menu leaves open what the rule asks of this serving."""
    dish = serving.dish
    undated = rule.season and day.date is None and dish.months != ALL_YEAR
    return undated or (rule.dishes is not None and undecided(rule.dishes, dish))
