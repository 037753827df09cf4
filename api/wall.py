"""Which sheet is drawn by which function, from a plan or from the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.books_desk import Desk
from api.plan_shown import PlanShown
from api.sheets_of_books import (
    Asked,
    dish_prices_of,
    fees_of,
    letter_of,
    programme_of,
    purchase_prices_of,
    refund_list_of,
    statement_of,
    surplus_of,
)
from api.sheets_of_plans import (
    PlanAsked,
    acceptance_of,
    accompanying_of,
    kitchen_of,
    recipe_of,
    samples_of,
    usage_of,
)
from canteen.store.writing import Books
from reports.sheet import Sheet

OfBooks = Callable[[Desk, Books, Asked], Sheet]

OF_PLANS: Mapping[str, Callable[[PlanShown, PlanAsked], Sheet]] = {
    "recipe": recipe_of,
    "usage": usage_of,
    "kitchen": kitchen_of,
    "accompanying": accompanying_of,
    "samples": samples_of,
    "acceptance": acceptance_of,
}

OF_BOOKS: Mapping[str, OfBooks] = {
    "purchase-prices": purchase_prices_of,
    "dish-prices": dish_prices_of,
    "statement": statement_of,
    "surplus": surplus_of,
    "refund-list": refund_list_of,
    "programme": programme_of,
    "fees": fees_of,
    "letter": letter_of,
}
