"""The forms that a rule can take: what is measured or counted, over what, between which limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from nutrition.dish import DishSelector
from nutrition.food import FoodSelector
from nutrition.quantities import Finite, Whole
from nutrition.rule_parts import Attribute, Limit, Measure, Per

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over what is served, per pupil of each group, kept between two limits.

    Attributes:
        meals: only these meals count; empty means all that are served.
        target: shown amber below (or above, for a ceiling); never a row.
        across: one row for the whole school (groups weighted by head-count) instead of
            one for each group; a budget is kept so.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["amount"]
    per: Per
    measure: Measure
    low: Limit | None = None
    high: Limit | None = None
    target: Limit | None = None
    meals: frozenset[str] = frozenset()
    across: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """One sum as a share of another, kept between two limits (share of energy, dark share)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["ratio"]
    per: Per
    part: Measure
    whole: Measure
    low: Finite | None = None
    high: Finite | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that a variety rule counts: present from ``at_least`` of its measure."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: str
    measure: Measure
    at_least: Finite


@dataclass(frozen=True, slots=True)
class Distinct:
    """At least so many different kinds in each span.

    Exactly one of these says what a kind is: ``kinds`` (named, each with its measure),
    ``foods`` (every food chosen is a kind, present from ``at_least`` net grams in the
    portions of every group) or ``attribute`` (every value of the dishes' attribute).

    Attributes:
        meals: only these meals count; empty means all that are served.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["distinct"]
    per: Per
    low: Whole
    kinds: tuple[Kind, ...] = ()
    foods: FoodSelector | None = None
    at_least: Finite = 0.0
    attribute: Attribute | None = None
    dishes: DishSelector = DishSelector()
    meals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Servings:
    """So many servings of certain dishes in each span.

    A dish is counted when ``dishes`` takes it and, if ``foods`` is given, it holds at least
    ``at_least`` net grams (more than none when 0) of those foods: for ``low`` in the portion
    of every group, for ``high`` in its recipe, whatever the size of the portions.

    Attributes:
        at_most: no single serving holds more net grams of those foods.
        from_days: ``low`` is asked of spans with at least so many days of service; a week of
            a single day between holidays is not asked for its weekly liver.
        meals: only these meals count; empty means all that are served.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["servings"]
    per: Per
    low: Whole | None = None
    high: Whole | None = None
    dishes: DishSelector = DishSelector()
    foods: FoodSelector | None = None
    at_least: Finite = 0.0
    at_most: Finite | None = None
    from_days: int = 1
    meals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """At most ``high`` of the dishes chosen share one value of an attribute in a span.

    Attributes:
        meals: only these meals count; empty means all that are served.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["alike"]
    per: Per
    attribute: Attribute
    high: Whole
    dishes: DishSelector = DishSelector()
    meals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spacing:
    """Dishes chosen with the same attribute are never served on two days of service running."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["spacing"]
    attribute: Attribute
    dishes: DishSelector = DishSelector()


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often a week each of the dishes chosen may be served."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    dishes: DishSelector
    weekly: Whole


@dataclass(frozen=True, slots=True)
class Repetition:
    """A dish at most so often a week, and once in any ``gap_days`` days over history.

    The first allowance that takes a dish counts; a dish's own ``weekly_max`` wins over
    all.  Dishes that may come more than once a week are free of ``gap_days``.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["repetition"]
    weekly: Whole
    gap_days: Whole = 0
    allowances: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class OnDates:
    """At least ``low`` of certain dishes on each of some dates (a festival's dishes on its day).

    Attributes:
        meals: only these meals count; empty means all that are served.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["on_dates"]
    dates: frozenset[date]
    dishes: DishSelector
    low: Whole = 1
    meals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Dishes that may not be served: by food, by allergen, or out of season.

    Attributes:
        season: true where a dish may be served only inside its months.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["exclusion"]
    foods: FoodSelector | None = None
    allergens: frozenset[str] = frozenset()
    dishes: DishSelector | None = None
    season: bool = False


@dataclass(frozen=True, slots=True)
class Supply:
    """Kilograms as bought of some foods, for all pupils over the whole menu (contract, stock)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["supply"]
    foods: FoodSelector
    low_kg: Finite | None = None
    high_kg: Finite | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """No number in the text: a person signs for it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["review"]


Rule = Annotated[
    Amount
    | Ratio
    | Distinct
    | Servings
    | Alike
    | Spacing
    | Repetition
    | OnDates
    | Exclusion
    | Supply
    | Review,
    Field(discriminator="form"),
]
