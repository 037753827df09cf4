"""The sheets that are drawn from a finished plan: recipe, use, kitchen, forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from api.plan_shown import PlanShown
from api.sheet_errors import NoSuchDay, NoSuchGroup
from api.week_views import ESTIMATE
from canteen.bulk import is_bulk
from nutrition.menu import Day, Serving
from nutrition.needs import needs_of
from reports.duty_forms import (
    ACCEPTANCE,
    ACCOMPANYING,
    SAMPLES,
    ExpectedGoods,
    GoodsForm,
    MealForms,
    ServedMeal,
    acceptance_form,
    accompanying_form,
    samples_form,
)
from reports.frame import Frame, People
from reports.kitchen_sheet import (
    KITCHEN,
    BatchDish,
    BatchFood,
    BatchMeal,
    KitchenView,
    kitchen_sheet,
)
from reports.sheet import Paper, Sheet
from reports.usage_sheet import USAGE, FoodUse, UsageView, usage_sheet
from reports.week_group import week_of
from reports.week_sheet import week_sheet
from reports.words import words


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What a sheet of a plan is asked for.

    Attributes:
        signed: post -> name of whoever signed.
        group: name of the only group shown, or "".
        day: the only day shown, or None.
        board: on the large paper of the wall.
        published: the date printed on it; None leaves that of the plan.
    """

    signed: Mapping[str, str]
    group: str = ""
    day: date | None = None
    board: bool = False
    published: date | None = None


def recipe_of(read: PlanShown, asked: PlanAsked) -> Sheet:
    """Draw the weekly menu: of all groups side by side, or of one.

    Raises:
        NoSuchGroup: the plan has no such group.
    """
    view = read.shown.view
    if asked.group:
        known = [group.name for group in view.groups]
        if asked.group not in known:
            raise NoSuchGroup(asked.group, known)
        view = week_of(view, asked.group)
    people = replace(view.people, signed=asked.signed)
    view = replace(view, people=people, published=asked.published or view.published)
    sheet = week_sheet(view)
    return replace(sheet, paper=Paper.A3_LANDSCAPE) if asked.board else sheet


def usage_of(read: PlanShown, asked: PlanAsked) -> Sheet:
    """Draw what the menu needs of each food, day by day, for all groups."""
    problem, prices = read.folder.problem, read.folder.tables.prices
    grams: dict[str, dict[date, int]] = {}
    for need in needs_of(read.plan.menu, problem.groups, problem.foods):
        grams.setdefault(need.food, {})[need.date] = need.grams
    order = {code: at for at, code in enumerate(problem.foods)}
    foods = tuple(
        FoodUse(
            problem.foods[code].name,
            is_bulk(problem.foods[code]),
            grams[code],
            prices[code].price if code in prices else None,
            code in prices and prices[code].basis == ESTIMATE,
        )
        for code in sorted(grams, key=order.__getitem__)
    )
    spec = read.folder.plan.prices
    view = UsageView(
        frame=_frame(USAGE, read, asked),
        days=tuple(day.date for day in read.plan.menu.days if day.date),
        foods=foods,
        pupils=sum(group.headcount for group in problem.groups),
        price_date=spec.date if spec else None,
        plan=read.shown.view.sources.plan,
    )
    return usage_sheet(view)


def kitchen_of(read: PlanShown, asked: PlanAsked) -> Sheet:
    """Draw what the kitchen weighs for each dish, a page for each day.

    Raises:
        NoSuchDay: nothing is planned for the day asked for.
    """
    problem = read.folder.problem
    view = KitchenView(
        frame=_frame(KITCHEN, read, asked),
        days=tuple(
            (day.date, tuple(_batches(day, read))) for day in _days(read, asked) if day.date
        ),
        groups=tuple((group.name, group.headcount) for group in problem.groups),
        plan=read.shown.view.sources.plan,
    )
    return kitchen_sheet(view)


def accompanying_of(read: PlanShown, asked: PlanAsked) -> Sheet:
    """Draw the form for who eats with the pupils."""
    return accompanying_form(_meal_forms(ACCOMPANYING, read, asked))


def samples_of(read: PlanShown, asked: PlanAsked) -> Sheet:
    """Draw the form for the samples kept."""
    return samples_form(_meal_forms(SAMPLES, read, asked))


def acceptance_of(read: PlanShown, asked: PlanAsked) -> Sheet:
    """Draw the form for goods received: what the menu needs, on the day it needs it."""
    problem = read.folder.problem
    days = {day.date for day in _days(read, asked)}
    goods = tuple(
        ExpectedGoods(need.date, problem.foods[need.food].name, "", need.grams)
        for need in sorted(
            needs_of(read.plan.menu, problem.groups, problem.foods), key=lambda n: n.date
        )
        if need.date in days
    )
    frame = _frame(ACCEPTANCE, read, asked)
    return acceptance_form(GoodsForm(frame, goods, read.shown.view.sources.plan))


def _meal_forms(sheet: str, read: PlanShown, asked: PlanAsked) -> MealForms:
    meals = tuple(
        ServedMeal(day.date, meal.meal, tuple(s.dish.name for s in meal.servings))
        for day in _days(read, asked)
        if day.date
        for meal in day.meals
    )
    return MealForms(_frame(sheet, read, asked), meals, read.shown.view.sources.plan)


def _days(read: PlanShown, asked: PlanAsked) -> tuple[Day, ...]:
    days = read.plan.menu.days
    if asked.day is None:
        return days
    chosen = tuple(day for day in days if day.date == asked.day)
    if not chosen:
        raise NoSuchDay(f"{asked.day}", [f"{day.date}" for day in days])
    return chosen


def _frame(sheet: str, read: PlanShown, asked: PlanAsked) -> Frame:
    view = read.shown.view
    people = People(view.people.phone, view.people.url, asked.signed)
    return Frame(sheet, view.school, asked.published or view.published, people, view.lang)


def _batches(day: Day, read: PlanShown) -> Iterator[BatchMeal]:
    for meal in day.meals:
        yield BatchMeal(meal.meal, tuple(_batch(serving, read) for serving in meal.servings))


def _batch(serving: Serving, read: PlanShown) -> BatchDish:
    """Add up a dish over all pupils: exact fractions of printed grams, rounded when printed."""
    problem, lang = read.folder.problem, read.shown.view.lang
    dish, say = serving.dish, words(lang)
    foods = []
    for line in dish.ingredients:
        food = problem.foods[line.food]
        each = [serving.portions[g.code].grams.get(line.food, 0.0) for g in problem.groups]
        net = sum(
            Fraction(repr(grams)) * group.headcount
            for grams, group in zip(each, problem.groups, strict=True)
        )
        name = food.name_en if lang == "en" and food.name_en else food.name
        bought = net / Fraction(repr(food.edible))
        foods.append(BatchFood(name, tuple(each), float(net), float(bought)))
    allergens = {a for line in dish.ingredients for a in problem.foods[line.food].allergens}
    name = dish.name_en if lang == "en" and dish.name_en else dish.name
    named = tuple(say.name("allergen", each) for each in sorted(allergens))
    return BatchDish(name, dish.method, named, tuple(foods))
