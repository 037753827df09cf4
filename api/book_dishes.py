"""Dishes as the books call them: by the code of the library, or as an issue slip names them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from canteen.dish_price_rows import dish_names
from canteen.store.kitchen import dishes_issued
from canteen.store.writing import Books
from food_tables.loading import load_dishes


@cache
def _library() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in load_dishes()}


def dish_name(dish: str) -> str:
    """Return what a dish is called; what the library does not know stays as it is."""
    return _library().get(dish, dish)


@cache
def library_dishes() -> Mapping[str, str]:
    """Return what a table may call a dish of the library -> its code."""
    return dish_names(_library())


def dishes_known(books: Books) -> Mapping[str, str]:
    """Return the same, with the dishes of a school's own that were issued for."""
    own = dish_names({dish: dish for dish in dishes_issued(books)})
    return {**own, **library_dishes()}
