"""What dishes were planned to cost, read from the plan.json that ``canteen plan`` wrote."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.errors import NotAPlan
from api.files import kind, read_bytes
from api.finished import PLAN_DATA
from canteen.meal_costs import Place

Fen = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Group(_Part):
    code: str
    pupils: Annotated[int, Field(gt=0, le=1_000_000)]


class _Portion(_Part):
    cost_fen: Fen


class _Dish(_Part):
    code: Annotated[str, Field(min_length=1, max_length=300)]
    portions: dict[str, _Portion]


class _Meal(_Part):
    meal: str
    dishes: tuple[_Dish, ...]


class _Day(_Part):
    date: date
    meals: tuple[_Meal, ...]


class _File(_Part):
    groups: Annotated[tuple[_Group, ...], Field(min_length=1)]
    days: Annotated[tuple[_Day, ...], Field(min_length=1, max_length=366)]


def planned_costs(paths: Iterable[Path]) -> dict[Place, Fraction]:
    """Return (day, meal, dish) -> planned fen for one pupil, over the pupils of all groups.

    Of several plans of one day the last holds.

    Raises:
        NotAPlan: a file is no plan, or has no dates.
        CannotRead, TableTooLarge: a file cannot be read.
    """
    found: dict[date, dict[Place, Fraction]] = {}
    for path in paths:
        read = _read(path)
        by_day: defaultdict[date, dict[Place, Fraction]] = defaultdict(dict)
        for place, fen in _costs(read):
            by_day[place[0]][place] = fen
        found |= by_day
    return {place: fen for costs in found.values() for place, fen in costs.items()}


def _costs(file: _File) -> Iterator[tuple[Place, Fraction]]:
    heads = {group.code: group.pupils for group in file.groups}
    for day in file.days:
        for meal in day.meals:
            for dish in meal.dishes:
                fen = sum(
                    (
                        heads[group] * Fraction(portion.cost_fen)
                        for group, portion in dish.portions.items()
                        if group in heads
                    ),
                    Fraction(0),
                )
                yield (day.date, meal.meal, dish.code), fen / sum(heads.values())


def _read(path: Path) -> _File:
    file = path / PLAN_DATA if kind(path) == "folder" else path
    try:
        return _File.model_validate(json.loads(read_bytes(file)))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotAPlan(file.name, "incomplete", where) from None
    except (ValueError, RecursionError):
        raise NotAPlan(file.name, "not-json") from None
