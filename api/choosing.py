"""What plan.toml names in words, resolved into codes of dishes, foods and allergens."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from api.bringing import PLAN
from api.folder_tables import Tables
from api.plan_file import PlanFile
from api.school_clauses import Choices
from food_tables.table_errors import Fault
from food_tables.vocabulary import vocabulary
from nutrition.dish import Dish
from nutrition.dish_names import dish_finder
from nutrition.tables import FoodNames


def unknown_dish(key: str, text: str, dishes: Mapping[str, Dish]) -> Fault:
    """Return the fault of a dish that is not in the library."""
    names = {d.name: f"{d.name}({code})" for code, d in dishes.items()}
    like = [names[n] for n in difflib.get_close_matches(text, names, 3, 0.4)]
    code = "plan.unknown-dish-like" if like else "plan.unknown-dish"
    return Fault(code, PLAN, None, key, {"value": text, "like": "、".join(like)})


def choices_of(plan: PlanFile, tables: Tables, faults: list[Fault]) -> Choices:
    """Resolve the dishes, foods and allergens that plan.toml names; unknown ones are faults."""
    dishes = dishes_of("exclude.dishes", plan.exclude.dishes, tables, faults)
    festivals = [
        frozenset(dishes_of(f"festival[{n}].dishes", spec.dishes, tables, faults))
        for n, spec in enumerate(plan.festival, start=1)
    ]
    names = FoodNames(tables.foods.values())
    supplies = [
        _food_codes(f"supply[{n}].foods", supply.foods, names, faults)
        for n, supply in enumerate(plan.supply, start=1)
    ]
    return Choices(
        banned_foods=_food_codes("exclude.foods", plan.exclude.foods, names, faults),
        banned_dishes=frozenset(dishes),
        allergens=_allergens(plan, tables, faults),
        supplies=tuple(supplies),
        festivals=tuple(festivals),
    )


def dishes_of(key: str, texts: Sequence[str], tables: Tables, faults: list[Fault]) -> list[str]:
    """Return the codes of dishes by code or name; unknown ones are faults."""
    find, found = dish_finder(tables.dishes), []
    for text in texts:
        code = find(text)
        if code is None:
            faults.append(unknown_dish(key, text, tables.dishes))
        else:
            found.append(code)
    return found


def _food_codes(
    key: str, texts: Sequence[str], names: FoodNames, faults: list[Fault]
) -> frozenset[str]:
    found = set()
    for text in texts:
        code = names.find(text)
        if code is None:
            like = "、".join(names.suggest(text))
            kind = "plan.unknown-food-like" if like else "plan.unknown-food"
            faults.append(Fault(kind, PLAN, None, key, {"value": text, "like": like}))
        else:
            found.add(code)
    return frozenset(found)


def _allergens(plan: PlanFile, tables: Tables, faults: list[Fault]) -> frozenset[str]:
    known = vocabulary("allergen").also(a for f in tables.foods.values() for a in f.allergens)
    found = set()
    for text in plan.exclude.allergens:
        allergen = known.find(text)
        if allergen is None:
            facts = {"value": text, "allowed": "、".join(known.choices)}
            faults.append(Fault("plan.unknown-allergen", PLAN, None, "exclude.allergens", facts))
        else:
            found.add(allergen)
    if plan.exclude.allergens and "allergens" in tables.lacking:
        faults.append(Fault("plan.no-allergen-column", PLAN, None, "exclude.allergens", {}))
    if plan.halal and "tags" in tables.lacking:
        faults.append(Fault("plan.no-tag-column", PLAN, None, "halal", {}))
    return frozenset(found)
