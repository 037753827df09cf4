"""Errors of dish costs, finished prices and the kitchen's account."""

from __future__ import annotations

from datetime import date

from canteen.attendance import HeadCount
from canteen.cost_errors import DishPricedTwice
from canteen.dish_prices import DishPrice
from canteen.meal_costs import Portions
from canteen.receipts import Goods, Receipt
from canteen.stock_papers import Issue, IssueLine
from canteen.store.attendance import Register
from canteen.store.kitchen import charge_from_stock
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books
from canteen.suppliers import Supplier
from nutrition.quantities import Money
from tests.folder.exhibits import Exhibit, raised
from tests.folder.museum_pupils import DAY, FIRST, NEXT, books_where, issued


def undone_after_its_charge(books: Books) -> object:
    Suppliers(books).keep(Supplier("S1", "下陆菜场"), "supplier")
    room, spinach = Stockroom(books), Goods("V001", 1000, Money(500), bulk=False)
    room.receive(Receipt(FIRST, "入1", "S1", ("张三",), (spinach,)), "receipt")
    number = room.issue(Issue(DAY, "领1", (IssueLine("V001", 400),)), "issue").number
    Register(books).count(HeadCount(DAY, "lunch", "陪餐1", staff=2), "heads")
    charge_from_stock(books, DAY, "分1", "charge")
    room.reverse(number, NEXT, "冲1", "undo")
    return charge_from_stock(books, NEXT, "分2", "charge 2")


def by_hand(books: Books) -> object:
    issued(books)
    return charge_from_stock(books, DAY, "分1", "charge")


COSTS: dict[str, Exhibit] = {
    "books.kitchen-in-credit": Exhibit(
        "an issue undone on the day after its charge", books_where(undone_after_its_charge)
    ),
    "books.kitchen-by-hand": Exhibit("an entry by hand on 1311", books_where(by_hand)),
    "books.bad-dish-price": Exhibit(
        "a portion for nothing", lambda _: DishPrice("D001", Money(0), DAY)
    ),
    "books.dish-priced-twice": Exhibit(
        "two prices of one dish on one paper",
        raised(DishPricedTwice("价1", "D001", date(2026, 3, 2))),
    ),
    "books.bad-portions": Exhibit(
        "no portion cooked", lambda _: Portions(cooked={(DAY, "lunch", "D001"): 0})
    ),
}
