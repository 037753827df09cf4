"""What each pupil group gets of a menu that lists one size, or one size for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from nutrition.checking.audit import SEASONING_DISH
from nutrition.dish import Dish, PortionClass
from nutrition.food import Food
from nutrition.menu import Serving
from nutrition.pupil import PupilGroup
from nutrition.rounding import FINE_STEP, printed
from optimizer.problem import Portioning

COOKED = (PortionClass.DISH, PortionClass.SOUP)

Grams = Mapping[str, float]


def seasoned(servings: Sequence[Serving], group: str) -> list[Grams]:
    """Return the grams of each dish, the seasonings of the meal shared out among them.

    Seasonings that a meal lists for itself go to its dishes and soups by weight, to all dishes
    where it has none of these.  Grams are in tenths; the meal's sum of each food stays.
    """
    dishes = [s for s in servings if s.dish.code != SEASONING_DISH]
    found = [
        {f: max(FINE_STEP, round(g, 1)) for f, g in s.portions[group].grams.items()} for s in dishes
    ]
    cooked = [n for n, s in enumerate(dishes) if s.dish.portion in COOKED] or range(len(dishes))
    weights = [sum(found[n].values()) for n in cooked]
    for serving in servings:
        if serving.dish.code == SEASONING_DISH:
            for food, grams in serving.portions[group].grams.items():
                for n, part in zip(cooked, _shared(grams, weights), strict=True):
                    if part:
                        found[n][food] = round(found[n].get(food, 0.0) + part, 1)
    return list(found)


def _shared(grams: float, weights: Sequence[float]) -> list[float]:
    """Share grams by weight in tenths, the sum kept."""
    ends = [round(grams * 10 * w / sum(weights)) for w in accumulate(weights)]
    return [(end - before) / 10 for before, end in zip([0, *ends], ends, strict=False)]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Whose grams a menu lists.

    Attributes:
        base: the group, or None where they are those of the reference pupil.
    """

    groups: Sequence[PupilGroup]
    base: PupilGroup | None
    portioning: Portioning
    foods: Mapping[str, Food]

    def of(self, dish: Dish, grams: Grams) -> dict[str, Grams]:
        """Return what each group gets of a dish that the menu lists in one size.

        The group it is listed for gets that to the gram, the others by the folder's rule for
        the size of a pupil, in printed grams.
        """
        return {
            group.code: grams if group is self.base else self._sized(dish, grams, group)
            for group in self.groups
        }

    def _sized(self, dish: Dish, grams: Grams, group: PupilGroup) -> Grams:
        factor = (group.factor or 1.0) / ((self.base and self.base.factor) or 1.0)
        found = {}
        for food, amount in grams.items():
            salty = "added_salt" in self.foods[food].tags
            rule = self.portioning
            exponent = rule.salt_exponent if salty else rule.exponents[dish.portion]
            sized = amount * factor**exponent
            found[food] = amount if sized == amount else printed(self.foods[food], sized)
        return found
