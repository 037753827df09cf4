"""The dishes of a menu that somebody else wrote, as dishes of a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from nutrition.dish import Dish, Ingredient, Portion, PortionClass
from nutrition.dish_tables import main_vegetable, season
from nutrition.food import Food
from nutrition.rounding import SEASONING_TAGS, printed

Sized = Mapping[str, Portion]
"""Group -> portion."""


def likely(dish: Dish, library: Iterable[Dish], foods: Mapping[str, Food]) -> Dish:
    """Return a dish with what its category and heaviest food say: portion class, kind, colour.

    These are what most dishes of the library with the same category (and food) have; how it is
    cooked stays unknown.
    """
    alike = [d for d in library if d.category == dish.category and d.ingredients]
    main = heaviest(dish, foods)
    same = [d for d in alike if heaviest(d, foods) == main]
    portions = Counter(d.portion for d in alike).most_common(1)
    return replace(
        dish,
        portion=portions[0][0] if portions else PortionClass.DISH,
        kind=_most(d.kind for d in same),
        colour=_most(d.colour for d in same),
    )


def _most(values: Iterable[str]) -> str:
    found = Counter(v for v in values if v).most_common(1)
    return found[0][0] if found else ""


def heaviest(dish: Dish, foods: Mapping[str, Food]) -> str:
    """Return the food of which a dish holds most, seasonings apart."""
    parts = [i for i in dish.ingredients if not SEASONING_TAGS & foods[i.food].tags]
    return max(parts or dish.ingredients, key=lambda i: i.grams).food


@dataclass(slots=True)
class Cards:
    """The recipe cards of a menu: one for each name, and more where its portions differ.

    Attributes:
        library: dishes of the folder, by code.
        dishes: those of the menu, by code.
        middles: (dish, group) -> the portion that its sizes are laid around.
    """

    library: Mapping[str, Dish]
    foods: Mapping[str, Food]
    dishes: dict[str, Dish] = field(default_factory=dict)
    middles: dict[tuple[str, str], Portion] = field(default_factory=dict)

    def card(self, dish: Dish, grams: Mapping[str, float], portions: Sized) -> Dish:
        """Return the card of a dish that is served in these portions.

        A dish of the library whose recipe is the same in print is that dish.
        """
        number = 1
        code = dish.code
        while code in self.dishes and not self._is(code, portions):
            number += 1
            code = f"{dish.code}~{number}"
        if code not in self.dishes:
            recipe = tuple(Ingredient(food, amount) for food, amount in grams.items())
            known = self.library.get(dish.code)
            same = known is not None and self._printed(known.ingredients) == self._printed(recipe)
            self.dishes[code] = replace(
                dish,
                code=code,
                variant_of="" if code == dish.code else dish.code,
                ingredients=known.ingredients if known is not None and same else recipe,
                months=dish.months if same else season(recipe, self.foods),
                vegetable=main_vegetable(recipe, self.foods),
                source=dish.source if same else "",
            )
            self.middles |= {(code, group): portion for group, portion in portions.items()}
        return self.dishes[code]

    def _is(self, code: str, portions: Sized) -> bool:
        return all(self.middles[code, group] == portion for group, portion in portions.items())

    def _printed(self, recipe: Iterable[Ingredient]) -> dict[str, float]:
        return {i.food: printed(self.foods[i.food], i.grams) for i in recipe}
