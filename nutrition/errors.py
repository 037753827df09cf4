"""What can go wrong while reading the language of menus: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from food_tables.table_errors import Fault


class NutritionError(Exception):
    """Base of every error this room raises on purpose."""

    code: ClassVar[str]


class BadAmount(NutritionError):
    """A text that should be an amount of money is not one.

    Attributes:
        text: as it was given.
    """

    code = "nutrition.bad-amount"

    def __init__(self, text: str) -> None:
        super().__init__(f"not an amount of money: {text!r}")
        self.text = text


class ClauseHasNoValue(NutritionError):
    """A standard gives no value for an age, sex or meal that the school has.

    Attributes:
        clause: id of the clause.
        age: age band asked for.
        sex: "M" or "F".
        meal: meal asked for, or "" when the clause knows no meals.
    """

    code = "nutrition.clause-has-no-value"

    def __init__(self, clause: str, age: str, sex: str, meal: str) -> None:
        super().__init__(f"{clause} has no value for {age} {sex} {meal}".rstrip())
        self.clause, self.age, self.sex, self.meal = clause, age, sex, meal


class BadStandard(NutritionError):
    """A standard file cannot be read as clauses.

    Attributes:
        faults: one for each place; ``column`` is the key.
    """

    code = "nutrition.bad-standard"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in a standard, first {faults[0]}")
        self.faults = tuple(faults)
