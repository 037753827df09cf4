"""Errors of pupils, meals, payments and the daily charge: a class of two, and one thing wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from canteen.attendance import Attendance, HeadCount
from canteen.attendance_rows import attendance_of
from canteen.charging import Cost
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.payment_rows import payments_of
from canteen.payments import Payment
from canteen.pupil_errors import PresentTwice
from canteen.pupil_rows import class_list_of
from canteen.pupils import MEALS, Admission, Consent, Enrolment, Entitlement, MealPlan
from canteen.record import Hand
from canteen.store.attendance import Register
from canteen.store.canteens import enrol
from canteen.store.charging import charge_day, undo_charge
from canteen.store.day_claims import claim_days
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.leavers import settle_leaver
from canteen.store.migrating import upgrade
from canteen.store.payments import pay
from canteen.store.persons import Persons
from canteen.store.pupils import Roll
from canteen.store.uneaten import uneaten
from canteen.store.writing import Books, writing
from food_tables.layout import layout
from food_tables.reading import read_table
from nutrition.quantities import Money
from tests.folder.exhibits import Exhibit, raised

FIRST, DAY = date(2026, 3, 2), date(2026, 3, 10)

NEXT = DAY + timedelta(days=1)

TODAY = date(2026, 3, 31)

HAND = Hand(datetime(2026, 3, 31, 8, tzinfo=timezone(timedelta(hours=8))), "会计")

CLASS = "一年级1班"

NOTHING = Cost(Money(0), Money(0))

ENROLLED = (Enrolment("001", CLASS, FIRST), Enrolment("002", CLASS, FIRST))


Act = Callable[[Books], object]


def books_where(act: Act) -> Callable[[Path], object]:
    """Return what happens in the books of a class of two, of whom 001 may have lunch."""

    def run(folder: Path) -> object:
        engine = open_books(f"sqlite:///{folder / 'books.db'}", create=True)
        try:
            upgrade(engine)
            enrol(engine, "demo", "示例学校")
            with writing(engine, "demo", HAND) as books:
                _begin(books)
                return act(books)
        finally:
            engine.dispose()

    return run


def _begin(books: Books) -> None:
    opening = (Posting("1002", Money(10**6)), Posting("3001", Money(-(10**6)), Fund.PUPILS))
    Journal(books).open(Entry(FIRST, "期初1", "", opening), "opening")
    Roll(books).offer(MealPlan("走读", {"lunch": Money(850)}, FIRST), "价1", "plan")
    agreed = (Consent("001", "同意书1", FIRST, "走读"),)
    Roll(books).admit(Admission(ENROLLED, agreed), "名册1", "roll")


def took(*present: str, name: str = CLASS, corrects: int | None = None) -> Act:
    def act(books: Books) -> object:
        taken = Attendance(DAY, "lunch", name, frozenset(present), "考勤")
        return Register(books).take(taken, f"{name} {present} {corrects}", corrects)

    return act


def admitted(admission: Admission) -> Act:
    return lambda books: Roll(books).admit(admission, "名册2", "more")


def issued(books: Books, fen: int = 500) -> None:
    lines = (Posting("1311", Money(fen)), Posting("1002", Money(-fen)))
    Journal(books).post(Entry(DAY, "领1", "", lines), f"issue {fen}")


def charged(cost: Cost, day: date = DAY, *, fen: int = 0) -> Act:
    def act(books: Books) -> object:
        if fen:
            issued(books, fen)
        return charge_day(books, day, cost, "分1", f"charge {day}")

    return act


def one_after(*acts: Act) -> Callable[[Path], object]:
    return books_where(lambda books: [act(books) for act in acts])


def made(build: Callable[[], object]) -> Callable[[Path], object]:
    return lambda _: build()


def class_list(rows: str) -> Callable[[Path], object]:
    text = f"学号,班级,结束日期\n{rows}"
    return lambda _: class_list_of(
        read_table(text.encode(), "名册.csv", layout("class_list")), FIRST
    )


def payments(row: str) -> Callable[[Path], object]:
    text = f"学号,金额,日期,收据号\n{row}"
    return lambda _: payments_of(
        read_table(text.encode(), "缴费.csv", layout("payments")), {"001", "002"}, TODAY
    )


def attendance(row: str) -> Callable[[Path], object]:
    text = f"日期,餐次,班级,学号,就餐\n{row}"
    return lambda _: attendance_of(
        read_table(text.encode(), "考勤.csv", layout("attendance")), ENROLLED, TODAY, "考勤"
    )


PUPILS: dict[str, Exhibit] = {
    "books.bad-pupil-code": Exhibit(
        "a pupil called 张三 instead of a code", made(lambda: Enrolment("张三", CLASS, FIRST))
    ),
    "books.bad-class-name": Exhibit(
        "a class without a name", made(lambda: Enrolment("001", "", FIRST))
    ),
    "books.last-before-first": Exhibit(
        "an enrolment that ends before it begins",
        made(lambda: Enrolment("001", CLASS, DAY, FIRST)),
    ),
    "books.not-a-grant": Exhibit(
        "a pupil entitled to the staff fund",
        made(lambda: Entitlement("001", Fund.STAFF, FIRST)),
    ),
    "books.bad-meal-price": Exhibit(
        "a lunch of -1 fen", made(lambda: MealPlan("走读", {"lunch": Money(-1)}, FIRST))
    ),
    "books.bad-consent": Exhibit(
        "a consent to nothing", made(lambda: Consent("001", "同意书1", FIRST, what=""))
    ),
    "books.bad-meal": Exhibit(
        "a head-count of a meal without a name", made(lambda: HeadCount(DAY, "", "单1", 1))
    ),
    "books.pupil-enrolled": Exhibit(
        "001 enrolled in a second class",
        books_where(admitted(Admission((Enrolment("001", "一年级2班", DAY),)))),
    ),
    "books.unknown-pupils": Exhibit(
        "a payment of 404, whom nobody enrolled",
        books_where(lambda books: pay(books, Payment(DAY, "收1", {"404": Money(1)}), "p")),
    ),
    "books.not-enrolled": Exhibit(
        "404 leaves", books_where(lambda books: Roll(books).leave("404", DAY, "退1", "l"))
    ),
    "books.not-entitled": Exhibit(
        "an end of a grant that 001 never had",
        books_where(lambda books: Roll(books).revoke("001", Fund.LOCAL, DAY, "终1", "r")),
    ),
    "books.name-needed": Exhibit(
        "erasing 001, who paid ahead",
        one_after(
            lambda books: pay(books, Payment(DAY, "收1", {"001": Money(900)}), "p"),
            lambda books: Persons(books).erase("001"),
        ),
    ),
    "books.eaten-since": Exhibit(
        "a consent withdrawn from a day with a lunch that was eaten",
        one_after(took("001"), lambda books: Roll(books).withdraw("001", MEALS, DAY, "撤1", "w")),
    ),
    "books.unknown-plan": Exhibit(
        "a consent to a plan that does not exist",
        books_where(admitted(Admission(consents=(Consent("002", "纸", FIRST, "寄宿"),)))),
    ),
    "books.no-consent": Exhibit("002, who did not agree, taken down", books_where(took("002"))),
    "books.no-such-class": Exhibit(
        "attendance of a class without pupils", books_where(took(name="二年级1班"))
    ),
    "books.not-in-class": Exhibit("404 taken down in the class", books_where(took("404"))),
    "books.present-twice": Exhibit(
        "a lunch of 001 with two classes", raised(PresentTwice(DAY, "lunch", ("001",)))
    ),
    "books.attendance-taken": Exhibit("a class taken twice", one_after(took("001"), took())),
    "books.nothing-to-correct": Exhibit(
        "a correction of what was never taken", books_where(took("001", corrects=1))
    ),
    "books.bad-count": Exhibit(
        "minus one teacher", made(lambda: HeadCount(DAY, "lunch", "单1", staff=-1))
    ),
}

CHARGES: dict[str, Exhibit] = {
    "books.meals-not-charged": Exhibit(
        "a pupil who leaves before its last lunch is charged",
        one_after(took("001"), lambda books: settle_leaver(books, "001", DAY, "离1", "leave")),
    ),
    "books.nothing-uneaten": Exhibit(
        "a claim for a day on which 001 ate",
        one_after(took("001"), lambda books: uneaten(books, "001", [DAY])),
    ),
    "books.day-claimed": Exhibit(
        "a day of 001 claimed on two papers",
        one_after(
            lambda books: pay(books, Payment(DAY, "收1", {"001": Money(2000)}), "p"),
            lambda books: list(claim_days(books, "001", [DAY], (DAY, "假1"))),
            lambda books: list(claim_days(books, "001", [DAY], (DAY, "假2"))),
        ),
    ),
    "books.payment-not-positive": Exhibit(
        "a payment of -1 fen", made(lambda: Payment(DAY, "收1", {"001": Money(-1)}))
    ),
    "books.no-eaters": Exhibit(
        "food in the kitchen and nobody who ate",
        books_where(charged(Cost(Money(500), Money(0)), fen=500)),
    ),
    "books.nothing-to-charge": Exhibit(
        "a day without food and eaters", books_where(charged(NOTHING))
    ),
    "books.negative-cost": Exhibit(
        "bulk food of 501 fen and other food of -1",
        one_after(took("001"), charged(Cost(Money(501), Money(-1)), fen=500)),
    ),
    "books.cost-differs": Exhibit(
        "499 fen charged of 500", books_where(charged(Cost(Money(499), Money(0)), fen=500))
    ),
    "books.day-charged": Exhibit(
        "attendance after the charge of its day",
        one_after(took("001"), charged(NOTHING), took(corrects=4)),
    ),
    "books.charged-later": Exhibit(
        "a day charged after its next",
        one_after(
            lambda books: Register(books).count(HeadCount(NEXT, "lunch", "单1", 1), "h"),
            charged(NOTHING, NEXT),
            charged(NOTHING),
        ),
    ),
    "books.not-charged": Exhibit(
        "a charge undone that was never made",
        books_where(lambda books: undo_charge(books, DAY, "冲1", "u")),
    ),
    "row.identity-number": Exhibit(
        "a class list with identity numbers", class_list(f"110105201503071234,{CLASS},\n")
    ),
    "row.two-classes": Exhibit(
        "a class list with 001 in two classes", class_list(f"001,{CLASS},\n001,一年级2班,\n")
    ),
    "row.ends-before": Exhibit(
        "a class list that ends before it begins", class_list(f"001,{CLASS},2026-03-01\n")
    ),
    "row.unknown-pupil": Exhibit("a payment of 404", payments("404,1,2026-03-10,收1\n")),
    "row.unknown-pupil-like": Exhibit(
        "a payment of 1, who is 001", payments("1,1,2026-03-10,收1\n")
    ),
    "row.future-day": Exhibit("a payment of tomorrow", payments("001,1,2026-04-01,收1\n")),
    "row.not-in-class": Exhibit(
        "001 in a list of another class", attendance("2026-03-10,午餐,一年级2班,001,是\n")
    ),
    "row.pupils-left-out": Exhibit(
        "a list of marks without 002", attendance(f"2026-03-10,午餐,{CLASS},001,是\n")
    ),
}
