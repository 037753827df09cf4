"""Operations on pupils: lists, consents, attendance, charges, leavers and service fees."""

from __future__ import annotations

from datetime import date

from canteen.attendance import HeadCount
from canteen.fees import FeeDelivery, FeeItem, FeePayment
from canteen.ledger.funds import Fund
from canteen.payments import Payment
from canteen.pupils import Admission, Consent, Enrolment, MealPlan
from canteen.record import Recorded
from canteen.stock_papers import Issue, IssueLine
from canteen.store.attendance import Register
from canteen.store.charging import undo_charge
from canteen.store.fees import Fees
from canteen.store.journal import Journal
from canteen.store.kitchen import charge_from_stock
from canteen.store.leavers import give_back_prepaid, settle_leaver
from canteen.store.payments import pay
from canteen.store.pupils import Roll
from canteen.store.writing import Books
from nutrition.quantities import Money
from tests.reliability.operation import Operation, opening
from tests.store.larder import RICE, receipt, rice, stocked
from tests.store.roll import DAY, ONE, PLAN, TWO, admission, enrolled, fed, lunch
from tests.store.school import BEGIN

PAID = Payment(BEGIN, "收1", {"001": Money(900), "002": Money(2800)})

MILK = FeeItem("milk", "学生饮用奶", "征订通知1", "全体", Money(300), "盒", BEGIN)

MEALS = MealPlan(PLAN, {"lunch": Money(850)}, BEGIN)

AFTER = date(2026, 3, 16)

ROLL_CALL = 4
"""The record of the first roll call: after the opening, the plan and the class list."""


def _opened(books: Books) -> None:
    Journal(books).open(opening(), "opening")


def _enrolled(books: Books) -> None:
    _opened(books)
    enrolled(books)


def _offered(books: Books) -> None:
    _opened(books)
    Roll(books).offer(MEALS, "价1", "plan")


def _prepaid(books: Books) -> None:
    _enrolled(books)
    pay(books, PAID, "prepaid")


def _eaten(books: Books) -> None:
    _prepaid(books)
    fed(books)
    room = stocked(books, receipt(3, rice(3000, 3333)))
    room.issue(Issue(DAY, "领1", (IssueLine(RICE, 3000),)), "issue")


def _charged(books: Books) -> Recorded:
    return charge_from_stock(books, DAY, "摊1", "charge")


def _eaten_and_charged(books: Books) -> None:
    _eaten(books)
    _charged(books)


def _consented(books: Books) -> Recorded:
    agreed = Admission((Enrolment("201", ONE, BEGIN),), (Consent("201", "同意书9", BEGIN, PLAN),))
    return Roll(books).admit(agreed, "名册2", "admit")


def _left(books: Books) -> Recorded:
    return settle_leaver(books, "002", AFTER, "离1", "leave")[-1]


def _moved(books: Books) -> Recorded:
    return Roll(books).transfer("001", TWO, AFTER, "转1", "move")


def _withdrawn(books: Books) -> Recorded:
    return Roll(books).withdraw("001", "meals", AFTER, "撤1", "withdraw")


def _revoked(books: Books) -> Recorded:
    return Roll(books).revoke("001", Fund.SUBSIDY, AFTER, "停1", "revoke")


def _called(books: Books) -> Recorded:
    return Register(books).take(lunch(("001", "002")), "roll call")


def _corrected(books: Books) -> Recorded:
    return Register(books).take(lunch(("001",)), "corrected", corrects=ROLL_CALL)


def _fed_only(books: Books) -> None:
    _enrolled(books)
    fed(books)


def _heads(books: Books) -> Recorded:
    return Register(books).count(HeadCount(DAY, "lunch", "陪1", staff=2, guests=1), "heads")


def _fee_agreed(books: Books) -> None:
    _enrolled(books)
    Fees(books).offer(MILK, "公示1", "milk")
    Roll(books).admit(Admission(consents=(Consent("001", "饮奶1", BEGIN, what="milk"),)), "同", "m")


def _fee_collected(books: Books) -> Recorded:
    return Fees(books).collect(FeePayment(DAY, "奶1", "milk", {"001": Money(1000)}), "fee")


def _fee_paid(books: Books) -> None:
    _fee_agreed(books)
    _fee_collected(books)


def _fee_delivered(books: Books) -> Recorded:
    return Fees(books).deliver(FeeDelivery(DAY, "发1", "milk", {"001": 2}), "delivery")


def _fee_returned(books: Books) -> Recorded:
    return Fees(books).give_back(DAY, ("退1", "milk"), None, "fee back")


PUPILS = (
    Operation("meal plan", _opened, lambda b: Roll(b).offer(MEALS, "价1", "plan")),
    Operation("class list", _offered, lambda b: Roll(b).admit(admission(), "名册1", "roll")),
    Operation("admit", _enrolled, _consented),
    Operation("leave", _prepaid, _left),
    Operation("move", _enrolled, _moved),
    Operation("withdraw", _enrolled, _withdrawn),
    Operation("revoke", _enrolled, _revoked),
    Operation("prepay", _enrolled, lambda books: pay(books, PAID, "prepaid")),
    Operation("give back prepaid", _prepaid, lambda b: give_back_prepaid(b, AFTER, "退9", "back")),
    Operation("roll call", _enrolled, _called),
    Operation("roll call corrected", _fed_only, _corrected),
    Operation("heads", _enrolled, _heads),
    Operation("charge", _eaten, _charged),
    Operation("undo charge", _eaten_and_charged, lambda b: undo_charge(b, DAY, "更1", "undo")),
    Operation("fee item", _enrolled, lambda books: Fees(books).offer(MILK, "公示1", "milk")),
    Operation("fee collected", _fee_agreed, _fee_collected),
    Operation("fee delivered", _fee_paid, _fee_delivered),
    Operation("fee given back", _fee_paid, _fee_returned),
)
