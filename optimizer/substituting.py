"""The week of a pupil who may not eat some foods: the dishes that hold them are replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from nutrition.clauses import Clause, Exclusion, Mode, OnDates, Rule, Seen
from nutrition.dish import DishSelector, Portion
from nutrition.food import Food
from nutrition.menu import Menu
from optimizer.avoiding import Avoiding, Replacement, Substitutes, holding, holds
from optimizer.errors import NoLawfulMenu
from optimizer.planning import plan
from optimizer.plans import Plan
from optimizer.pool import lawful
from optimizer.problem import Lock, Problem, Served
from optimizer.settings import Settings
from optimizer.swapping import cost_of, slot_of

COOKED_PRICE = 100.0
"""Fen a portion that a dish of its own may cost more before one already cooked is preferred."""

AVOIDED = "avoided_allergens"


Place = tuple[date, str]


def substitutes(
    problem: Problem, menu: Menu, avoiding: Avoiding, settings: Settings
) -> Substitutes:
    """Return the cheapest lawful week for the pupil in which all other dishes stay.

    Their grams stay too, unless no week is lawful so.

    Raises:
        NoLawfulMenu: none is lawful in other grams either.
        SolverGaveUp, EmptySlot, BadLock, Interrupted: as ``plan``.
    """
    one = _alone(problem, avoiding)
    stays = _staying(menu, avoiding, holding(problem, avoiding.allergens))
    open_ = _opened(one, menu, stays, avoiding)
    try:
        found = plan(replace(open_, held=stays), settings)
    except NoLawfulMenu:
        locks = tuple(Lock(*place, code) for place, dishes in stays.items() for code in dishes)
        found = plan(replace(open_, locks=locks), settings)
    return _compared(problem, menu, found, avoiding)


def _alone(problem: Problem, avoiding: Avoiding) -> Problem:
    """Return the problem of one pupil who may eat none of the allergens."""
    ban = _clause(AVOIDED, Exclusion("exclusion", allergens=avoiding.allergens), 0.0)
    return replace(
        _with(problem, ban),
        groups=tuple(g for g in problem.groups if g.code == avoiding.group),
        modes={**problem.modes, **dict.fromkeys(avoiding.unasked, Mode.OFF)},
        locks=(),
        kept={},
        near={},
        only={},
        aims=problem.aims[-1:],
    )


def _staying(menu: Menu, avoiding: Avoiding, bad: frozenset[str]) -> Served:
    """Return the dishes that the pupil may eat, in the grams of the group."""
    return {
        (day.date, meal.meal): {
            s.dish.code: {avoiding.group: s.portions[avoiding.group]}
            for s in meal.servings
            if not holds(s.dish, bad)
        }
        for day in menu.days
        if day.date is not None
        for meal in day.meals
    }


def _opened(one: Problem, menu: Menu, stays: Served, avoiding: Avoiding) -> Problem:
    """Let each place take what stays and, for what goes, dishes of the same slot."""
    pool, positions = lawful(one), {day.date: d for d, day in enumerate(one.days)}
    only: dict[Place, frozenset[str]] = {
        place: frozenset(dishes) for place, dishes in stays.items()
    }
    asked: list[Clause] = []
    for place, slot, number in _gone(one, menu, stays):
        offered = frozenset(
            k
            for k in pool.dishes[positions[place[0]], place[1]]
            if one.dishes[k].category in slot
            and k not in stays[place]
            and not holds(one.dishes[k], avoiding.doubtful)
        )
        only[place] |= offered
        if offered:
            name = f"instead_{len(asked) + 1}"
            asked.append(_on(place, offered, number, name))
            cooked = offered & _cooked(menu, place[0])
            if avoiding.prefer_cooked and cooked:
                price = COOKED_PRICE * len(one.days)
                asked.append(_on(place, cooked, number, f"{name}_cooked", price))
    return _with(replace(one, only=only), *asked)


def _gone(one: Problem, menu: Menu, stays: Served) -> Iterator[tuple[Place, frozenset[str], int]]:
    """Yield each slot that loses dishes: where it is, its categories, and how many it loses."""
    for day in menu.days:
        for meal in day.meals:
            if day.date is None:
                continue
            place = (day.date, meal.meal)
            plan_ = next(p for p in one.meals if p.meal == meal.meal)
            lost = Counter(
                slot_of(plan_, s.dish) for s in meal.servings if s.dish.code not in stays[place]
            )
            yield from ((place, slot, number) for slot, number in lost.items())


def _cooked(menu: Menu, on: date) -> frozenset[str]:
    return frozenset(s.dish.code for day, _, s in menu.servings() if day.date == on)


def _on(place: Place, dishes: frozenset[str], low: int, name: str, price: float = 0.0) -> Clause:
    day, meal = place
    chosen = DishSelector(codes=dishes)
    rule = OnDates("on_dates", frozenset({day}), chosen, low, frozenset({meal}))
    return _clause(name, rule, price)


def _clause(code: str, rule: Rule, price: float) -> Clause:
    """Return a rule of this question alone: hard, or soft at a price."""
    return Clause(
        id=code,
        document="",
        title=code,
        title_en=code,
        ref="",
        unit="",
        rule=rule,
        seen=Seen.COMPUTED,
        source="",
        checked_on=date.min,
        mode=Mode.SOFT if price else Mode.HARD,
        soft_price=price,
    )


def _with(problem: Problem, *added: Clause) -> Problem:
    clauses = {**problem.standard.clauses, **{c.id: c for c in added}}
    return replace(problem, standard=replace(problem.standard, clauses=clauses))


def _compared(problem: Problem, menu: Menu, found: Plan, avoiding: Avoiding) -> Substitutes:
    """Say what the pupil's week has instead of what, dish by dish of the same slot."""
    group, foods = avoiding.group, problem.foods
    replaced: list[Replacement] = []
    resized: list[tuple[date, str, str]] = []
    for day, own in zip(menu.days, found.menu.days, strict=True):
        for meal, new in zip(day.meals, own.meals, strict=True):
            assert day.date is not None
            plan_ = next(p for p in problem.meals if p.meal == meal.meal)
            before = {s.dish.code: s for s in meal.servings}
            after = {s.dish.code: s for s in new.servings}
            resized += [
                (day.date, meal.meal, code)
                for code in before.keys() & after.keys()
                if before[code].portions[group] != after[code].portions[group]
            ]
            fresh = [s for code, s in after.items() if code not in before]
            for code in (c for c in before if c not in after):
                slot = slot_of(plan_, before[code].dish)
                instead = next((s for s in fresh if s.dish.category in slot), None)
                fresh = [s for s in fresh if s is not instead]
                portion = Portion({}) if instead is None else instead.portions[group]
                replaced.append(
                    Replacement(
                        day.date,
                        meal.meal,
                        code,
                        "" if instead is None else instead.dish.code,
                        portion,
                        cooked=instead is not None and instead.dish.code in _cooked(menu, day.date),
                        cost=cost_of(portion, foods) - cost_of(before[code].portions[group], foods),
                    )
                )
    more = _total(found.menu, group, foods) - _total(menu, group, foods)
    return Substitutes(tuple(replaced), tuple(sorted(resized)), more, found.menu)


def _total(menu: Menu, group: str, foods: Mapping[str, Food]) -> float:
    return sum(cost_of(s.portions[group], foods) for _, _, s in menu.servings())
