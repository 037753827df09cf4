"""Stand-in values of every sheet beside the weekly menu: figures nobody booked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from canteen.calendar import Month
from canteen.fees import FeeItem, FeeLine
from canteen.ledger.alarm import Alarm
from canteen.ledger.funds import Fund, Running
from canteen.ledger.signing import SignLine, by_class
from canteen.ledger.statement import FundLine, statement
from canteen.meal_costs import Ratio
from canteen.publicity.coverage import Count, Coverage
from canteen.publicity.dish_rows import PricedDish
from canteen.publicity.price_rows import PriceRow
from canteen.store.alarms import FundAlarms
from canteen.store.programme import Programme, ProgrammeDay
from canteen.store.pupil_lines import Place
from canteen.store.refund_lists import RefundList, RefundRow
from nutrition.quantities import Money, UnitPrice
from reports.authority import Basis
from reports.coverage_sheet import CoverageView, coverage_sheet
from reports.dish_price_sheet import DishPriceView, dish_price_sheet
from reports.duty_forms import (
    ExpectedGoods,
    GoodsForm,
    MealForms,
    ServedMeal,
    acceptance_form,
    accompanying_form,
    samples_form,
)
from reports.fee_sheet import FeeView, fee_sheet
from reports.frame import Frame, People
from reports.kitchen_sheet import BatchDish, BatchFood, BatchMeal, KitchenView, kitchen_sheet
from reports.letter import LetterView, letter
from reports.order_sheet import FromStock, OrderedLine, OrderView, order_sheet
from reports.programme_sheet import ProgrammeView, programme_sheet
from reports.purchase_price_sheet import PurchasePriceView, purchase_price_sheet
from reports.sheet import Lang, Sheet
from reports.sign_list import SignView, sign_sheet
from reports.statement_sheet import StatementView, statement_sheet
from reports.surplus_sheet import SurplusView, surplus_sheet
from reports.usage_sheet import FoodUse, UsageView, usage_sheet
from reports.week_group import week_of
from reports.week_sheet import week_sheet
from tests.sheets import stand_in

MONDAY, MARCH = stand_in.MONDAY, Month(2026, 3)

DAYS = tuple(MONDAY + timedelta(d) for d in range(5))

PLAN = "9f3c-5a2b-e07d"


def frame(sheet: str, lang: Lang = "zh") -> Frame:
    people = People("010-00000000", "https://example.org/school", {"author": "示例甲"})
    return Frame(sheet, "示例小学", date(2026, 2, 27), people, lang)


def a_statement(lang: Lang = "zh") -> Sheet:
    pupils, subsidy = Fund.PUPILS, Fund.SUBSIDY
    before = {("3001", pupils): Money(-500_000)}
    month = {
        ("4001", pupils): Money(-929_750),
        ("4002", subsidy): Money(-760_000),
        ("5001", pupils): Money(458_079),
        ("5002", subsidy): Money(165_509),
        ("5003", pupils): Money(62_000),
        ("5006", pupils): Money(-22),
    }
    year = {key: Money(3 * money.fen) for key, money in month.items()}
    found = statement(Running.SELF, before, month, year)
    return statement_sheet(
        StatementView(frame("statement", lang), MARCH, found, contracted=False, closed=False)
    )


def a_refund(pupils: int = 7) -> RefundList:
    total = Money(100_003)
    weights = [20 - i % 3 for i in range(pupils)]
    shares = total.share(weights)
    rows = tuple(
        RefundRow(f"P{i:04}", Place(f"{1 + i // 4}班", f"示例{'甲乙丙丁'[i % 4]}"), w, share)
        for i, (w, share) in enumerate(zip(weights, shares, strict=True))
    )
    return RefundList(MARCH.first, MARCH.last, "days", rows, total)


def a_surplus(lang: Lang = "zh", refund: RefundList | None = None) -> Sheet:
    def alarms(fund: Fund, surplus: int, income: int, after: int) -> FundAlarms:
        of_month = Alarm(Money(surplus), Money(income), 3)
        return FundAlarms(
            fund, of_month, Alarm(Money(2 * surplus), Money(2 * income), 3), Money(after)
        )

    funds = (
        alarms(Fund.PUPILS, 152_375, 929_750, 652_375),
        alarms(Fund.SUBSIDY, 594_491, 760_000, 594_491),
        alarms(Fund.STAFF, -1_234, 99_000, -1_234),
    )
    return surplus_sheet(SurplusView(frame("surplus", lang), MARCH, funds, refund or a_refund()))


MILK = FeeItem(
    "milk", "学生饮用奶", "示例文件1号", "自愿订购的学生", Money(250), "盒", MONDAY, "S1"
)


def fees(lang: Lang = "zh") -> Sheet:
    lines = (FeeLine(MILK, 60, 2436, Money(915_000), Money(30_600)),)
    return fee_sheet(FeeView(frame("fees", lang), MONDAY, lines, {"S1": "示例乳业"}))


def purchase_prices(lang: Lang = "zh") -> Sheet:
    rice = PriceRow(
        food="G001",
        supplier="S1",
        spec="25kg/袋",
        origin="湖北",
        inspectors=("示例甲", "示例乙"),
        grams=158_400,
        amount=Money(86_011),
        paid=UnitPrice(5430),
        central=UnitPrice(5430),
        market=None,
        reference=UnitPrice(5615),
        since=date(2026, 2, 1),
    )
    greens = PriceRow(
        "V001", "", "", "", (), 0, Money(0), None, None, UnitPrice(4004), None, MONDAY
    )
    view = PurchasePriceView(
        frame("purchase-prices", lang),
        MONDAY,
        DAYS[-1],
        DAYS[-1],
        (rice, greens),
        {"G001": "大米", "V001": "菠菜"},
        {"S1": "示例供货商"},
        frozenset({"G001"}),
    )
    return purchase_price_sheet(view)


def dish_prices(lang: Lang = "zh") -> Sheet:
    third = Fraction(100, 3)
    dishes = [
        PricedDish(MONDAY, "lunch", code, "", 72, third, third if code == "a" else None, price)
        for code, price in (("a", Money(100)), ("b", None), ("c", Money(30)))
    ]
    dishes.append(PricedDish(MONDAY, "lunch", "", "走读午餐", 72, Fraction(100), None, Money(750)))
    view = DishPriceView(
        frame=frame("dish-prices", lang),
        first=MONDAY,
        last=DAYS[-1],
        dishes=tuple(dishes),
        names={"a": "米饭", "b": "土豆烧牛肉", "c": "红豆汤"},
        ratio=Ratio(Money(167_113), Money(210_000)),
    )
    return dish_price_sheet(view)


def programme(lang: Lang = "zh") -> Sheet:
    days = tuple(
        ProgrammeDay(day, 66 + i, 72 + i, 18, Money(8_351 + i), Money(33_402 + i))
        for i, day in enumerate(DAYS)
    )
    fund = FundLine(Fund.SUBSIDY, Money(0), Money(760_000), Money(41_765), Money(0), Money(718_235))
    found = Programme(72, 18, Money(500), days, fund)
    return programme_sheet(ProgrammeView(frame("programme", lang), MARCH, found))


def a_letter(lang: Lang = "zh") -> Sheet:
    meals = {"午餐(营改)": {"lunch": Money(250)}, "走读": {"lunch": Money(750)}}
    return letter(LetterView(frame("letter", lang), meals, (MILK,), 15))


def refund_list(lang: Lang = "zh") -> Sheet:
    lines = by_class(
        SignLine(row.pupil, row.place.school_class, row.place.name, (str(row.weight),), row.amount)
        for row in a_refund().rows
    )
    bases = (Basis("示例办法", "", "按人日退还"),)
    view = SignView("退还签收表", "示例小学", MONDAY, ("人日",), lines, bases, lang)
    return sign_sheet(view)


def usage(lang: Lang = "zh") -> Sheet:
    foods = (
        FoodUse("大米", bulk=True, grams=dict.fromkeys(DAYS, 45_500), price=UnitPrice(5430)),
        FoodUse("菠菜", bulk=False, grams={DAYS[1]: 38_461}, price=UnitPrice(4005), estimated=True),
        FoodUse("自种香菜", bulk=False, grams={DAYS[2]: 1_000}, price=None),
    )
    return usage_sheet(UsageView(frame("usage", lang), DAYS, foods, 700, MONDAY, PLAN))


def order(lang: Lang = "zh") -> Sheet:
    lines = (
        OrderedLine(
            MONDAY, "示例米业", "central", "大米", 250_000, Money(135_750), 25_000, 10,
            pack_price=Money(13_575),
        ),
        OrderedLine(
            DAYS[1], "", "market", "菠菜", 38_461, Money(15_404), price=UnitPrice(4005)
        ),
    )  # fmt: skip
    stock = (FromStock(MONDAY, "大豆油", 6_055, date(2026, 9, 1)),)
    return order_sheet(OrderView(frame("order", lang), lines, stock, Money(151_154)))


def kitchen(lang: Lang = "zh") -> Sheet:
    foods = (
        BatchFood("牛肉", (50.0, 60.0), 38_500.0, 38_500.0),
        BatchFood("土豆", (55.0, None), 42_000.0, 44_211.4),
    )
    stew = BatchDish("土豆烧牛肉", "炖", ("大豆",), foods)
    meals = (BatchMeal("lunch", (stew, BatchDish("白开水", "", (), ()))),)
    groups = (("低年级", 350), ("高年级", 350))
    return kitchen_sheet(
        KitchenView(frame("kitchen", lang), ((DAYS[0], meals), (DAYS[1], meals)), groups, PLAN)
    )


def _meals(sheet: str, lang: Lang) -> MealForms:
    meals = tuple(ServedMeal(day, "lunch", ("米饭", "土豆烧牛肉", "红豆汤")) for day in DAYS)
    return MealForms(frame(sheet, lang), meals, PLAN)


def accompanying(lang: Lang = "zh") -> Sheet:
    return accompanying_form(_meals("accompanying", lang))


def samples(lang: Lang = "zh") -> Sheet:
    return samples_form(_meals("samples", lang))


def acceptance(lang: Lang = "zh") -> Sheet:
    goods = tuple(ExpectedGoods(day, "大米", "", 45_500) for day in DAYS)
    return acceptance_form(GoodsForm(frame("acceptance", lang), goods, PLAN))


def recipe(lang: Lang = "zh") -> Sheet:
    return week_sheet(stand_in.lunch(lang))


def recipe_of_one_group(lang: Lang = "zh") -> Sheet:
    return week_sheet(week_of(stand_in.lunch(lang), "高年级"))


def coverage(lang: Lang = "zh") -> Sheet:
    week = Count(3, 5, [f"demo {DAYS[0]}", f"demo {DAYS[4]}"])
    found = Coverage(
        first=MONDAY,
        last=DAYS[-1],
        schools=Count(0, 1, ["demo"]),
        days=week,
        meals=Count(3, 5, [f"demo {DAYS[0]} lunch", f"demo {DAYS[4]} lunch"]),
        without_plans=("other",),
        sheets={"recipe": Count(1, 1), "statement": Count(0, 1, ["demo 2026-03-01"])},
        late={"recipe": 0, "statement": 1},
    )
    names = {"demo": "示例小学", "other": "另一所示例小学"}
    return coverage_sheet(CoverageView(frame("coverage", lang), found, names))


SHEETS: Mapping[str, Callable[[Lang], Sheet]] = {
    "recipe": recipe,
    "recipe-of-one-group": recipe_of_one_group,
    "purchase-prices": purchase_prices,
    "dish-prices": dish_prices,
    "statement": a_statement,
    "surplus": a_surplus,
    "fees": fees,
    "usage": usage,
    "order": order,
    "kitchen": kitchen,
    "accompanying": accompanying,
    "samples": samples,
    "acceptance": acceptance,
    "refund-list": refund_list,
    "programme": programme,
    "letter": a_letter,
    "coverage": coverage,
}
