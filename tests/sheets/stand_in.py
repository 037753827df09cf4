"""Stand-in weeks for the sheets: dishes of printed school menus, figures nobody computed."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from nutrition.clauses import Mode
from nutrition.proof import Proof, StopReason
from reports.authority import Basis
from reports.frame import People
from reports.sheet import Lang
from reports.week_view import (
    Attainment,
    DayView,
    DishView,
    GroupView,
    IngredientView,
    MealView,
    Sources,
    Verdict,
    WeekView,
)

MONDAY = date(2026, 3, 2)

FINGERPRINT = "9f3c5a2be07d41c688b1f04d7e5a936c2d18b7f0c4e95a61b3d07f82e6a4c519"

LUNCH = {"主食": 1, "大荤": 1, "小荤": 1, "素菜": 1, "汤": 1, "水果": 1}

BOARDING = {
    "breakfast": {"点心": 1, "主食": 1, "奶": 1, "小荤": 1},
    "lunch": {"主食": 1, "大荤": 1, "小荤": 1, "素菜": 1, "汤": 1, "水果": 1},
    "dinner": {"主食": 1, "大荤": 1, "素菜": 1, "汤": 1},
}

CROWDED = {
    "breakfast": {"点心": 2, "主食": 2, "奶": 1, "粗粮": 1, "小荤": 2},
    "lunch": {"主食": 2, "大荤": 2, "小荤": 2, "素菜": 2, "汤": 1, "水果": 1},
    "dinner": {"主食": 2, "大荤": 2, "小荤": 2, "素菜": 2, "汤": 1, "奶": 1},
}

GROUPS = (
    GroupView("低年级", 420, 431.4),
    GroupView("高年级", 380, 475.2),
    GroupView("初中", 300, 520.9),
    GroupView("高中", 260, 561.0),
    GroupView("陪餐教职工", 90, 540.0),
)

SEASONINGS = {"大豆油", "菜籽油", "食盐", "酱油", "白砂糖", "淀粉(玉米)"}

FACTORS = (1.0, 1.15, 1.3, 1.45, 1.4)

# title, unit, low, high, target, measured, span: lines of a lunch, shaped like table 1
LINES = (
    ("能量", "kcal", 595.0, 680.0, None, 636.0, "周平均"),
    ("能量", "kcal", 536.0, 748.0, None, 602.0, "每天"),
    ("蛋白质", "g", 11.2, 19.2, None, 21.4, "周平均"),
    ("脂肪供能比", "%", 20.0, 30.0, None, 27.3, "周平均"),
    ("碳水化合物供能比", "%", 50.0, 65.0, None, 55.1, "周平均"),
    ("钙", "mg", 262.5, None, 300.0, 281.0, "周平均"),
    ("铁", "mg", 4.2, 25.0, 4.8, 6.6, "周平均"),
    ("锌", "mg", 2.3, 12.0, 2.6, 3.4, "周平均"),
    ("维生素A", "µgRAE", 157.5, None, 180.0, 412.0, "周平均"),
    ("维生素B1", "mg", 0.32, None, 0.36, 0.35, "周平均"),
    ("维生素B2", "mg", 0.32, None, 0.36, 0.33, "周平均"),
    ("维生素C", "mg", 21.0, None, 24.0, 48.0, "周平均"),
    ("膳食纤维", "g", 7.0, None, 8.0, 7.4, "周平均"),
    ("食盐（添加）", "g", None, 2.0, None, 1.9, "周平均"),
    ("烹调油", "g", None, 12.0, None, 10.6, "周平均"),
    ("谷薯类", "g", 100.0, 120.0, None, 112.0, "周平均"),
    ("蔬菜类", "g", 120.0, 140.0, None, 165.0, "周平均"),
    ("畜禽肉类", "g", 12.0, 16.0, None, 48.0, "周平均"),
    ("大豆类及坚果", "g", 14.0, 18.0, None, 12.5, "周平均"),
    ("奶及奶制品", "g", 80.0, None, None, None, "周平均"),
    ("蔬菜种类", "种", 3.0, None, None, 4.0, "每天"),
    ("深色蔬菜占比", "%", 50.0, None, None, 58.0, "每天"),
    ("动物肝脏", "次", 1.0, 1.0, None, 1.0, "每周"),
    ("四类食物", "类", 3.0, None, None, 3.0, "每餐"),
    ("油炸菜", "次", None, 1.0, None, 0.0, "每周"),
)

BASES = (
    Basis(
        "WS/T 554-2017 学生餐营养指南", "表1 表注", "达到标准值90%~110%即可", "濮阳二高公示(2022)"
    ),
    Basis("WS/T 554-2017 学生餐营养指南", "条文号待核", "每天至少3种以上新鲜蔬菜", "齐鲁网(2017)"),
    Basis("WS/T 554-2017 学生餐营养指南", "条文号待核", "每周提供1次动物肝脏,每人每次20~25 g", ""),
    Basis("WS/T 554-2017 学生餐营养指南", "表2", "盐每人每天5 g", "", recalled=True),
)


@cache
def dishes() -> dict[str, list[DishView]]:
    """Return the stand-in dishes by category, for the first group alone."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (Path(__file__).parent / "dishes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["dish"], []).append(row)
    found: dict[str, list[DishView]] = {}
    for name, lines in rows.items():
        head = lines[0]
        foods = tuple(
            IngredientView(r["food"], (float(r["grams"]),), drafted=r["food"] in SEASONINGS)
            for r in lines
        )
        dish = DishView(
            name=name,
            category=head["category"],
            method=head["method"],
            ingredients=foods,
            allergens=tuple(filter(None, head["allergens"].split(";"))),
            composed=head["origin"] == "composed",
            estimated=len(name) % 2 == 0,
        )
        found.setdefault(dish.category, []).append(dish)
    return found


def portioned(dish: DishView, groups: int) -> DishView:
    """Return the dish with a figure for each group; packaged goods stay the same."""
    fixed = dish.category in ("奶", "水果")
    foods = tuple(
        replace(i, grams=tuple(_step(i.grams[0], f, fixed=fixed) for f in FACTORS[:groups]))
        for i in dish.ingredients
    )
    return DishView(
        dish.name,
        dish.category,
        dish.method,
        foods,
        dish.allergens,
        dish.composed,
        dish.estimated,
        dish.name_en,
    )


def _step(grams: float | None, factor: float, *, fixed: bool) -> float:
    value = (grams or 0.0) * (1.0 if fixed else factor)
    step = 5.0 if value >= 20 else 1.0 if value >= 5 else 0.1
    return round(round(value / step) * step, 1)


def days(
    meals: dict[str, dict[str, int]], count: int, groups: int, *, start: int = 0
) -> tuple[DayView, ...]:
    """Return so many days from a Monday, drawing dishes in turn."""
    turn: dict[str, int] = {}

    def next_of(category: str) -> DishView:
        turn[category] = turn.get(category, start) + 1
        of_kind = dishes()[category]
        return portioned(of_kind[turn[category] % len(of_kind)], groups)

    return tuple(
        DayView(
            label="",
            date=MONDAY + timedelta(d),
            meals=tuple(
                MealView(meal, tuple(next_of(c) for c, n in slots.items() for _ in range(n)))
                for meal, slots in meals.items()
            ),
            cost_fen=tuple(430.0 + 7 * d + 40 * g for g in range(groups)),
        )
        for d in range(count)
    )


def attainments(groups: int) -> tuple[Attainment, ...]:
    """Return a line per clause and group, limits growing with the group."""
    return tuple(
        _line(number, line, GROUPS[g].name, FACTORS[g])
        for number, line in enumerate(LINES)
        for g in range(groups)
    )


def _line(number: int, line: tuple[object, ...], group: str, factor: float) -> Attainment:
    title, unit, low, high, target, measured, span = line
    scaled = 1.0 if unit in ("%", "种", "次", "类") else factor

    def limit(value: object) -> float | None:
        return float(value) * scaled if isinstance(value, float) else None

    value = limit(measured)
    return Attainment(
        clause=f"line_{number}",
        title=str(title),
        group=group,
        span=str(span),
        unit=str(unit),
        measured=value,
        verdict=_verdict(value, limit(low), limit(high), limit(target)),
        mode=Mode.SOFT if title in ("谷薯类", "蔬菜类", "畜禽肉类") else Mode.HARD,
        low=limit(low),
        high=limit(high),
        target=limit(target),
        known=0.93 if title == "维生素B2" else 1.0,
        where="周三" if span == "每天" else "",
        decimals=0 if unit in ("kcal", "种", "次", "类") else 2 if "B" in str(title) else 1,
        recalled=title == "食盐（添加）",
    )


def _verdict(
    value: float | None, low: float | None, high: float | None, target: float | None
) -> Verdict:
    if value is None:
        return Verdict.UNKNOWN
    if low is not None and value < low:
        return Verdict.MISSED
    if high is not None and value > high:
        return Verdict.ABOVE
    return Verdict.BELOW_TARGET if target is not None and value < target else Verdict.MET


def proof(**changes: float) -> Proof:
    """Return a stand-in proof: 4.52 yuan against a bound of 4.502."""
    money = {"objective": 452.2, "cost": 452.2, "penalty": 0.0, "bound": 450.4} | changes
    return Proof(
        money["objective"],
        money["cost"],
        money["penalty"],
        money["bound"],
        solver="HiGHS",
        versions={"highspy": "1.15.1", "PuLP": "3.3.2"},
        seed=0,
        stop=StopReason.GAP_REACHED,
        seconds=3.42,
        fingerprint=FINGERPRINT,
    )


def view(
    shown: tuple[DayView, ...], groups: int, *, lang: Lang = "zh", lines: bool = True
) -> WeekView:
    """Return a week with everything around it."""
    return WeekView(
        school="示例小学",
        published=date(2026, 2, 27),
        groups=GROUPS[:groups],
        days=shown,
        sources=Sources(
            standard="WS/T 554-2017",
            foods="食堂食物成分表 2026",
            price_date=date(2026, 2, 20),
            estimated_share=0.382,
            plan="9f3c-5a2b-e07d",
            bases=BASES,
            citations=("日本食品標準成分表(八訂)から引用",),
            reviews=("主食不长期单一", "适量菌藻类", "合理的供餐时间"),
        ),
        attainments=attainments(groups) if lines else (),
        mean_cost_fen=452.2,
        proof=proof(),
        people=People(phone="010-00000000", url="https://example.org/school/week"),
        lang=lang,
    )


def lunch(lang: Lang = "zh") -> WeekView:
    """Five lunches, two groups."""
    return view(days({"lunch": LUNCH}, 5, 2), 2, lang=lang)


def boarding() -> WeekView:
    """Five days of three meals, four groups."""
    return view(days(BOARDING, 5, 4), 4)


def crowded(groups: int = 5) -> WeekView:
    """Seven days of 28 dishes, five groups: the most a sheet must hold."""
    return view(days(CROWDED, 7, groups), groups)
