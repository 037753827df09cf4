"""The week's menu as a picture for a telephone: names of dishes and allergens, no grams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.week_dish import dish_name
from reports.words import Words, plain, words

if TYPE_CHECKING:
    from reports.week_view import DayView, MealView, WeekView


@dataclass(frozen=True, slots=True)
class PictureDish:
    """One dish: its name, and the allergens in it in words."""

    name: str
    allergens: str


@dataclass(frozen=True, slots=True)
class PictureMeal:
    """One meal of a day."""

    name: str
    dishes: tuple[PictureDish, ...]


@dataclass(frozen=True, slots=True)
class PictureDay:
    """One day; ``closed`` says why nothing is served."""

    label: str
    meals: tuple[PictureMeal, ...]
    closed: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the picture, as text."""

    title: str
    subtitle: str
    days: tuple[PictureDay, ...]
    foot: tuple[str, ...]
    lang: str


def picture(view: WeekView) -> Picture:
    """Write the menu out for the picture."""
    say = words(view.lang)
    foot = [say("picture.grams")]
    if view.people.phone:
        foot.append(say("picture.phone", phone=plain(view.people.phone)))
    if view.sources.plan:
        foot.append(say("proof.plan", plan=plain(view.sources.plan)))
    return Picture(
        title=say("picture.title", school=plain(view.school)),
        subtitle=_subtitle(view, say),
        days=tuple(_day(day, view, say) for day in view.days),
        foot=tuple(foot),
        lang=view.lang,
    )


def _subtitle(view: WeekView, say: Words) -> str:
    """Return the days, and the meal where the week has only one kind of it."""
    dates = [day.date for day in view.days if day.date is not None]
    period = say.period(min(dates), max(dates)) if dates else ""
    meals = dict.fromkeys(meal.meal for day in view.days for meal in day.meals)
    only = [plain(say.name("meal", meal)) for meal in meals] if len(meals) == 1 else []
    return " ".join(filter(None, (period, *only)))


def _day(day: DayView, view: WeekView, say: Words) -> PictureDay:
    label = say.day(day.date) if day.date else plain(day.label)
    many = len({meal.meal for each in view.days for meal in each.meals}) > 1
    meals = tuple(_meal(meal, say, named=many) for meal in day.meals)
    return PictureDay(label, meals, plain(day.closed))


def _meal(meal: MealView, say: Words, *, named: bool) -> PictureMeal:
    """Return a meal; where the week has only one kind of meal its name is said nowhere."""
    dishes = tuple(
        PictureDish(
            plain(dish_name(dish, say)),
            say.listed([plain(say.name("allergen", each)) for each in dish.allergens]),
        )
        for dish in meal.dishes
    )
    return PictureMeal(plain(say.name("meal", meal.meal)) if named else "", dishes)


def texts(drawn: Picture) -> list[str]:
    """Return every text on the picture."""
    found = [drawn.title, drawn.subtitle, *drawn.foot]
    for day in drawn.days:
        found += [day.label, day.closed]
        for meal in day.meals:
            found.append(meal.name)
            found += [text for dish in meal.dishes for text in (dish.name, dish.allergens)]
    return found
