"""WeekView: everything the weekly 带量食谱公示表 says, as plain values that are already right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nutrition.clauses import Mode
from nutrition.proof import Proof
from reports.authority import Basis
from reports.frame import People
from reports.sheet import Lang


class Verdict(StrEnum):
    """What a checker found; the order is from good to bad."""

    MET = "met"
    BELOW_TARGET = "below_target"
    REVIEW = "review"
    OFF = "off"
    UNKNOWN = "unknown"
    ABOVE = "above"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class GroupView:
    """Pupils who get the same portions.

    Attributes:
        name: as the canteen writes it (低年级); printed in every list of groups.
        headcount: pupils.
        cost_fen: food cost per pupil and day, fen, unrounded; None when unknown.
    """

    name: str
    headcount: int
    cost_fen: float | None = None


@dataclass(frozen=True, slots=True)
class IngredientView:
    """One food of a dish.

    Attributes:
        grams: printed raw edible grams, one per group in the order of ``WeekView.groups``;
            None where a group's amount is unknown, 0 where a group gets none.
        name_en: used in English when it is not empty.
        recalled: its composition rests on a recalled figure; prints †.
        drafted: its amount was drafted for the library, not read in a menu.
    """

    name: str
    grams: tuple[float | None, ...]
    name_en: str = ""
    recalled: bool = False
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class DishView:
    """One dish of one meal.

    Attributes:
        category: 主食, 大荤, … or the school's own name of the slot: its row of the grid.
        method: cooking method (炒), or "".
        allergens: allergen ids (``egg``); an id without a word prints as it is.
        ingredients: heaviest first, seasonings last; the sheet keeps the order.
        composed: the recipe was composed for the library; prints 自拟.
        estimated: the price of a main ingredient is an estimate; prints 估价.
    """

    name: str
    category: str
    method: str
    ingredients: tuple[IngredientView, ...]
    allergens: tuple[str, ...] = ()
    composed: bool = False
    estimated: bool = False
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class MealView:
    """One meal of one day.

    Attributes:
        meal: id (``lunch``); an id without a word prints as it is.
        courses: rows of the grid in serving order; empty leaves the order to the categories.
    """

    meal: str
    dishes: tuple[DishView, ...]
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayView:
    """One column of the grid.

    Attributes:
        label: heading of a day without a date.
        closed: why there is no service (清明节); the column is greyed.
        cost_fen: food cost of the day per pupil, one per group, fen; empty prints no line.
        week: days of one week carry the same number; every week has its page.
    """

    label: str
    meals: tuple[MealView, ...]
    date: date | None = None
    closed: str = ""
    cost_fen: tuple[float | None, ...] = ()
    week: int = 1


@dataclass(frozen=True, slots=True)
class Attainment:
    """How one group's menu stands against one clause.

    Lines with the same ``clause`` and ``span`` share a row of the sheet, one cell per group.

    Attributes:
        clause: id of the clause (``t1_energy``).
        title: what is measured, in the sheet's language (能量).
        group: name of the group.
        span: what one measurement covers, in words (周平均, 每天).
        unit: of measured and limits; "%" expects them as 30, not 0.30.
        measured: None when it cannot be measured.
        low, high, target: the limits for this group; None where the clause has none.
        known: share (0 to 1) of the grams with a known value; below 0.995 it is printed.
        where: the worst place, in words (周三 午餐), or "".
        decimals: places printed; None as needed.
        recalled: the limit was only recalled; prints † behind the title.
    """

    clause: str
    title: str
    group: str
    span: str
    unit: str
    measured: float | None
    verdict: Verdict
    mode: Mode = Mode.HARD
    low: float | None = None
    high: float | None = None
    target: float | None = None
    known: float = 1.0
    where: str = ""
    decimals: int | None = None
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """What the figures rest on.

    Attributes:
        standard: title and edition (WS/T 554-2017 学生餐营养指南).
        foods: title and edition of the food table.
        price_date: date of the price list; None when prices carry none.
        estimated_share: part (0 to 1) of the cost that rests on estimated prices.
        fee_fen: meal fee per pupil and day, fen, or None.
        plan: number of the plan, printed at the foot; "" for an audited menu.
        bases: clauses quoted, in the order of the document.
        notes: further sentences in the sheet's language.
        reviews: titles of clauses that no figure can judge; a person signs for them.
        citations: of food tables, in the words that they ask for.
    """

    standard: str
    foods: str
    price_date: date | None = None
    estimated_share: float | None = None
    fee_fen: int | None = None
    plan: str = ""
    bases: tuple[Basis, ...] = ()
    notes: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekView:
    """The weekly sheet's content.

    Attributes:
        school: name of the school or canteen.
        published: date of the document; the same view gives the same bytes on any day.
        groups: in the order in which grams are printed.
        days: in order; one to seven per week.
        attainments: in the order of the document.
        mean_cost_fen: mean over pupils per day, fen, unrounded; None when unknown.
        proof: of the plan, or None for a menu that was only checked.
    """

    school: str
    published: date
    groups: tuple[GroupView, ...]
    days: tuple[DayView, ...]
    sources: Sources
    attainments: tuple[Attainment, ...] = ()
    mean_cost_fen: float | None = None
    proof: Proof | None = None
    people: People = People()
    lang: Lang = "zh"
