"""The error museum: for every error code the smallest thing that brings it about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from api.check_menu import Request, check_menu
from api.commands.basket import BasketRequest
from api.commands.basket import run as basket
from api.commands.importing import run as import_foods
from api.commands.starting import run as new_folder
from api.files import read_bytes, write_all
from api.folder import read_folder
from food_tables.errors import TableAltered, TableColumnsDiffer
from food_tables.layout import layout
from food_tables.loading import load_foods
from food_tables.reading import Row, Table, read_table
from nutrition.clauses import Standard
from nutrition.dish_tables import DishTables, dishes_of
from nutrition.errors import ClauseHasNoValue
from nutrition.prices import prices_of
from nutrition.quantities import Money
from nutrition.tables import FoodNames, foods_of
from optimizer import errors as planning
from reports import errors as reports

PLAN = """\
[school]
name = "示例小学"
[calendar]
start = 2026-03-02
end = 2026-03-06
[[meal]]
name = "lunch"
slots = [{ name = "主食", min = 1, max = 1 }, { name = "汤", min = 1, max = 1 }]
[[group]]
name = "低年级"
cohorts = [{ age = "6-8", boys = 10, girls = 10 }]
"""

FOODS = "code,name,edible_share,protein_g\n"

RICE = "G001,大米,1,7.9\n"

TAGGED = "code,name,edible_share,tags,allergens\n"

MENU = "day,meal,dish,food,grams\n"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """How an error comes about.

    Attributes:
        words: for docs/errors.md.
        run: brings it about inside a temporary folder; raises it, or an error with its fault.
    """

    words: str
    run: Callable[[Path], object]


def plan(*changes: tuple[str, str], add: str = "") -> Callable[[Path], object]:
    """Plan a folder whose plan.toml differs from a good one in one place."""

    def run(folder: Path) -> object:
        text = PLAN
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "plan.toml").write_text(text + add, "utf-8")
        return read_folder(folder)

    return run


def brought(
    name: str, text: str, add: str = "", *, halal: bool = False
) -> Callable[[Path], object]:
    """Plan a folder that brings one table of its own."""

    def run(folder: Path) -> object:
        (folder / name).write_text(text, "utf-8")
        return plan(*[("[school]", "halal = true\n[school]")] * halal, add=add)(folder)

    return run


def table(kind: str, content: bytes | str) -> Callable[[Path], Table]:
    """Read a table of one kind from a stranger's bytes."""
    raw = content.encode() if isinstance(content, str) else content
    return lambda _: read_table(raw, f"{kind}.csv", layout(kind))


def foods(text: str) -> Callable[[Path], object]:
    return lambda folder: foods_of(table("foods", text)(folder))


def prices(text: str) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        names = FoodNames(foods_of(table("foods", FOODS + RICE)(folder)).values())
        return prices_of(table("prices", "food,yuan_per_kg\n" + text)(folder), names)

    return run


def dishes(rows: str, cards: str) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        known = foods_of(table("foods", FOODS + RICE)(folder))
        library = table("dishes", "code,name,category\n" + rows)(folder)
        recipes = table("recipes", "dish,food,grams\n" + cards)(folder)
        return dishes_of(DishTables([library], [recipes]), known)

    return run


def imported(text: str) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        (folder / "licensed.csv").write_text(text, "utf-8")
        return import_foods(folder / "licensed.csv", folder / "school", "zh", yes=True)

    return run


def menu(text: str, age: str = "9-11") -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        path = folder / "menu.csv"
        path.write_text(text, "utf-8")
        checked = check_menu(Request(path, age))
        assert checked.unknown_foods is not None
        raise checked.unknown_foods

    return run


def basket_of(foods_text: str, needs: str) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        (folder / "f.csv").write_text(foods_text, "utf-8")
        (folder / "r.csv").write_text(needs, "utf-8")
        request = BasketRequest(folder / "f.csv", folder / "r.csv", integer=False, as_json=True)
        return basket(request, "zh")

    return run


def raised(error: Exception) -> Callable[[Path], object]:
    """Stand in for a room below, whose own tests bring the error about."""

    def run(_: Path) -> object:
        raise error

    return run


def workbook(cells: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in cells:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(members):
            archive.writestr(str(number), "x")
    return out.getvalue()


def _read_missing(folder: Path) -> object:
    return read_bytes(folder / "missing.csv")


def _no_plan(folder: Path) -> object:
    return read_folder(folder)


def _write_over_a_file(folder: Path) -> None:
    (folder / "out").write_text("mine", "utf-8")
    write_all(folder / "out", {"a": b""})


def _two_tables(folder: Path) -> object:
    (folder / "foods.xlsx").write_bytes(workbook([["code", "name", "edible_share"]]))
    return brought("foods.csv", FOODS + RICE)(folder)


def _plan_of_bytes(content: bytes) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        (folder / "plan.toml").write_bytes(content)
        return read_folder(folder)

    return run


def _new_over_a_plan(folder: Path) -> object:
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    return new_folder(folder, "zh")


def _lock(day: str, meal: str, dish: str) -> str:
    return f'[[lock]]\ndate = {day}\nmeal = "{meal}"\ndish = "{dish}"\n'


def _lock_unpriced(folder: Path) -> object:
    (folder / "dishes.csv").write_text("code,name,category\nX1,贵饭,主食\n", "utf-8")
    (folder / "recipes.csv").write_text("dish,food,grams\nX1,X1,80\n", "utf-8")
    lock = _lock("2026-03-02", "lunch", "贵饭")
    return brought("foods.csv", FOODS + "X1,贵米,1,7\n", lock)(folder)


SLOT = '{ name = "主食", min = 1, max = 1 }'

COHORT = 'cohorts = [{ age = "6-8", boys = 10, girls = 10 }]'

BAD_STANDARD: dict[str, object] = {"document": {"id": "x"}, "clause": {"a": {"title": "a"}}}

TABLES: dict[str, Exhibit] = {
    "tables.not-a-table": Exhibit("a PDF called foods.csv", table("foods", b"%PDF-1.7")),
    "tables.old-workbook": Exhibit("an .xls workbook", table("foods", b"\xd0\xcf\x11\xe0")),
    "tables.broken-workbook": Exhibit("half of an .xlsx", table("foods", b"PK\x03\x04half")),
    "tables.broken-text": Exhibit(
        "a quotation mark that never closes", table("foods", FOODS + 'G1,"a,1,1\n')
    ),
    "tables.too-large": Exhibit("a zip of 201 members", table("foods", zipped(201))),
    "tables.empty": Exhibit("an empty file", table("foods", "")),
    "tables.missing-columns": Exhibit("no edible_share", table("foods", "code,name\n1,a\n")),
    "tables.unknown-columns": Exhibit(
        "a column 颜色深浅 in recipes.csv", table("recipes", "dish,food,grams,颜色深浅\n")
    ),
    "tables.repeated-column": Exhibit("编码 and code", table("foods", "编码,code,name\n")),
    "tables.wrong-unit": Exhibit(
        "能量 without saying kcal or kJ", table("foods", "code,name,edible_share,能量\n")
    ),
    "tables.bad-rows": Exhibit("a word where a number belongs", foods(FOODS + "G1,a,1,many\n")),
    "embedded.unknown-table": Exhibit("load_foods of no such table", lambda _: load_foods("no")),
    "embedded.altered": Exhibit(
        "a byte of an embedded table changed", raised(TableAltered("foods/canteen", "a", "b"))
    ),
    "embedded.columns": Exhibit(
        "a column of an embedded table renamed", raised(TableColumnsDiffer("foods/x", "a", "b"))
    ),
    "nutrition.bad-amount": Exhibit("12.345 yuan", lambda _: Money.yuan("12.345")),
    "nutrition.clause-has-no-value": Exhibit(
        "an age band that the standard lacks", raised(ClauseHasNoValue("t1_iron", "3-5", "M", ""))
    ),
    "nutrition.bad-standard": Exhibit(
        "a clause without a rule", lambda _: Standard.of(BAD_STANDARD)
    ),
}

_SHORT = planning.Shortfall("t1_iron", "0302", 0.4, "mg")

PLANNING: dict[str, Exhibit] = {
    e.code: Exhibit(words, raised(e))
    for words, e in (
        ("a dear rule under a low budget", planning.NoLawfulMenu(["a"], [_SHORT], minimal=True)),
        ("a time limit of 0.01 s", planning.SolverGaveUp(0.01)),
        (
            "a slot whose category has no dish",
            planning.EmptySlot("", "lunch", "汤", needed=1, found=0),
        ),
        ("a locked dish out of season", planning.BadLock("V1", "2026-03-02", "lunch", "excluded")),
        (
            "five servings asked of two days",
            planning.RuleCannotFit("soy", "0302", needed=5, possible=2),
        ),
        ("a bug", planning.UnlawfulMenu(["t1_iron"])),
        ("Ctrl-C while searching", planning.Interrupted()),
        ("a solver killed while it searches", planning.SolverCrashed("highs", "SIGKILL")),
        ("a solver that sleeps beyond its time", planning.SolverHung("cbc", 60.0)),
        ("a solver that may hold 100 MB", planning.SolverOutOfMemory("highs")),
        ("a bound above the menu", planning.SolverLied("cbc", "bound-above-menu")),
        ("a requirement no food meets", planning.BasketHasNoSolution([_SHORT])),
        ("a negative price and no max", planning.BasketIsUnbounded(["糖"])),
        ("a character that no font has", reports.MissingGlyph(["龘"], "龘", "Noto")),
        ("no Chinese font installed", reports.NoChineseFont(["/usr/share/fonts"])),
        ("a cell of 40,000 characters", reports.TextTooLong("长" * 40000, 32767)),
    )
}

DOORS: dict[str, Exhibit] = {
    "folder.not-a-folder": Exhibit("a folder that is not there", lambda d: read_folder(d / "no")),
    "folder.no-plan-file": Exhibit("an empty folder", _no_plan),
    "folder.cannot-read": Exhibit("a file that is not there", _read_missing),
    "folder.cannot-write": Exhibit("a file where the folder should be", _write_over_a_file),
    "folder.two-tables": Exhibit("foods.csv beside foods.xlsx", _two_tables),
    "folder.broken-toml": Exhibit("a bracket that never closes", plan(add="[prices")),
    "folder.not-text": Exhibit("a workbook called plan.toml", _plan_of_bytes(b"PK\x03\x04")),
    "folder.bad-plan": Exhibit("a key that nobody knows", plan(add="[extra]\n")),
    "check.unknown-foods": Exhibit("a menu with 龙肉", menu(MENU + "周一,lunch,a,龙肉,5\n")),
    "check.empty-menu": Exhibit("every amount 0", menu(MENU + "周一,lunch,a,大米,0\n")),
    "check.several-tiers": Exhibit(
        "a menu of two sizes and no --tier",
        menu("day,meal,dish,food,grams,年级\n周一,lunch,a,大米,5,低\n周一,lunch,a,大米,6,高\n"),
    ),
    "usage.bad-option": Exhibit("--age 3", menu(MENU + "周一,lunch,a,大米,5\n", age="3")),
}

ROWS: dict[str, Exhibit] = {
    "row.missing-value": Exhibit("a food without a name", foods(FOODS + "G1,,1,1\n")),
    "row.not-a-number": Exhibit("protein: many", foods(FOODS + "G1,a,1,many\n")),
    "row.not-finite": Exhibit("protein: 1e999", foods(FOODS + "G1,a,1,1e999\n")),
    "row.negative": Exhibit("a price of -3", prices("大米,-3\n")),
    "row.not-positive": Exhibit("0 g of rice", dishes("S1,a,主食\n", "S1,大米,0\n")),
    "row.too-large": Exhibit("protein: 9999999", foods(FOODS + "G1,a,1,9999999\n")),
    "row.ambiguous-comma": Exhibit('protein: "1,234"', foods(FOODS + 'G1,a,1,"1,234"\n')),
    "row.formula": Exhibit("protein: =B2*2", foods(FOODS + "G1,a,1,=B2*2\n")),
    "row.not-a-share": Exhibit("an edible share of 0", foods(FOODS + "G1,a,0,1\n")),
    "row.not-whole": Exhibit(
        "weekly_max: 1.5", brought("dishes.csv", "code,name,category,weekly_max\nS1,a,主食,1.5\n")
    ),
    "row.bad-code": Exhibit("a code with a footnote", foods(FOODS + "G1②,a,1,1\n")),
    "row.too-long": Exhibit("a name of 300 characters", foods(FOODS + f"G1,{'长' * 300},1,1\n")),
    "row.control-character": Exhibit(
        "a bell in a workbook's name",
        lambda _: _bell(),
    ),
    "row.not-one-of": Exhibit(
        "basis: cooked", brought("recipes.csv", "dish,food,grams,basis\nS001,大米,80,cooked\n")
    ),
    "row.bad-date": Exhibit("date: soon", brought("history.csv", "date,dish\nsoon,米饭\n")),
    "row.bad-months": Exhibit("months: 13", foods("code,name,edible_share,months\nG1,a,1,13\n")),
    "row.bad-price": Exhibit("a price of 5.4321", prices("大米,5.4321\n")),
    "row.zero-price": Exhibit("a price of 0", prices("大米,0\n")),
    "row.repeated": Exhibit("a code twice", foods(FOODS + RICE + "G001,b,1,1\n")),
    "row.unknown-food": Exhibit("a price of 龙", prices("龙,5\n")),
    "row.unknown-food-like": Exhibit("a price of 大米饭", prices("大米饭,5\n")),
    "row.unknown-dish": Exhibit("a recipe of no dish", dishes("S1,a,主食\n", "S9,大米,5\n")),
    "row.unknown-meal": Exhibit("a row at 加餐", menu(MENU + "周一,加餐,a,大米,5\n")),
    "row.unknown-tags": Exhibit("a tag of Q", foods(TAGGED + "G1,a,1,Q,\n")),
    "row.unknown-tags-like": Exhibit("a tag of prok", foods(TAGGED + "G1,a,1,prok,\n")),
    "row.unknown-allergens": Exhibit("an allergen of Q", foods(TAGGED + "G1,a,1,,Q\n")),
    "row.unknown-allergens-like": Exhibit(
        "an allergen of 花生酱", foods(TAGGED + "G1,a,1,,牛奶/花生酱\n")
    ),
    "row.name-taken": Exhibit(
        "大米 under a second code", brought("foods.csv", FOODS + "X1,大米,1,1\n")
    ),
    "row.code-alike": Exhibit("g001 beside G001", brought("foods.csv", FOODS + "g001,新米,1,1\n")),
    "row.not-history": Exhibit(
        "a history of the first day planned",
        brought("history.csv", "date,dish\n2026-03-02,米饭\n"),
    ),
    "row.no-ingredients": Exhibit(
        "a dish without ingredients", dishes("S1,a,主食\nS2,b,主食\n", "S1,大米,5\n")
    ),
    "row.too-many-cells": Exhibit("1,234 without quotation marks", foods(FOODS + "G1,a,1,1,234\n")),
    "row.code-of-another-food": Exhibit(
        "an import of M001, 鳕鱼柳", imported("code,name,edible_share\nM001,鳕鱼柳,1\n")
    ),
    "row.unknown-group": Exhibit(
        "an import of the group 谷类", imported("code,name,edible_share,group\nQ1,粟,1,谷类\n")
    ),
    "row.more-than-the-whole": Exhibit(
        "an import of 90 g of protein and 20 g of fat",
        imported("code,name,edible_share,protein_g,fat_g\nQ1,粟,1,90,20\n"),
    ),
    "row.min-above-max": Exhibit(
        "min 5, max 2", basket_of("food,price,min,max,iron\na,1,5,2,1\n", "nutrient,min\niron,1\n")
    ),
    "row.unknown-nutrient": Exhibit(
        "a requirement of 锌", basket_of("food,price,iron\na,1,1\n", "nutrient,min\n锌,1\n")
    ),
}


def _bell() -> object:
    cells = {"code": "G1", "name": "a\x07b", "edible_share": "1"}
    return foods_of(Table("foods.xlsx", (Row(2, cells),)))


PLANS: dict[str, Exhibit] = {
    "plan.missing-key": Exhibit("no [school]", plan(('[school]\nname = "示例小学"\n', ""))),
    "plan.unknown-key": Exhibit("[zzz]", plan(add="[zzz]\n")),
    "plan.unknown-key-like": Exhibit("[kitchn]", plan(add="[kitchn]\n")),
    "plan.later-key": Exhibit("[[offers]]", plan(add="[[offers]]\n")),
    "plan.not-one-of": Exhibit('mode = "often"', plan(add='[rules.soy_daily]\nmode = "often"\n')),
    "plan.not-whole": Exhibit("min = 1.5", plan(("min = 1", "min = 1.5"))),
    "plan.not-a-number": Exhibit(
        'factor = "big"', plan(('name = "低年级"', 'name = "低年级"\nfactor = "big"'))
    ),
    "plan.not-true-or-false": Exhibit(
        'halal = "yes"', plan(("[school]", 'halal = "yes"\n[school]'))
    ),
    "plan.not-a-text": Exhibit("name = 5", plan(('name = "示例小学"', "name = 5"))),
    "plan.not-a-date": Exhibit('start = "soon"', plan(("2026-03-02", '"soon"'))),
    "plan.not-a-list": Exhibit("foods = 5", plan(add="[exclude]\nfoods = 5\n")),
    "plan.double-brackets": Exhibit("[meal]", plan(("[[meal]]", "[meal]"))),
    "plan.not-a-table": Exhibit("calendar = 5", plan(("[school]", "budget = 5\n[school]"))),
    "plan.not-finite": Exhibit(
        "factor = nan", plan(('name = "低年级"', 'name = "低年级"\nfactor = nan'))
    ),
    "plan.bad-code": Exhibit(
        'code = "低"', plan(('name = "低年级"', 'name = "低年级"\ncode = "低"'))
    ),
    "plan.bad-yuan": Exhibit("5.555 yuan", plan(add="[budget]\nyuan_per_day = 5.555\n")),
    "plan.empty": Exhibit("slots = []", plan(("[" + SLOT, "[] #"))),
    "plan.too-long": Exhibit("a name of 101 characters", plan(("示例小学", "长" * 101))),
    "plan.not-above": Exhibit(
        "factor = 0", plan(('name = "低年级"', 'name = "低年级"\nfactor = 0'))
    ),
    "plan.too-small": Exhibit("boys = -1", plan(("boys = 10", "boys = -1"))),
    "plan.too-big": Exhibit("boys = 30000", plan(("boys = 10", "boys = 30000"))),
    "plan.days-or-range": Exhibit(
        "neither days nor start", plan(("start = 2026-03-02\nend = 2026-03-06\n", ""))
    ),
    "plan.start-after-end": Exhibit("it ends before it starts", plan(("03-06", "03-01"))),
    "plan.day-twice": Exhibit(
        "a day twice",
        plan(("start = 2026-03-02\nend = 2026-03-06", "days = [2026-03-02, 2026-03-02]")),
    ),
    "plan.no-days": Exhibit("a weekend", plan(("03-02", "03-07"), ("03-06", "03-08"))),
    "plan.too-many-days": Exhibit("61 days", plan(("2026-03-06", "2026-05-25"))),
    "plan.named-twice": Exhibit(
        "two groups of one name", plan(add=f'[[group]]\nname = "低年级"\n{COHORT}\n')
    ),
    "plan.min-above-max": Exhibit("min = 2, max = 1", plan(("min = 1", "min = 2"))),
    "plan.slot-of-nothing": Exhibit("max = 0", plan(("min = 1, max = 1", "min = 0, max = 0"))),
    "plan.category-twice": Exhibit("主食 in two slots", plan(('"汤"', '"主食"'))),
    "plan.no-pupils": Exhibit("a group of nobody", plan(("boys = 10, girls = 10", "boys = 0"))),
    "plan.unknown-age": Exhibit('age = "3-5"', plan(('"6-8"', '"3-5"'))),
    "plan.lock-day": Exhibit("a lock on a Sunday", plan(add=_lock("2026-03-08", "lunch", "米饭"))),
    "plan.lock-meal": Exhibit("a lock at dinner", plan(add=_lock("2026-03-02", "dinner", "米饭"))),
    "plan.unknown-meal": Exhibit("a meal of brunch", plan(('"lunch"', '"brunch"'))),
    "plan.unknown-category": Exhibit("a slot of 饮", plan(('"汤"', '"饮"'))),
    "plan.unknown-category-like": Exhibit("a slot of 小荤菜", plan(('"汤"', '"小荤菜"'))),
    "plan.unknown-method": Exhibit(
        "at most 2 of Q", plan(add='[kitchen]\nper_day = { "Q" = 2 }\n')
    ),
    "plan.unknown-method-like": Exhibit(
        "at most 2 of 油炸", plan(add='[kitchen]\nper_meal = { "油炸" = 2 }\n')
    ),
    "plan.lock-disabled": Exhibit(
        "a lock of a disabled dish",
        brought(
            "dishes.csv",
            "code,name,category,disabled\nS001,米饭,主食,\nX1,贵饭,主食,太贵\n",
            _lock("2026-03-02", "lunch", "贵饭"),
        ),
    ),
    "plan.lock-no-slot": Exhibit(
        "a lock of 番茄炒蛋 where no slot takes it",
        plan(add=_lock("2026-03-02", "lunch", "番茄炒蛋")),
    ),
    "plan.lock-not-at-meal": Exhibit(
        "a breakfast porridge locked at lunch", plan(add=_lock("2026-03-02", "lunch", "大米粥"))
    ),
    "plan.lock-unpriced": Exhibit("a lock of a dish that has no price", _lock_unpriced),
    "plan.lock-excluded": Exhibit(
        "a lock of a dish that is excluded",
        plan(add='[exclude]\ndishes = ["米饭"]\n' + _lock("2026-03-02", "lunch", "米饭")),
    ),
    "plan.locks-crowd": Exhibit(
        "two locks in a slot of one",
        plan(add=_lock("2026-03-02", "lunch", "米饭") + _lock("2026-03-02", "lunch", "馒头")),
    ),
    "plan.unknown-rule": Exhibit("[rules.qqqq]", plan(add='[rules.qqqq]\nmode = "off"\n')),
    "plan.unknown-rule-like": Exhibit("[rules.t1_irn]", plan(add='[rules.t1_irn]\nmode = "off"\n')),
    "plan.rule-has-no-number": Exhibit(
        "gap_days of iron", plan(add="[rules.t1_iron]\ngap_days = 5\n")
    ),
    "plan.unknown-dish": Exhibit("a lock of Q", plan(add=_lock("2026-03-02", "lunch", "Q"))),
    "plan.unknown-dish-like": Exhibit(
        "a lock of 小米饭饭", plan(add=_lock("2026-03-02", "lunch", "小米饭饭"))
    ),
    "plan.unknown-food": Exhibit("without Q", plan(add='[exclude]\nfoods = ["Q"]\n')),
    "plan.unknown-food-like": Exhibit(
        "without 大米饭", plan(add='[exclude]\nfoods = ["大米饭"]\n')
    ),
    "plan.unknown-allergen": Exhibit(
        "without penut", plan(add='[exclude]\nallergens = ["penut"]\n')
    ),
    "plan.no-tag-column": Exhibit(
        "halal, and own foods that do not tell",
        brought("foods.csv", FOODS + RICE, halal=True),
    ),
    "plan.no-allergen-column": Exhibit(
        "without peanut, and own foods that do not tell",
        brought("foods.csv", FOODS + RICE, '[exclude]\nallergens = ["peanut"]\n'),
    ),
}

EXHIBITS: dict[str, Exhibit] = {**TABLES, **PLANNING, **DOORS, **ROWS, **PLANS}
