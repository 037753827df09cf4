"""What demo_term.toml says of the invented term."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from importlib.resources import files

from pydantic import BaseModel

from api.demo_milk import DemoMilk


class DemoFood(BaseModel):
    """A food of the invented kitchen: grams for one eater, weekdays 1 to 5."""

    code: str
    grams: int
    days: list[int]
    dish: str
    keeps: int


class DemoTerm(BaseModel):
    """What demo_term.toml says."""

    school: str
    first: date
    last: date
    written: datetime
    classes: list[str]
    pupils_in_class: int
    absent_in_a_hundred: int
    staff_at_lunch: int
    plans: dict[str, str]
    entitled: dict[str, int | str]
    bills: dict[str, str]
    supplier: dict[str, str]
    food: list[DemoFood]
    milk: DemoMilk
    dish_prices: dict[str, str]


def demo_term() -> DemoTerm:
    """Return the invented term."""
    text = files("api").joinpath("demo_term.toml").read_text("utf-8")
    return DemoTerm.model_validate(tomllib.loads(text))
