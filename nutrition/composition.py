"""What a menu is made of: nutrients by group, day and meal, with the share that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nutrition.food import Food
from nutrition.menu import Menu
from nutrition.pupil import PupilGroup

Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Known:
    """A sum of known values, and the share of the grams that had one; missing is never zero."""

    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Composition:
    """Nutrients of every serving of a menu, for one pupil of each group.

    Attributes:
        places: week, day and meal of each serving.
        values: group -> servings x nutrients, known values only.
        known: group -> servings x nutrients, grams that have a value.
        grams: group -> grams of each serving.
    """

    nutrients: tuple[str, ...]
    places: tuple[tuple[int, str, str], ...]
    values: Mapping[str, Figures]
    known: Mapping[str, Figures]
    grams: Mapping[str, Figures]

    def total(self, group: str, *, day: str = "", meal: str = "") -> dict[str, Known]:
        """Add up the menu, one day or one meal (of one day, or of all days)."""
        chosen = [day in ("", d) and meal in ("", m) for _, d, m in self.places]
        return self._sum(group, np.array(chosen, dtype=bool), 1)

    def week_mean(self, group: str, week: int, *, meal: str = "") -> dict[str, Known]:
        """Return the mean day of service of one week; with ``meal``, of the days serving it."""
        chosen = [w == week and meal in ("", m) for w, _, m in self.places]
        days = {d for (w, d, m) in self.places if w == week and meal in ("", m)}
        return self._sum(group, np.array(chosen, dtype=bool), len(days) or 1)

    def mean(self, group: str) -> dict[str, Known]:
        """Return the mean day of service of the whole menu."""
        chosen = np.ones(len(self.places), dtype=bool)
        return self._sum(group, chosen, len({d for _, d, _ in self.places}) or 1)

    def _sum(self, group: str, chosen: npt.NDArray[np.bool_], days: int) -> dict[str, Known]:
        values = self.values[group][chosen].sum(axis=0) / days
        known = self.known[group][chosen].sum(axis=0)
        grams = float(self.grams[group][chosen].sum())
        shares = known / grams if grams > 0 else np.ones_like(known)
        return {
            nutrient: Known(float(value), float(share))
            for nutrient, value, share in zip(self.nutrients, values, shares, strict=True)
        }


def compose(
    menu: Menu, groups: Sequence[PupilGroup], foods: Mapping[str, Food], nutrients: Sequence[str]
) -> Composition:
    """Work out the nutrients of ``menu``, per pupil of each group."""
    servings = list(menu.servings())
    codes = {
        code: place
        for place, code in enumerate(
            dict.fromkeys(
                food for _, _, s in servings for p in s.portions.values() for food in p.grams
            )
        )
    }
    per_gram = _per_gram([foods[code] for code in codes], nutrients)
    values, known, grams = {}, {}, {}
    for group in groups:
        eaten = np.zeros((len(servings), len(codes)))
        for row, (_, _, serving) in enumerate(servings):
            for food, amount in serving.portions[group.code].grams.items():
                eaten[row, codes[food]] += amount
        values[group.code] = eaten @ np.nan_to_num(per_gram)
        known[group.code] = eaten @ (~np.isnan(per_gram)).astype(np.float64)
        grams[group.code] = eaten.sum(axis=1)
    places = tuple((day.week, day.label, meal.meal) for day, meal, _ in servings)
    return Composition(tuple(nutrients), places, values, known, grams)


def _per_gram(foods: Sequence[Food], nutrients: Sequence[str]) -> Figures:
    """Return foods x nutrients, per gram; NaN where a food does not say."""
    unknown = float("nan")
    table = [[food.per_100g.get(n, unknown) / 100 for n in nutrients] for food in foods]
    return np.array(table, dtype=np.float64).reshape(len(foods), len(nutrients))
