"""The stock room, on both databases: papers, their postings, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from canteen.errors import (
    BooksError,
    FutureDay,
    KeyUsedOtherwise,
    NoSuchRecord,
    NoVoucher,
    ReversedAlready,
)
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.receipt_errors import BroughtAlready
from canteen.receipts import Goods, Receipt
from canteen.stock_papers import Count, Found, Issue, IssueLine, LotId, Spoiled, WriteOff
from canteen.stockroom import Shelf
from canteen.store import tables as t
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.verifying import verify
from canteen.store.writing import writing
from canteen.supply_errors import (
    BadGrams,
    FoundWithoutPrice,
    LicenceExpired,
    LicenceMissing,
    LotsTaken,
    MoveOutOfOrder,
    NoSuchLot,
    NotEnough,
    OpeningStockDiffers,
    StockByHand,
    UnknownSupplier,
)
from nutrition.quantities import Money, UnitPrice
from tests.store.larder import (
    FARM,
    RICE,
    SPINACH,
    STALL,
    grams_left,
    march,
    receipt,
    rice,
    spinach,
    stocked,
)
from tests.store.school import BEGIN, CODE, HAND


def issue(day: int, food: str, grams: int, voucher: str = "领1") -> Issue:
    return Issue(march(day), voucher, (IssueLine(food, grams, "S001", "lunch"),))


def test_a_receipt_lies_on_the_shelf_and_is_owed_once_however_often_it_comes(
    opened: Engine,
) -> None:
    for _ in range(2):
        with writing(opened, CODE, HAND) as books:
            room = stocked(books, receipt(5, rice(50_000, 23_500), spinach(3_000, 1_201)))
            assert room.shelf(RICE) == Shelf(50_000, 23_500)
            assert Journal(books).balance("1301") == Money(24_701)
            assert Journal(books).balance("2201", party="S1") == Money(-24_701)
    with (
        pytest.raises(KeyUsedOtherwise),
        writing(opened, CODE, HAND) as books,
    ):
        Stockroom(books).receive(receipt(5, rice(50_000, 23_501)), "receipt 0")


def test_the_first_to_expire_goes_first_and_what_has_no_date_goes_last(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(
            books,
            receipt(5, rice(100, 100)),
            receipt(5, rice(100, 100, march(20)), rice(100, 100, march(9)), voucher="入5b"),
            receipt(6, rice(100, 100, march(20))),
        )
        room.issue(issue(9, RICE, 150), "i1")
        assert grams_left(room, RICE) == [100, 50, 100]
        room.issue(issue(9, RICE, 100), "i2")
        assert grams_left(room, RICE) == [100, 50]
        assert [lot.use_by for lot in room.lots(RICE)] == [None, march(20)]


def test_an_issue_is_worth_its_share_half_up_and_the_last_gram_takes_the_last_fen(
    opened: Engine,
) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books, receipt(5, rice(3, 5)))
        worth = []
        for n in range(3):
            room.issue(issue(6, RICE, 1), f"i{n}")
            worth.append(Journal(books).balance("1311").fen)
        assert worth == [2, 4, 5]  # 5/3 = 1.67 -> 2; 3/2 = 1.5 -> 2; the rest
        assert room.shelf(RICE) == Shelf()
        assert Journal(books).balance("1301") == Money(0)


def test_what_is_past_its_day_is_not_issued_but_written_off(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books, receipt(5, spinach(100, 100, march(7)), spinach(100, 300)))
        with pytest.raises(NotEnough) as refused:
            room.issue(issue(8, SPINACH, 101), "i1")
        assert vars(refused.value) == {
            "food": SPINACH,
            "asked": 101,
            "usable": 100,
            "expired": 100,
        }
        old = room.lots(SPINACH)[0]
        room.write_off(
            WriteOff(march(8), "损1", "过保质期", (Spoiled(SPINACH, old.id, 100),)), "w1"
        )
        assert grams_left(room, SPINACH) == [100]
        assert Journal(books).balance("5006", Fund.PUPILS) == Money(200)
        with pytest.raises(NoSuchLot):
            room.write_off(WriteOff(march(8), "损2", "", (Spoiled(SPINACH, old.id, 1),)), "w2")


def test_a_count_books_its_differences_at_the_average_to_the_pupils_fund(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books, receipt(5, rice(1000, 500), spinach(1000, 2000)))
        made = room.count(Count(march(6), "盘1", {RICE: 900, SPINACH: 1001}), "c1")
        assert room.shelf(RICE) == Shelf(900, 450)
        assert room.shelf(SPINACH) == Shelf(1001, 2002)
        assert Journal(books).balance("5006", Fund.PUPILS) == Money(50 - 2)
        lines = books.connection.execute(
            select(t.stock_count.c.food, t.stock_count.c.booked, t.stock_count.c.counted).where(
                t.stock_count.c.record == made.number
            )
        ).all()
        assert sorted(tuple(x) for x in lines) == [(RICE, 1000, 900), (SPINACH, 1000, 1001)]


def test_a_count_that_finds_goods_on_an_empty_shelf_asks_what_they_cost(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books)
        with pytest.raises(FoundWithoutPrice):
            room.count(Count(march(6), "盘1", {RICE: 500}), "c1")
        found = Found(UnitPrice(5000), bulk=True, use_by=march(30))
        room.count(Count(march(6), "盘1", {RICE: 500}, {RICE: found}), "c1")
        assert room.shelf(RICE) == Shelf(500, 250)
        assert Journal(books).balance("5006", Fund.PUPILS) == Money(-250)
        room.issue(issue(7, RICE, 500), "i1")


def test_a_count_without_differences_is_kept_as_a_count(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books, receipt(5, rice(1000, 500)))
        number = room.count(Count(march(6), "盘1", {RICE: 1000}), "c1").number
        assert Journal(books).balance("5006") == Money(0)
        counted = select(t.stock_count.c.counted).where(t.stock_count.c.record == number)
        assert books.connection.scalar(counted) == 1000


def test_a_licence_that_had_run_out_on_the_day_is_named(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books)
        room.receive(receipt(20, rice(10, 10)), "k1")
        with pytest.raises(LicenceExpired) as refused:
            room.receive(receipt(21, rice(10, 10)), "k2")
        facts = vars(refused.value)
        assert (facts["licence"], facts["number"]) == ("食品经营许可证", "JY1420")
        assert (facts["until"], facts["day"]) == (march(20), march(21))
        assert room.shelf(RICE) == Shelf(10, 10)
        renewed = replace(FARM, licences=(FARM.licences[0],))
        Suppliers(books).keep(renewed, "renewed")
        room.receive(receipt(21, rice(10, 10)), "k2")


def test_bulk_goods_come_from_a_supplier_with_a_licence_others_from_any_known_one(
    opened: Engine,
) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books)
        with pytest.raises(LicenceMissing):
            room.receive(replace(receipt(5, rice(10, 10)), supplier=STALL.code), "k1")
        room.receive(replace(receipt(5, spinach(10, 10)), supplier=STALL.code), "k2")
        with pytest.raises(UnknownSupplier) as refused:
            room.receive(replace(receipt(5, spinach(10, 10)), supplier="S9"), "k3")
        assert refused.value.known == ("S1", "S2")


def test_a_paper_is_refused_after_its_foods_moved_on_a_later_day(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books, receipt(5, rice(10, 10), spinach(10, 10)))
        room.issue(issue(9, RICE, 1), "i1")
        with pytest.raises(MoveOutOfOrder) as refused:
            room.issue(issue(8, RICE, 1), "i2")
        assert (refused.value.food, refused.value.last) == (RICE, march(9))
        room.issue(issue(8, SPINACH, 1), "i3")
        with pytest.raises(FutureDay):
            room.receive(replace(receipt(5, rice(10, 10)), day=date(2026, 4, 1)), "k1")
        assert room.shelf(RICE, march(8)) == Shelf(10, 10)
        assert room.shelves(march(8)) == {RICE: Shelf(10, 10), SPINACH: Shelf(9, 9)}
        assert room.shelves() == {RICE: Shelf(9, 9), SPINACH: Shelf(9, 9)}


def test_papers_of_a_month_are_booked_in_the_order_of_their_days(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books)
        papers = (
            Count(march(9), "盘1", {RICE: 40}),
            issue(9, RICE, 50),
            issue(5, RICE, 10),
            receipt(5, rice(100, 100)),
        )
        made = room.book(papers, "import")
        assert room.shelf(RICE) == Shelf(40, 40)
        assert [each.before for each in room.book(papers, "import")] == [True] * 4
        assert [each.number for each in made] == [4, 5, 6, 7]


def test_a_receipt_is_undone_while_its_lots_are_untouched_else_the_takers_are_named(
    opened: Engine,
) -> None:
    with writing(opened, CODE, HAND) as books:
        room = stocked(books, receipt(5, rice(100, 200)))
        taken = room.issue(issue(6, RICE, 40), "i1").number
        with pytest.raises(LotsTaken) as refused:
            room.reverse(4, march(7), "更1", "r1")
        assert refused.value.takers == (f"领1(#{taken})",)
        undone = room.reverse(taken, march(7), "更2", "r2").number
        assert room.shelf(RICE) == Shelf(100, 200)
        assert Journal(books).balance("1311") == Money(0)
        room.reverse(4, march(7), "更1", "r1")
        assert room.reverse(4, march(7), "更1", "r1").before
        assert room.lots(RICE) == ()
        assert Journal(books).balance("1301") == Money(0)
        assert Journal(books).balance("2201", party="S1") == Money(0)
        with pytest.raises(ReversedAlready):
            room.reverse(4, march(8), "更3", "r3")
        with pytest.raises(NoSuchRecord):
            room.reverse(undone, march(8), "更3", "r3")
        with pytest.raises(NoVoucher):
            room.reverse(taken, march(8), " ", "r4")


def test_a_receipt_whose_price_went_out_with_other_lots_is_not_undone(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        dear = receipt(5, rice(100, 1000), voucher="入5b")
        room = stocked(books, receipt(5, rice(100, 100)), dear)
        room.issue(issue(6, RICE, 100), "i1")
        assert room.shelf(RICE) == Shelf(100, 550)
        with pytest.raises(LotsTaken):
            room.reverse(5, march(6), "更1", "r1")
        assert room.shelf(RICE) == Shelf(100, 550)


def test_books_begin_with_lots_that_are_worth_what_the_opening_entry_says(engine: Engine) -> None:
    def entry(fen: int) -> Entry:
        stock = (Posting("1301", Money(fen)), Posting("3001", Money(-fen), Fund.PUPILS))
        return Entry(BEGIN, "期初", "", stock)

    lots = (rice(5_000, 2_400, march(31)), spinach(100, 9))
    with writing(engine, CODE, HAND) as books:
        stocked(books)
        with pytest.raises(OpeningStockDiffers) as refused:
            Journal(books).open(entry(2_410), "o1", lots)
        assert (refused.value.account, refused.value.lots) == (Money(2_410), Money(2_409))
        with pytest.raises(OpeningStockDiffers):
            Journal(books).open(entry(2_409), "o1")
        Journal(books).open(entry(2_409), "o1", lots)
        assert Journal(books).open(entry(2_409), "o1", lots).before
        with pytest.raises(KeyUsedOtherwise):
            Journal(books).open(entry(2_409), "o1", (rice(5_001, 2_400, march(31)), lots[1]))
        room = Stockroom(books)
        assert room.shelves() == {RICE: Shelf(5_000, 2_400), SPINACH: Shelf(100, 9)}
        assert [(x.id, x.use_by) for x in room.lots(RICE)] == [(LotId(3, 1), march(31))]
        room.issue(issue(3, RICE, 5_000), "i1")


def test_no_entry_by_hand_moves_the_account_of_the_stock(opened: Engine) -> None:
    by_hand = Entry(march(5), "记1", "", (Posting("1301", Money(1)), Posting("1002", Money(-1))))
    with pytest.raises(StockByHand), writing(opened, CODE, HAND) as books:
        Journal(books).post(by_hand, "k1")


def test_a_list_of_papers_is_booked_whole_or_not_at_all(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        stocked(books)
    papers = (receipt(5, rice(10, 10)), issue(6, RICE, 11))
    with pytest.raises(NotEnough), writing(opened, CODE, HAND) as books:
        Stockroom(books).book(papers, "import")
    with reading(opened) as connection:
        verified = verify(connection)
    assert (verified.records, verified.flaws) == (3, ())


@pytest.mark.parametrize(
    "paper",
    [
        lambda: issue(5, RICE, 0),
        lambda: issue(5, RICE, -1),
        lambda: Count(march(5), "盘", {RICE: -1}),
        lambda: receipt(5, rice(-5, 10)),
        lambda: WriteOff(march(5), "损", "", (Spoiled(RICE, LotId(1, 1), 0),)),
        lambda: issue(5, RICE, 10**10),
    ],
)
def test_a_quantity_that_cannot_be_is_refused_before_the_books_are_opened(paper: object) -> None:
    with pytest.raises(BadGrams) as refused:
        paper()  # type: ignore[operator]
    assert isinstance(refused.value, BooksError)
    assert refused.value.food == RICE


def test_a_delivery_note_comes_once_and_again_after_it_was_undone(opened: Engine) -> None:
    def note(day: int, goods: Goods) -> Receipt:
        return receipt(day, goods, voucher="入1")

    with writing(opened, CODE, HAND) as books:
        room = stocked(books, note(3, rice(1000, 500)))
        with pytest.raises(BroughtAlready) as refused:
            room.receive(note(4, rice(1000, 500)), "another key")
        assert (refused.value.voucher, refused.value.number) == ("入1", 4)
        room.receive(replace(note(4, spinach(10, 5)), supplier="S2"), "the note of another")
        room.reverse(4, march(5), "更1", "undo")
        room.receive(note(5, rice(900, 450)), "another key")
        assert room.shelf(RICE) == Shelf(900, 450)
