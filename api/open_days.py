"""A finished plan becomes open data: day by day, with energy and nutrients of each portion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from api.plan_shown import PlanShown
from api.week_views import cost_fen
from canteen.publicity.publication import MenuDay
from food_tables.loading import load_nutrients
from nutrition.checking.attainment import broken
from nutrition.composition import Composition, compose
from nutrition.dish import Origin
from nutrition.food import COST
from nutrition.menu import Day, Meal, Menu, Serving
from reports.open_day import (
    OpenDay,
    OpenDish,
    OpenFood,
    OpenGroup,
    OpenMeal,
    OpenPortion,
    OpenTotal,
)

WELL_KNOWN = 0.9995
"""From here on a share of known grams is the whole."""

OF_DISHES = ("energy_kcal", "protein_g", "fat_g", "carbohydrate_g")


def menu_days(read: PlanShown, school: tuple[str, str]) -> tuple[MenuDay, ...]:
    """Return the days of a plan as they are published; ``school``: code and name."""
    return tuple(
        MenuDay(
            day=each.date,
            meals=tuple(meal.meal for meal in each.meals),
            lawful=each.lawful,
            costed=each.costed,
            body=each.model_dump_json(),
        )
        for each in open_days(read, school)
    )


def open_days(read: PlanShown, school: tuple[str, str]) -> Iterator[OpenDay]:
    """Yield each day of a plan that has a date."""
    problem, view = read.folder.problem, read.shown.view
    lawful = not broken(read.plan.attainments)
    groups = tuple(OpenGroup(code=g.code, name=g.name, pupils=g.headcount) for g in problem.groups)
    maker = _Maker(read, decimals())
    for day in read.plan.menu.days:
        if day.date is None:
            continue
        meals = tuple(maker.meal(day, meal) for meal in day.meals)
        costs = [p.cost_fen for m in meals for d in m.dishes for p in d.portions]
        yield OpenDay(
            school=school[0],
            school_name=school[1],
            date=day.date,
            plan=view.sources.plan,
            standard=view.sources.standard,
            lawful=lawful,
            costed=None not in costs,
            groups=groups,
            meals=meals,
        )


def decimals() -> Mapping[str, int]:
    """Return nutrient -> places that are handed out: one more than a sheet prints."""
    return {name: int(body["decimals"]) + 1 for name, body in load_nutrients().items()}


class _Maker:
    """Meals of one plan as open data."""

    def __init__(self, read: PlanShown, places: Mapping[str, int]) -> None:
        self._problem = read.folder.problem
        self._places = places

    def meal(self, day: Day, meal: Meal) -> OpenMeal:
        whole = self._composed(day, meal)
        return OpenMeal(
            meal=meal.meal,
            dishes=tuple(self._dish(day, meal, serving) for serving in meal.servings),
            totals=tuple(self._total(group.code, whole, meal) for group in self._problem.groups),
        )

    def _composed(self, day: Day, meal: Meal) -> Composition:
        menu = Menu((replace(day, meals=(meal,)),))
        problem = self._problem
        return compose(menu, problem.groups, problem.foods, tuple(self._places))

    def _total(self, group: str, whole: Composition, meal: Meal) -> OpenTotal:
        sums = whole.total(group)
        known = {n: round(k.share, 3) for n, k in sums.items() if k.share < WELL_KNOWN}
        nutrients = {n: self._figure(n, k.value, k.share) for n, k in sums.items()}
        costs = [self._cost(serving, group) for serving in meal.servings]
        cost = None if None in costs else sum(c for c in costs if c is not None)
        return OpenTotal(
            group=group,
            nutrients=nutrients,
            known=known,
            cost_fen=None if cost is None else round(cost, 2),
        )

    def _figure(self, nutrient: str, value: float, share: float) -> float | None:
        return round(value, self._places[nutrient]) if share > 0 else None

    def _dish(self, day: Day, meal: Meal, serving: Serving) -> OpenDish:
        dish, foods = serving.dish, self._problem.foods
        alone = self._composed(day, replace(meal, servings=(serving,)))
        allergens = {a for line in dish.ingredients for a in foods[line.food].allergens}
        return OpenDish(
            code=dish.code,
            name=dish.name,
            category=dish.category,
            method=dish.method,
            allergens=tuple(sorted(allergens)),
            composed=dish.origin is Origin.COMPOSED,
            portions=tuple(
                self._portion(serving, group.code, alone) for group in self._problem.groups
            ),
        )

    def _portion(self, serving: Serving, group: str, alone: Composition) -> OpenPortion:
        sums, foods = alone.total(group), self._problem.foods
        figures = {n: self._figure(n, sums[n].value, sums[n].share) for n in OF_DISHES}
        cost = self._cost(serving, group)
        return OpenPortion(
            group=group,
            **figures,
            cost_fen=None if cost is None else round(cost, 2),
            foods=tuple(
                OpenFood(code=code, name=foods[code].name, grams=grams)
                for code, grams in serving.portions[group].grams.items()
            ),
        )

    def _cost(self, serving: Serving, group: str) -> float | None:
        portion, foods = serving.portions[group], self._problem.foods
        if any(COST not in foods[code].per_100g for code in portion.grams):
            return None
        return cost_fen(portion, foods)
