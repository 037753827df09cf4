"""Goals: what a search minimises, and what the aims before it have already reached.

Each aim is a linear function of the week model.  Aims that are no money are percentages
on top of ``BASE``, so that a relative gap means the same number of points for all.

cost        sum_g w_g (cost of what group g gets) / days + penalties
robust      the largest of these sums over several price lists, + penalties
worst       100 + 100 - the least attainment of any nutrient, group and week
shortfall   100 + mean over nutrients, groups and weeks of (100 - attainment)
rating      100 + mean over the compulsory places of (100 - rating of the dish served there)
changes     100 + dishes exchanged against a given menu
grams       100 + grams per pupil and day by which dishes kept from that menu differ from it

Attainment: what a pupil gets as a share of the target of its clause, capped at 100.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pulp

from nutrition.clauses import Amount, Clause, Mode, Term
from nutrition.food import COST
from nutrition.proof import Reached
from optimizer.model import Model, Terms
from optimizer.problem import Aim, Problem
from optimizer.spans import day_label, plain, spans

BASE = 100.0

REACHED = 1e-6
"""How much worse than what was reached an aim may become while the next is searched for."""

MONEY = frozenset({Aim.COST, Aim.ROBUST})
"""Aims in fen per pupil and day, whose gap is a share of the purchase cost."""


def aim_at(model: Model) -> None:
    """Make the problem's aim the objective, and hold every aim before it at what it reached."""
    problem = model.problem
    written = {aim: _WRITERS[aim](model) for aim in (*dict(problem.reached), problem.aim)}
    for aim, most in problem.reached:
        model.add(written[aim], pulp.LpConstraintLE, most + REACHED, f"reached.{aim.value}")
    model.money = _largest_cost(model) if problem.aim is Aim.ROBUST else purchase(model, COST)
    model.lp.setObjective(pulp.LpAffineExpression(written[problem.aim]))


def purchase(model: Model, price: str) -> Terms:
    """Return the purchase cost, fen per pupil and day, in the prices of one list."""
    days = len(model.problem.days)
    total: Terms = {}
    for group, weight in model.weight.items():
        for variable, cost in model.amount((Term(nutrient=price),), group, model.pool).items():
            total[variable] = total.get(variable, 0.0) + cost * weight / days
    return total


def size(model: Model) -> float:
    """Return what a gap of the solved model is a share of."""
    return model.cost() if model.problem.aim in MONEY else BASE


def reached(aim: Aim, objective: float, bound: float) -> Reached:
    """Return what was reached of an aim as people read it: attained, rated, exchanged, moved."""
    falls = aim in (Aim.CHANGES, Aim.GRAMS)
    value, limit = (v - BASE if falls else 2 * BASE - v for v in (objective, bound))
    if aim is Aim.CHANGES:
        limit = float(math.ceil(limit - REACHED))  # dishes are whole
    return Reached(aim.value, value, limit, _UNITS[aim])


def _cost(model: Model) -> Terms:
    return _sum(purchase(model, COST), model.penalty)


def _robust(model: Model) -> Terms:
    return _sum(_largest_cost(model), model.penalty)


def _largest_cost(model: Model) -> Terms:
    if "largest" not in model.shared:
        z = model.lp.add_variable("goal.largest", 0)
        for n, price in enumerate((COST, *model.problem.price_lists), start=1):
            terms = {**purchase(model, price), z: -1.0}
            model.add(terms, pulp.LpConstraintLE, 0, f"goal.prices.{n}")
        model.shared["largest"] = {z: 1.0}
    return model.shared["largest"]


def _worst(model: Model) -> Terms:
    least = model.lp.add_variable("goal.least", 0, BASE)
    for attained in _attained(model):
        model.add({attained: 1.0, least: -1.0}, pulp.LpConstraintGE, 0, f"{attained.name}.least")
    return {**_base(model, 2), least: -1.0}


def _shortfall(model: Model) -> Terms:
    found = _attained(model)
    return {**_base(model, 2 if found else 1), **dict.fromkeys(found, -1 / max(1, len(found)))}


def _attained(model: Model) -> Terms:
    """Return a variable for each nutrient, group and week: what is attained of the target, %.

    days * target * a  <=  100 * amount,   0 <= a <= 100
    """
    if "attained" not in model.shared:
        model.shared["attained"] = dict.fromkeys(_attainments(model), 1.0)
    return model.shared["attained"]


def _attainments(model: Model) -> Iterator[pulp.LpVariable]:
    problem = model.problem
    for clause, form in with_targets(problem):
        meals = [m for m in problem.meal_names if not form.meals or m in form.meals]
        for span in spans(form.per, problem.days, model.periods, meals):
            for group in problem.groups:
                assert form.target is not None
                target = clause.limit(form.target, group, span.meals, problem.standard)
                name = f"goal.{clause.id}.{span.label}.{group.code}"
                attained = model.lp.add_variable(name, 0, BASE)
                held = model.amount(form.measure, group.code, span.cells)
                scaled = {v: BASE * each / (span.days * target) for v, each in held.items()}
                model.add({**scaled, attained: -1.0}, pulp.LpConstraintGE, 0, f"{name}.of")
                yield attained


def with_targets(problem: Problem) -> Iterator[tuple[Clause, Amount]]:
    """Yield the clauses that can be attained more or less: sums with a target above a floor."""
    for clause in problem.standard.clauses.values():
        form = clause.rule
        if (
            isinstance(form, Amount)
            and form.low is not None
            and form.target is not None
            and problem.mode(clause) is not Mode.OFF
        ):
            yield clause, form


def _rating(model: Model) -> Terms:
    problem = model.problem
    places = sum(slot.low for plan in problem.meals for slot in plan.slots)
    terms = _base(model, 1)
    if not places:
        return terms
    asked = {
        (plan.meal, category)
        for plan in problem.meals
        for slot in plan.slots
        for category in slot.categories
        if slot.low
    }
    for (_, meal, dish), x in model.x.items():
        if (meal, problem.dishes[dish].category) in asked:
            missed = BASE - problem.ratings[dish]
            terms[x] = terms.get(x, 0.0) + missed / (places * len(problem.days))
    return terms


def _changes(model: Model) -> Terms:
    """Count, meal by meal, the dishes given up or, if there are more of them, the new ones.

    given_k >= n_k - x_k        c >= sum_k given_k,   c >= sum_k x_k - n_k + given_k
    """
    total = _base(model, 1)
    for p, meal in model.pool:
        counts = _near(model, p, meal)
        at = f"{day_label(model.problem.days, model.periods[p].days)}.{plain(meal)}"
        changed = model.lp.add_variable(f"goal.changed.{at}", 0)
        given: Terms = {}
        for dish, count in counts.items():
            up = model.lp.add_variable(f"goal.given.{at}.{plain(dish)}", 0, count)
            given[up] = 1.0
            served = model.servings((dish,), [(p, meal)])
            model.add({up: 1.0, **served}, pulp.LpConstraintGE, count, f"{up.name}.up")
        every = model.servings(model.pool[p, meal], [(p, meal)])
        model.add({changed: 1.0, **_less(given)}, pulp.LpConstraintGE, 0, f"{changed.name}.old")
        model.add(
            {changed: 1.0, **_less(given), **_less(every)},
            pulp.LpConstraintGE,
            -sum(counts.values()),
            f"{changed.name}.new",
        )
        total[changed] = 1.0
    return total


def _near(model: Model, p: int, meal: str) -> dict[str, int]:
    """Return how often a period's days of the given menu serve each dish at ``meal``."""
    counts: dict[str, int] = {}
    for d in model.periods[p].days:
        for dish in model.problem.near.get((model.problem.days[d].date, meal), {}):
            counts[dish] = counts.get(dish, 0) + 1
    return counts


def _grams(model: Model) -> Terms:
    """Add up, for dishes kept from the given menu, how far each food is from its grams there.

    e >= +-(what group g gets of the food - grams there * x)      single days only
    """
    total = _base(model, 1)
    days = len(model.problem.days)
    for p, meal in model.pool:
        if len(model.periods[p]) != 1:
            continue
        day = model.problem.days[model.periods[p].days[0]]
        for dish, portions in model.problem.near.get((day.date, meal), {}).items():
            if (p, meal, dish) not in model.x:
                continue
            for group, portion in portions.items():
                place = (p, meal, dish, group)
                for moved in _moved(model, place, portion.grams):
                    total[moved] = model.weight[group] / days
    return total


def _moved(
    model: Model, place: tuple[int, str, str, str], grams: Mapping[str, float]
) -> Iterator[pulp.LpVariable]:
    p, meal, dish, group = place
    ladder = model.table.ladders[dish, group]
    x, climbed = model.x[p, meal, dish], model.t.get(place)
    at = f"{day_label(model.problem.days, model.periods[p].days)}.{plain(meal)}.{plain(dish)}"
    for food in dict.fromkeys((*ladder.smallest, *grams)):
        moved = model.lp.add_variable(f"goal.moved.{at}.{plain(food)}.{group}", 0)
        off: Terms = {x: ladder.smallest.get(food, 0.0) - grams.get(food, 0.0)}
        if climbed is not None and food in ladder.climb:
            off[climbed] = ladder.climb[food]
        model.add({moved: 1.0, **_less(off)}, pulp.LpConstraintGE, 0, f"{moved.name}.more")
        model.add({moved: 1.0, **off}, pulp.LpConstraintGE, 0, f"{moved.name}.less")
        yield moved


def _base(model: Model, times: int) -> Terms:
    """Return ``BASE`` so many times, as terms: a constant would be lost on the way to a solver."""
    if "base" not in model.shared:
        model.shared["base"] = {model.lp.add_variable("goal.base", 1, 1): BASE}
    return {variable: times * value for variable, value in model.shared["base"].items()}


def _sum(first: Terms, second: Terms) -> Terms:
    total = dict(first)
    for variable, value in second.items():
        total[variable] = total.get(variable, 0.0) + value
    return total


def _less(terms: Terms) -> Terms:
    return {variable: -value for variable, value in terms.items()}


_WRITERS: Mapping[Aim, Callable[[Model], Terms]] = MappingProxyType(
    {
        Aim.COST: _cost,
        Aim.ROBUST: _robust,
        Aim.WORST: _worst,
        Aim.SHORTFALL: _shortfall,
        Aim.RATING: _rating,
        Aim.CHANGES: _changes,
        Aim.GRAMS: _grams,
    }
)

_UNITS: Mapping[Aim, str] = MappingProxyType(
    {
        Aim.WORST: "%",
        Aim.SHORTFALL: "%",
        Aim.RATING: "%",
        Aim.CHANGES: "",
        Aim.GRAMS: "g",
    }
)
