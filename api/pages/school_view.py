"""What a school's public page shows, put together from what it published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from api.language import Lang
from canteen.publicity.duties import Every, duties, posts
from canteen.publicity.publication import Shown
from canteen.store.publication_queries import MENU
from canteen.store.publications import Publications
from food_tables.loading import load_nutrients
from reports.frame import APPROVER, AUTHOR
from reports.open_day import OpenDay, OpenDish
from reports.sheet import Number
from reports.week_dish import grams_text
from reports.words import UNKNOWN, Words, figure, words

_CONTENT = re.compile(rb"<!--content-->(.*)<!--/content-->", re.DOTALL)

_PAGES = re.compile(r'(?=<section class="page">)')

NEWEST = 15
"""Sheets of the archive that a page lists, unless all are asked for."""

MOST_CONTENT = 300_000
"""Bytes of a kept sheet that are shown in the page itself; a longer one is only linked."""

NUTRIENTS = (
    *("energy_kcal", "protein_g", "fat_g", "carbohydrate_g", "fibre_g", "calcium_mg", "iron_mg"),
    *("zinc_mg", "vitamin_a_ug_rae", "thiamin_mg", "riboflavin_mg", "vitamin_c_mg", "sodium_mg"),
)


@dataclass(frozen=True, slots=True)
class PageDish:
    """One dish: ``foods`` with grams for each group, ``energy`` of a portion for each group."""

    name: str
    method: str
    allergens: str
    foods: str
    energy: str


@dataclass(frozen=True, slots=True)
class PageMeal:
    """One meal of a day."""

    name: str
    dishes: tuple[PageDish, ...]


@dataclass(frozen=True, slots=True)
class PageDay:
    """One day of the week."""

    label: str
    today: bool
    meals: tuple[PageMeal, ...]


@dataclass(frozen=True, slots=True)
class PageNutrient:
    """One nutrient of the mean day, one value for each group."""

    title: str
    unit: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageSheet:
    """One sheet: its content as it was shown, or only its links where it is long."""

    anchor: str
    title: str
    period: str
    version: int
    shown_at: str
    signed: str
    fingerprint: str
    links: Mapping[str, str]
    content: Markup | None


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """The whole page.

    Attributes:
        week: the days, as people write them.
        before, after: Mondays of the weeks beside it.
        archive: versions of all sheets, the newest first; ``more``: how many are left out.
    """

    code: str
    name: str
    phone: str
    lang: Lang
    monday: date
    week: str
    before: date
    after: date
    groups: tuple[str, ...]
    days: tuple[PageDay, ...]
    nutrients: tuple[PageNutrient, ...]
    sheets: tuple[PageSheet, ...]
    archive: tuple[PageSheet, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PageAsked:
    """What a page is asked for: ``today`` marks its day, ``monday`` begins the week shown.

    Attributes:
        whole: the archive from its beginning, else its newest sheets.
    """

    code: str
    name: str
    phone: str
    today: date
    monday: date
    lang: Lang
    whole: bool = False


def school_page(record: Publications, asked: PageAsked) -> SchoolPage:
    """Put the page together; only what was published is read."""
    say = words(asked.lang)
    sunday = asked.monday + timedelta(6)
    days = [OpenDay.model_validate_json(r.body) for r in record.days(asked.monday, sunday)]
    every = record.shown(every=True)
    current = _chosen([each for each in every if each.current], asked.monday, sunday)
    return SchoolPage(
        code=asked.code,
        name=asked.name,
        phone=asked.phone,
        lang=asked.lang,
        monday=asked.monday,
        week=say.period(asked.monday, asked.monday + timedelta(4)),
        before=asked.monday - timedelta(7),
        after=asked.monday + timedelta(7),
        groups=tuple(f"{g.name} {g.pupils}" for g in days[0].groups) if days else (),
        days=tuple(_day(day, asked, say) for day in days),
        nutrients=_nutrients(days, asked.lang),
        sheets=tuple(_sheet(each, asked, record) for each in current),
        archive=tuple(_sheet(e, asked, None) for e in (every if asked.whole else every[:NEWEST])),
        more=0 if asked.whole else max(0, len(every) - NEWEST),
    )


def _chosen(found: Sequence[Shown], monday: date, sunday: date) -> list[Shown]:
    """Return of each kind the newest: weekly sheets of this week, others whatever the week."""
    chosen: dict[tuple[str, str], Shown] = {}
    for each in found:
        weekly = duties()[each.sheet].every is Every.WEEK
        if not weekly or (each.first <= sunday and each.last >= monday):
            chosen.setdefault((each.sheet, each.part), each)
    order = list(duties())
    return sorted(chosen.values(), key=lambda each: (order.index(each.sheet), each.part))


def _day(day: OpenDay, asked: PageAsked, say: Words) -> PageDay:
    meals = tuple(
        PageMeal(say.name("meal", meal.meal), tuple(_dish(dish, say) for dish in meal.dishes))
        for meal in day.meals
    )
    return PageDay(say.day(day.date), day.date == asked.today, meals)


def _dish(dish: OpenDish, say: Words) -> PageDish:
    grams: dict[str, list[float | None]] = {}
    for portion in dish.portions:
        for food in portion.foods:
            grams.setdefault(food.name, []).append(food.grams)
    foods = say.listed([f"{name} {grams_text(each)}" for name, each in grams.items()])
    energy = [p.energy_kcal for p in dish.portions]
    return PageDish(
        name=dish.name,
        method=say.name("method", dish.method) if dish.method else "",
        allergens=say.listed([say.name("allergen", each) for each in dish.allergens]),
        foods=foods,
        energy="/".join(_written(value, 0) for value in energy),
    )


def _written(value: float | None, decimals: int) -> str:
    return UNKNOWN if value is None else figure(Number(value, decimals=decimals))


def _nutrients(days: Sequence[OpenDay], lang: Lang) -> tuple[PageNutrient, ...]:
    """Return the mean day of the week; a nutrient that some day does not know is unknown."""
    if not days:
        return ()
    known, groups = load_nutrients(), [group.code for group in days[0].groups]
    return tuple(
        PageNutrient(
            known[nutrient]["zh" if lang == "zh" else "en"],
            known[nutrient]["unit"],
            tuple(
                _written(_mean(days, group, nutrient), int(known[nutrient]["decimals"]))
                for group in groups
            ),
        )
        for nutrient in NUTRIENTS
        if nutrient in known
    )


def _mean(days: Iterable[OpenDay], group: str, nutrient: str) -> float | None:
    sums: list[float] = []
    for day in days:
        parts = [
            total.nutrients.get(nutrient)
            for meal in day.meals
            for total in meal.totals
            if total.group == group
        ]
        if None in parts:
            return None
        sums.append(sum(part for part in parts if part is not None))
    return sum(sums) / len(sums)


def _sheet(each: Shown, asked: PageAsked, record: Publications | None) -> PageSheet:
    say, duty = words(asked.lang), duties()[each.sheet]
    title = duty.title if asked.lang == "zh" else duty.title_en[:1].upper() + duty.title_en[1:]
    named = {AUTHOR: say("post.author"), APPROVER: say("post.approver")}
    named |= {post: title_[asked.lang != "zh"] for post, title_ in posts().items()}
    signed = [f"{named[post]} {each.signed[post]}" for post in named if post in each.signed]
    base = f"/schools/{asked.code}/sheets/{each.record}"
    return PageSheet(
        anchor=f"{each.sheet}-{each.record}",
        title=" ".join(filter(None, (title, each.part))),
        period=say.period(each.first, each.last),
        version=each.version,
        shown_at=f"{each.at:%Y-%m-%d %H:%M}",
        signed=say.listed(signed),
        fingerprint=each.fingerprint,
        links={ink: f"{base}.{ink}" for ink in ("html", "pdf", "xlsx") if ink in each.inks},
        content=None if record is None else _content(record.content(each.inks["html"]), each),
    )


def _content(page: bytes, each: Shown) -> Markup | None:
    """Return the tables of a kept page, which our own template escaped; of a menu not its grid."""
    found = _CONTENT.search(page)
    if found is None or len(found[1]) > MOST_CONTENT:
        return None
    parts = [part for part in _PAGES.split(found[1].decode()) if part.strip()]
    return Markup("".join(parts[1:] if each.sheet == MENU else parts))  # noqa: S704
