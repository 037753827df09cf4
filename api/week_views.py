"""A plan becomes what the weekly sheet and the terminal show of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.attainment_lines import Labels, Lines, lines_of
from api.citing import citations
from api.folder import FolderPlan
from api.language import Lang
from api.problems import Problems
from nutrition.dish import Dish, Ingredient, Origin, Portion
from nutrition.food import COST, Food
from nutrition.menu import Day, Meal, Serving
from nutrition.quantities import Money
from nutrition.rounding import SEASONING_TAGS
from optimizer.plans import Plan
from reports.authority import Basis
from reports.frame import People
from reports.week_view import (
    DayView,
    DishView,
    GroupView,
    IngredientView,
    MealView,
    Sources,
    WeekView,
)
from reports.words import words

ESTIMATE = "estimate"

PLAN_ID = 12
"""Letters of the fingerprint that name a plan on paper."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as it is shown.

    Attributes:
        soft_missed: titles of soft rules that the menu misses.
        binding: titles of hard rules that the menu only just keeps.
    """

    view: WeekView
    lines: Lines
    soft_missed: tuple[str, ...]
    binding: tuple[str, ...]
    notes: tuple[str, ...]


def cost_fen(portion: Portion, foods: Mapping[str, Food]) -> float:
    """Return the purchase cost of one portion in fen, unrounded."""
    return sum(grams * foods[food].per_100g[COST] / 100 for food, grams in portion.grams.items())


def shown(folder: FolderPlan, plan: Plan, lang: Lang) -> Shown:
    """Put a plan into the words of ``lang``."""
    problem = folder.problem
    labels = Labels.of(lang, problem.groups, plan.menu, problem.foods.values())
    lines = lines_of(plan.attainments, problem.standard, labels)
    titles = {code: labels.title(clause) for code, clause in problem.standard.clauses.items()}
    missed = [a.title for a in lines.measured if a.mode == "soft" and a.verdict in _MISSED]
    problems = Problems(lang, {})
    notes = tuple(problems.say(n.code, n.facts) for n in folder.notes)
    printed = tuple(problems.say(n.code, n.facts) for n in folder.notes if n.printed)
    groups = _groups(folder, plan)
    costs = [(g.cost_fen or 0.0) * g.headcount for g in groups]
    view = WeekView(
        school=folder.plan.school.name,
        published=_published(folder),
        groups=groups,
        days=tuple(_days(folder, plan, lang)),
        sources=_sources(folder, plan, labels, printed),
        attainments=lines.measured,
        mean_cost_fen=sum(costs) / sum(g.headcount for g in groups),
        proof=plan.proof,
        people=People(folder.plan.school.phone, folder.plan.school.url),
        lang=lang,
    )
    soft = tuple(dict.fromkeys(missed))
    binding = [c for c in plan.binding if problem.standard.clauses[c].rule.form in _CAN_BIND]
    return Shown(view, lines, soft, tuple(titles[c] for c in binding), notes)


_CAN_BIND = ("amount", "ratio", "distinct", "servings", "supply")
"""Forms whose limit can be moved a little; bans and rotations are always at their limit."""


_MISSED = ("missed", "above")


def _published(folder: FolderPlan) -> date:
    """Date the sheet by its prices, so that the same plan prints the same sheet any day."""
    first = folder.problem.days[0].date
    return min(folder.plan.prices.date, first) if folder.plan.prices else first


def _groups(folder: FolderPlan, plan: Plan) -> tuple[GroupView, ...]:
    foods, days = folder.problem.foods, len(folder.problem.days)
    return tuple(
        GroupView(
            group.name,
            group.headcount,
            sum(cost_fen(s.portions[group.code], foods) for _, _, s in plan.menu.servings()) / days,
        )
        for group in folder.problem.groups
    )


def _days(folder: FolderPlan, plan: Plan, lang: Lang) -> Iterable[DayView]:
    """Days of service and, inside their weeks, the days that the school skips."""
    weeks = list(dict.fromkeys(day.week for day in folder.problem.days))
    views = [_day(day, folder, weeks.index(day.week) + 1) for day in plan.menu.days]
    closed = words(lang)("week.closed")
    skipped = [
        DayView("", (), day, closed=closed, week=weeks.index((day.toordinal() - 1) // 7) + 1)
        for day in folder.plan.calendar.skip
        if (day.toordinal() - 1) // 7 in weeks
    ]
    return sorted([*views, *skipped], key=lambda v: v.date or date.min)


def _day(day: Day, folder: FolderPlan, week: int) -> DayView:
    servings = [s for meal in day.meals for s in meal.servings]
    foods = folder.problem.foods
    costs = tuple(
        sum(cost_fen(s.portions[group.code], foods) for s in servings)
        for group in folder.problem.groups
    )
    meals = tuple(_meal(meal, folder) for meal in day.meals)
    return DayView(day.label, meals, day.date, cost_fen=costs, week=week)


def _meal(meal: Meal, folder: FolderPlan) -> MealView:
    slots = next(plan.slots for plan in folder.problem.meals if plan.meal == meal.meal)
    named = {category: slot.name for slot in slots for category in slot.categories}
    dishes = (_dish(s, named[s.dish.category], folder) for s in meal.servings)
    return MealView(meal.meal, tuple(dishes), tuple(slot.name for slot in slots))


def _dish(serving: Serving, course: str, folder: FolderPlan) -> DishView:
    dish, foods = serving.dish, folder.problem.foods
    lines = _in_order(dish, foods)
    used = [foods[i.food] for i in lines]
    return DishView(
        name=dish.name,
        category=course,
        method=dish.method,
        ingredients=tuple(_ingredient(line, serving, folder) for line in lines),
        allergens=tuple(sorted({a for food in used for a in food.allergens})),
        composed=_is_composed(dish, foods),
        estimated=bool(used) and folder.tables.prices[used[0].code].basis == ESTIMATE,
        name_en=dish.name_en,
    )


def _is_composed(dish: Dish, foods: Mapping[str, Food]) -> bool:
    """Say whether somebody composed the recipe: of one food alone there is nothing to compose."""
    parts = [i for i in dish.ingredients if not SEASONING_TAGS & foods[i.food].tags]
    return dish.origin is Origin.COMPOSED and len(parts) > 1


def _in_order(dish: Dish, foods: Mapping[str, Food]) -> list[Ingredient]:
    """Put the heaviest first, seasonings last."""
    return sorted(
        dish.ingredients,
        key=lambda i: (bool(SEASONING_TAGS & foods[i.food].tags), -i.grams),
    )


def _ingredient(line: Ingredient, serving: Serving, folder: FolderPlan) -> IngredientView:
    food = folder.problem.foods[line.food]
    grams = tuple(serving.portions[g.code].grams.get(food.code, 0.0) for g in folder.problem.groups)
    drafted = line.origin is Origin.COMPOSED
    return IngredientView(food.name, grams, food.name_en, drafted=drafted)


def _sources(folder: FolderPlan, plan: Plan, labels: Labels, notes: tuple[str, ...]) -> Sources:
    standard, spec = folder.problem.standard, folder.plan
    fee = spec.school.fee_yuan
    say = words(labels.lang)
    return Sources(
        standard=standard.title if labels.lang == "zh" else standard.title_en,
        foods=folder.tables.title,
        price_date=spec.prices.date if spec.prices else None,
        estimated_share=_estimated(folder, plan),
        fee_fen=None if fee is None else Money.yuan(fee).fen,
        plan=plan.proof.fingerprint[:PLAN_ID],
        bases=tuple(
            Basis(
                c.document,
                c.ref,
                c.quote,
                say.listed([*standard.sources_of(c)]),
                labels.unsure(c),
            )
            for c in standard.clauses.values()
            if c.quote
        ),
        notes=notes,
        citations=citations(folder.problem.foods[code] for code in _served(plan)),
    )


def _served(plan: Plan) -> set[str]:
    """Return the codes of the foods that somebody eats."""
    portions = (p for _, _, s in plan.menu.servings() for p in s.portions.values())
    return {food for portion in portions for food, grams in portion.grams.items() if grams > 0}


def _estimated(folder: FolderPlan, plan: Plan) -> float:
    """Return the share of the cost that rests on estimated prices."""
    problem = folder.problem
    heads = {g.code: g.headcount for g in problem.groups}
    spent = {True: 0.0, False: 0.0}
    for _, _, serving in plan.menu.servings():
        for group, portion in serving.portions.items():
            for food, grams in portion.grams.items():
                cost = grams * problem.foods[food].per_100g[COST] * heads[group]
                spent[folder.tables.prices[food].basis == ESTIMATE] += cost
    return spent[True] / (sum(spent.values()) or 1.0)
