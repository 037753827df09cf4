"""Standards as values: each clause says what is measured, over what, and between which limits.

A clause's ``rule`` is one of a few forms (amount, ratio, distinct, servings, alike,
spacing, repetition, exclusion, supply, review).  The optimiser has one row writer per form, the
checkers one plain-arithmetic witness per form; both take every number from the clause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from nutrition.dish import DishSelector
from nutrition.errors import BadStandard, ClauseHasNoValue
from nutrition.food import FoodSelector
from nutrition.pupil import PupilGroup


class Mode(StrEnum):
    """How a school keeps a rule: always, at a price for each unit missed, or not at all."""

    HARD = "hard"
    SOFT = "soft"
    OFF = "off"


class Per(StrEnum):
    """What one measurement covers.

    ``MEAL`` each meal of each day; ``DAY`` each day; ``MEAL_WEEK`` the mean of each meal
    over a calendar week; ``WEEK`` the mean day of a calendar week; ``PERIOD`` the mean day
    of the whole menu.  Counting forms take the total, not the mean, of the span.
    """

    MEAL = "meal"
    DAY = "day"
    MEAL_WEEK = "meal-week"
    WEEK = "week"
    PERIOD = "period"


class When(StrEnum):
    """Whether a clause holds for every menu, only for all the day's meals, or only for some."""

    ALWAYS = "always"
    WHOLE_DAY = "whole_day"
    PART_DAY = "part_day"


class Seen(StrEnum):
    """How a figure was seen: in the printed original, in a reprint, computed, or recalled (†)."""

    ORIGINAL = "original"
    REPRINT = "reprint"
    COMPUTED = "computed"
    RECALLED = "recalled"


class Attribute(StrEnum):
    """A property of a dish that variety rules compare."""

    CODE = "code"
    METHOD = "method"
    COLOUR = "colour"
    KIND = "kind"


_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Term:
    """Part of a measure: a nutrient, or grams, of some foods, times a factor.

    Attributes:
        nutrient: column of the composition table, or "" for net grams; ``cost_fen`` is
            the purchase cost (foods carry it once they are priced).
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    nutrient: str = ""
    foods: FoodSelector = FoodSelector()
    times: FiniteFloat = 1.0


Measure = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of a bound.

    The limit is ``value`` (or the table's ``column`` for the pupils) x ``times`` x the
    share of the day that the meals measured make up (``share``: the low or the high end).
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    value: FiniteFloat | None = None
    column: Literal["", "value", "low", "high"] = ""
    share: Literal["", "low", "high"] = ""
    times: FiniteFloat = 1.0


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
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that a variety rule counts: present from ``at_least`` of its measure."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: str
    measure: Measure
    at_least: FiniteFloat


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
    low: int
    kinds: tuple[Kind, ...] = ()
    foods: FoodSelector | None = None
    at_least: FiniteFloat = 0.0
    attribute: Attribute | None = None
    dishes: DishSelector = DishSelector()
    meals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Servings:
    """So many servings of certain dishes in each span.

    A dish is counted when ``dishes`` takes it and, if ``foods`` is given, every group's
    portion holds at least ``at_least`` net grams (more than none when 0) of those foods.

    Attributes:
        at_most: no single serving holds more net grams of those foods.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["servings"]
    per: Per
    low: int | None = None
    high: int | None = None
    dishes: DishSelector = DishSelector()
    foods: FoodSelector | None = None
    at_least: FiniteFloat = 0.0
    at_most: FiniteFloat | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """At most ``high`` of the dishes chosen share one value of an attribute in a span."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["alike"]
    per: Per
    attribute: Attribute
    high: int
    dishes: DishSelector = DishSelector()


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
    weekly: int


@dataclass(frozen=True, slots=True)
class Repetition:
    """A dish at most so often a week, and once in any ``gap_days`` days over history.

    The first allowance that takes a dish counts; a dish's own ``weekly_max`` wins over
    all.  Dishes that may come more than once a week are free of ``gap_days``.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    form: Literal["repetition"]
    weekly: int
    gap_days: int = 0
    allowances: tuple[Allowance, ...] = ()


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
    low_kg: FiniteFloat | None = None
    high_kg: FiniteFloat | None = None


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
    | Exclusion
    | Supply
    | Review,
    Field(discriminator="form"),
]


@dataclass(frozen=True, slots=True)
class Value:
    """One printed figure of a clause, and how it was seen.  Empty age, sex or meal means any."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    seen: Seen
    source: str
    age: str = ""
    sex: Literal["", "M", "F"] = ""
    meal: str = ""
    value: FiniteFloat | None = None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    grade: Literal["A", "B", "C", "R"] = "C"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a standard.

    Attributes:
        ref: where it stands in the document.
        quote: its words, as far as they were read.
        unit: of what is measured, as printed.
        soft_price: fen per pupil and day (or per count) for each unit missed, when soft.
        needs: foods without which the clause does not concern a school (no milk served).
        counted_in_salt: true where a menu that lists no seasoning cannot be judged.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    document: str
    title: str
    title_en: str
    ref: str
    unit: str
    rule: Rule
    seen: Seen
    source: str
    checked_on: date
    quote: str = ""
    mode: Mode = Mode.HARD
    when: When = When.ALWAYS
    soft_price: FiniteFloat = 1.0
    needs: FoodSelector | None = None
    needs_seasoning: bool = False
    grade: Literal["A", "B", "C", "R"] = "C"
    note: str = ""
    value: tuple[Value, ...] = ()

    def limit(
        self, limit: Limit, group: PupilGroup, meals: Sequence[str], standard: Standard
    ) -> float:
        """Return ``limit`` for a mean pupil of ``group`` over ``meals``, in the clause's unit.

        Raises:
            ClauseHasNoValue: the table has no row for one of the group's cohorts or meals.
        """
        share = standard.share(meals, limit.share) if limit.share else 1.0
        if limit.value is not None:
            return limit.value * limit.times * share
        weighted = sum(
            c.count * self._figure(limit.column, c.age, c.sex, meals) for c in group.cohorts
        )
        return weighted / group.headcount * limit.times * share

    def _figure(self, column: str, age: str, sex: str, meals: Sequence[str]) -> float:
        meal = meals[0] if len(meals) == 1 else ""
        for row in self.value:
            figure = getattr(row, column)
            if (
                figure is not None
                and row.age in ("", age)
                and row.sex in ("", sex)
                and row.meal in ("", meal)
            ):
                return float(figure)
        raise ClauseHasNoValue(self.id, age, sex, meal)

    @property
    def recalled(self) -> bool:
        """Whether any figure of it was only recalled; such lines are printed with †."""
        return self.seen is Seen.RECALLED or any(v.seen is Seen.RECALLED for v in self.value)


@dataclass(frozen=True, slots=True)
class MealShare:
    """The share of the day's energy that one meal carries."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    low: FiniteFloat
    high: FiniteFloat
    source: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """A document's clauses and the shares of its meals.

    Attributes:
        meal_shares: in the order of the day; with all of them served the share is one.
    """

    id: str
    title: str
    title_en: str
    meal_shares: Mapping[str, MealShare]
    clauses: Mapping[str, Clause] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Standard:
        """Read a standard from the mapping that its TOML file holds.

        Raises:
            BadStandard: a key is missing, unknown or of the wrong kind.
        """
        head = document.get("document", {})
        try:
            shares = _SHARES.validate_python(document.get("meal_share", {}))
            name = str(head["id"])
        except ValidationError as error:
            raise BadStandard("meal_share", _first(error)) from None
        except KeyError as error:
            raise BadStandard("document", f"missing key {error}") from None
        clauses = {}
        for code, body in document.get("clause", {}).items():
            try:
                clauses[code] = _CLAUSE.validate_python({"id": code, "document": name, **body})
            except ValidationError as error:
                raise BadStandard(code, _first(error)) from None
        return cls(name, head.get("title", name), head.get("title_en", name), shares, clauses)

    def share(self, meals: Sequence[str], end: str) -> float:
        """Return the share of the day that ``meals`` carry together (``end``: low or high)."""
        if self.whole_day(meals):
            return 1.0
        return sum(
            self.meal_shares[m].low if end == "low" else self.meal_shares[m].high
            for m in dict.fromkeys(meals)
        )

    def whole_day(self, meals: Sequence[str]) -> bool:
        """Say whether ``meals`` are all the meals that the standard knows."""
        return set(self.meal_shares) <= set(meals)

    def holds(self, clause: Clause, meals: Sequence[str]) -> bool:
        """Say whether ``clause`` concerns a menu that serves ``meals``."""
        return clause.when is When.ALWAYS or (
            (clause.when is When.WHOLE_DAY) == self.whole_day(meals)
        )


_CLAUSE: TypeAdapter[Clause] = TypeAdapter(Clause)

_SHARES: TypeAdapter[dict[str, MealShare]] = TypeAdapter(dict[str, MealShare])


def _first(error: ValidationError) -> str:
    """Say the first thing wrong, with the path to it."""
    found = error.errors()[0]
    return f"{'.'.join(str(p) for p in found['loc'])}: {found['msg']}"
