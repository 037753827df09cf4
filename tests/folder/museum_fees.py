"""Errors of service fees: milk for a class of two, and one thing wrong."""

from __future__ import annotations

from canteen.fees import FeeDelivery, FeeItem, FeePayment
from canteen.ledger.entry import Entry, Posting
from canteen.pupils import Admission, Consent
from canteen.store.fees import Fees
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from canteen.store.writing import Books
from nutrition.quantities import Money
from tests.folder.exhibits import Exhibit
from tests.folder.museum_pupils import DAY, FIRST, Act, books_where, made


def milk(code: str = "milk", name: str = "学生饮用奶", basis: str = "自愿征订通知1") -> FeeItem:
    return FeeItem(code, name, basis, "全体学生", Money(300), "盒", FIRST)


def offered(act: Act) -> Act:
    """Return what happens where milk is offered, and 001 has agreed to it."""

    def run(books: Books) -> object:
        Fees(books).offer(milk(), "公示1", "milk")
        agreed = (Consent("001", "饮奶同意书", FIRST, what="milk"),)
        Roll(books).admit(Admission(consents=agreed), "同意书", "agreed")
        return act(books)

    return run


def paid(item: str, pupil: str) -> Act:
    payment = FeePayment(DAY, "收1", item, {pupil: Money(300)})
    return lambda books: Fees(books).collect(payment, "paid")


def by_hand(books: Books) -> object:
    lines = (Posting("1002", Money(5)), Posting("2213", Money(-5), party="001"))
    return Journal(books).post(Entry(DAY, "手1", "", lines), "hand")


FEES: dict[str, Exhibit] = {
    "books.bad-fee": Exhibit("an item called meals", made(lambda: milk("meals"))),
    "books.fee-without-basis": Exhibit("milk without a document", made(lambda: milk(basis=" "))),
    "books.fee-forbidden": Exhibit(
        "a fee for bottled water",
        books_where(lambda books: Fees(books).offer(milk("w", "桶装纯净水"), "公示1", "w")),
    ),
    "books.unknown-fee": Exhibit(
        "a payment for yogurt, which nobody offers", books_where(offered(paid("yogurt", "001")))
    ),
    "books.no-fee-consent": Exhibit(
        "a payment of 002, who did not agree", books_where(offered(paid("milk", "002")))
    ),
    "books.bad-units": Exhibit(
        "no carton delivered", made(lambda: FeeDelivery(DAY, "发1", "milk", {"001": 0}))
    ),
    "books.fee-not-paid": Exhibit(
        "milk for 001, who has not paid",
        books_where(
            offered(
                lambda books: Fees(books).deliver(FeeDelivery(DAY, "发1", "milk", {"001": 1}), "d")
            )
        ),
    ),
    "books.nothing-to-give-back": Exhibit(
        "a refund to 001, who has not paid",
        books_where(
            offered(lambda books: Fees(books).give_back(DAY, ("退1", "milk"), ("001",), "b"))
        ),
    ),
    "books.fee-by-hand": Exhibit("service fees posted by hand", books_where(by_hand)),
}
