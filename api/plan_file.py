"""plan.toml as it may be written: every key, its kind and its limits; nothing else is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from food_tables.refusals import strictly
from nutrition.clauses import Mode
from nutrition.dish import PortionClass

MOST_DAYS = 60

LATER_KEYS = frozenset(
    {
        "county",
        "festivals",
        "tariffs",
        "wishes",
    }
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]

Ascii = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,19}$")]

Count = Annotated[int, Field(ge=0, le=20_000, strict=True)]

Places = Annotated[int, Field(ge=0, le=9, strict=True)]

Factor = Annotated[float, BeforeValidator(strictly), Field(gt=0, le=4, allow_inf_nan=False)]

Limit = Annotated[float, BeforeValidator(strictly), Field(ge=0, le=1e6, allow_inf_nan=False)]

Day = Annotated[date, Field(strict=True)]

Objective = Literal["cost", "nutrition", "rating", "robust"]

Exponent = Annotated[float, BeforeValidator(strictly), Field(ge=0, le=2, allow_inf_nan=False)]


def _yuan(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


Yuan = Annotated[str, BeforeValidator(_yuan), Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$")]


class Part(BaseModel):
    """A part of plan.toml; a key that it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class School(Part):
    """[school]: what the sheet prints at its head and foot."""

    name: Text
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    url: Annotated[str, StringConstraints(max_length=200)] = ""
    fee_yuan: Yuan | None = None


class Calendar(Part):
    """[calendar]: from ``start`` to ``end`` on ``weekdays`` without ``skip``, or a list of days."""

    start: Day | None = None
    end: Day | None = None
    weekdays: tuple[Annotated[int, Field(ge=1, le=7, strict=True)], ...] = (1, 2, 3, 4, 5)
    skip: tuple[Day, ...] = ()
    days: tuple[Day, ...] = ()


class SlotSpec(Part):
    """A slot of a meal; without ``categories`` its name is its category."""

    name: Text
    categories: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    min: Places
    max: Places


class MealSpec(Part):
    """[[meal]]: breakfast, lunch, dinner or a name of the school's own standard."""

    name: Text
    slots: Annotated[tuple[SlotSpec, ...], Field(min_length=1)]


class CohortSpec(Part):
    """Boys and girls of one age band."""

    age: Text
    boys: Count = 0
    girls: Count = 0


class GroupSpec(Part):
    """[[group]]: pupils who get the same portions."""

    name: Text
    code: Ascii | None = None
    factor: Factor | None = None
    cohorts: Annotated[tuple[CohortSpec, ...], Field(min_length=1)]


class PortionsSpec(Part):
    """[portions]: how recipes become portions."""

    bands: Mapping[PortionClass, tuple[Factor, Factor]] = {}
    exponents: Mapping[PortionClass, Exponent] = {}
    salt_exponent: Exponent | None = None
    reference_ages: Annotated[tuple[Text, ...], Field(min_length=1)] = ("6-8", "9-11")
    follow: Text = "t1_energy_day"


class RuleSpec(Part):
    """[rules.<clause>]: how a rule of the standard is kept, and with which numbers."""

    mode: Mode | None = None
    price: Limit | None = None
    low: Limit | None = None
    high: Limit | None = None
    weekly: Places | None = None
    gap_days: Annotated[int, Field(ge=0, le=366, strict=True)] | None = None
    at_least: Limit | None = None


Dishes = Annotated[tuple[Text, ...], Field(min_length=1)]


class LockSpec(Part):
    """[[lock]]: a dish that is served at one meal of one day, or all dishes of that meal."""

    date: Day
    meal: Text
    dish: Text | None = None
    dishes: Dishes | None = None


class MealOfDay(Part):
    """One meal of one day."""

    date: Day
    meal: Text


class KeepSpec(Part):
    """[keep]: days and meals of an earlier plan that stay as they are, dishes and grams."""

    plan: Annotated[str, StringConstraints(min_length=1, max_length=4096)]
    days: tuple[Day, ...] = ()
    meals: tuple[MealOfDay, ...] = ()


class NearSpec(Part):
    """[near]: an earlier plan of which as many dishes as possible stay."""

    plan: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class FestivalSpec(Part):
    """[[festival]]: at least one of these dishes on its day."""

    name: Text
    date: Day
    dishes: Dishes
    meal: Text | None = None


class ExcludeSpec(Part):
    """[exclude]: what may not be served; dishes and foods by code or name."""

    dishes: tuple[Text, ...] = ()
    foods: tuple[Text, ...] = ()
    allergens: tuple[Text, ...] = ()


class BudgetSpec(Part):
    """[budget]: purchase cost per pupil and day, the mean of all pupils and days."""

    yuan_per_day: Yuan
    mode: Mode = Mode.HARD


class EquipmentSpec(Part):
    """[[kitchen.equipment]]: cooking methods that share stoves, steamers or fryers."""

    name: Text
    methods: Annotated[tuple[Text, ...], Field(min_length=1)]
    per_meal: Places | None = None
    per_day: Places | None = None


class KitchenSpec(Part):
    """[kitchen]: at most so many dishes by one cooking method, or on one kind of equipment."""

    per_meal: Mapping[Text, Places] = {}
    per_day: Mapping[Text, Places] = {}
    equipment: tuple[EquipmentSpec, ...] = ()


class SupplySpec(Part):
    """[[supply]]: kilograms as bought over the whole menu, for a contract or a stock."""

    foods: Annotated[tuple[Text, ...], Field(min_length=1)]
    min_kg: Limit | None = None
    max_kg: Limit | None = None
    reason: Annotated[str, StringConstraints(max_length=100)] = ""


class PricesSpec(Part):
    """[prices]: the day whose prices count, and other days whose prices a robust plan looks at."""

    date: Day
    also: Annotated[tuple[Day, ...], Field(max_length=12)] = ()


class TablesSpec(Part):
    """[tables]: whether the folder's tables are laid over the embedded ones or stand alone."""

    foods: Literal["add", "only"] = "add"
    dishes: Literal["add", "only"] = "only"
    prices: Literal["add", "only"] = "add"


class PlanFile(Part):
    """The whole of plan.toml."""

    objective: Objective = "cost"
    table: Literal["canteen", "mext"] = "canteen"
    halal: Annotated[bool, Field(strict=True)] = False
    school: School
    calendar: Calendar
    prices: PricesSpec | None = None
    tables: TablesSpec = TablesSpec()
    meal: Annotated[tuple[MealSpec, ...], Field(min_length=1, max_length=8)]
    group: Annotated[tuple[GroupSpec, ...], Field(min_length=1, max_length=12)]
    portions: PortionsSpec = PortionsSpec()
    rules: Mapping[Text, RuleSpec] = {}
    lock: tuple[LockSpec, ...] = ()
    keep: KeepSpec | None = None
    near: NearSpec | None = None
    festival: tuple[FestivalSpec, ...] = ()
    exclude: ExcludeSpec = ExcludeSpec()
    budget: BudgetSpec | None = None
    kitchen: KitchenSpec = KitchenSpec()
    supply: tuple[SupplySpec, ...] = ()
