"""The error museum: for every error code the smallest thing that brings it about."""

from __future__ import annotations

from api.folder import read_folder
from food_tables.errors import TableAltered, TableColumnsDiffer
from food_tables.loading import load_foods
from food_tables.reading import Row, Table
from nutrition.clauses import Standard
from nutrition.errors import ClauseHasNoValue
from nutrition.quantities import Money
from nutrition.tables import foods_of
from optimizer import errors as planning
from reports import errors as reports
from tests.folder.exhibits import (
    FOODS,
    MENU,
    OLD_PLAN,
    RICE,
    TAGGED,
    Exhibit,
    basket_of,
    brought,
    dishes,
    finished,
    foods,
    imported,
    menu,
    no_plan,
    plan,
    plan_of_bytes,
    prices,
    raised,
    read_missing,
    table,
    two_tables,
    write_over_a_file,
    zipped,
)
from tests.folder.museum_backup import BACKUPS
from tests.folder.museum_books import BOOKS
from tests.folder.museum_costs import COSTS
from tests.folder.museum_fees import FEES
from tests.folder.museum_orders import ORDERS
from tests.folder.museum_pins import PINS
from tests.folder.museum_plans import PLANS
from tests.folder.museum_pupils import CHARGES, PUPILS
from tests.folder.museum_repair import REPAIRS
from tests.folder.museum_sheets import SHEETS, WALL
from tests.folder.museum_supplies import SUPPLIES

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
        (
            "a plan.json whose folder asks for more iron now",
            planning.MenuNotLawful("broken-rules", ["t1_iron"]),
        ),
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
    "folder.no-plan-file": Exhibit("an empty folder", no_plan),
    "folder.cannot-read": Exhibit("a file that is not there", read_missing),
    "folder.cannot-write": Exhibit("a file where the folder should be", write_over_a_file),
    "folder.two-tables": Exhibit("foods.csv beside foods.xlsx", two_tables),
    "folder.broken-toml": Exhibit("a bracket that never closes", plan(add="[prices")),
    "folder.not-text": Exhibit("a workbook called plan.toml", plan_of_bytes(b"PK\x03\x04")),
    "folder.bad-plan": Exhibit("a key that nobody knows", plan(add="[extra]\n")),
    "plan.not-a-plan": Exhibit("a plan.json of words", finished("words")),
    "plan.outdated": Exhibit("a plan of a dish that is gone", finished(OLD_PLAN)),
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


EXHIBITS: dict[str, Exhibit] = {
    **TABLES,
    **PLANNING,
    **DOORS,
    **ROWS,
    **PLANS,
    **ORDERS,
    **REPAIRS,
    **SHEETS,
    **WALL,
    **PINS,
    **BOOKS,
    **BACKUPS,
    **PUPILS,
    **CHARGES,
    **FEES,
    **SUPPLIES,
    **COSTS,
}
