"""What a person should look at in a school's own food table before agreeing to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from food_tables import laws
from food_tables.reading import Table
from nutrition.food import Food

KJ_PER_KCAL = 4.184

MOST_OFF = 2.0
"""Energy of a whole table this many times the rule's (or less than 1 in it) has another unit."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at.

    Attributes:
        key: of its sentence in words_*.toml.
        foods: names of the foods concerned.
        column: header concerned, or "".
        times: how many times too large the column's figures seem, or 0.
    """

    key: str
    foods: tuple[str, ...] = ()
    column: str = ""
    times: float = 0.0


def doubts_about(table: Table, foods: Sequence[Food]) -> list[Doubt]:
    """Return what does not contradict the laws of figures, and is yet hardly right."""
    units = [*_energy_unit(table, foods), *_share_unit(table, foods)]
    strange = {doubt.column for doubt in units}
    energy = [] if table.written.get("energy_kcal") in strange else ["import.doubt_energy"]
    found = units
    for key in (*energy, *(key for key in _LAWS if key != "import.doubt_energy")):
        names = tuple(food.name for food in foods if _LAWS[key](food))
        found += [Doubt(key, names)] if names else []
    return found


def _energy_is_far(food: Food) -> bool:
    between, energy = laws.energy_between(food.per_100g), food.per_100g.get("energy_kcal")
    return between is not None and energy is not None and laws.energy_is_far(energy, *between)


_LAWS: dict[str, Callable[[Food], bool]] = {
    "import.doubt_energy": _energy_is_far,
    "import.doubt_fibre": lambda food: laws.fibre_exceeds_carbohydrate(food.per_100g),
    "import.doubt_carotene": lambda food: laws.vitamin_a_below_carotene(food.per_100g),
    "import.doubt_vitamin_a": lambda food: laws.vitamin_a_unexplained(food.per_100g, food.group),
    "import.doubt_group": lambda food: not food.group,
}


def _energy_unit(table: Table, foods: Sequence[Food]) -> Iterator[Doubt]:
    """Doubt the unit of energy where the whole table misses the rule by a large factor."""
    ratios = []
    for food in foods:
        between, energy = laws.energy_between(food.per_100g), food.per_100g.get("energy_kcal")
        if between is not None and energy and between[1] > laws.ENERGY_SLACK_KCAL:
            ratios.append(energy / between[1])
    times = median(ratios) if ratios else 1.0
    column = table.written.get("energy_kcal", "")
    if times > MOST_OFF:
        yield Doubt("import.doubt_unit_large", column=column, times=times)
    elif times < 1 / MOST_OFF:
        yield Doubt("import.doubt_unit_small", column=column, times=1 / times)


def _share_unit(table: Table, foods: Sequence[Food]) -> Iterator[Doubt]:
    """Doubt a % in the header where no food is edible to more than 1 %."""
    factor = table.factors.get("edible_share", 1.0)
    if factor < 1 and max(food.edible for food in foods) <= factor:
        yield Doubt("import.doubt_unit_share", column=table.written["edible_share"])
