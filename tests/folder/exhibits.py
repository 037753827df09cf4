"""How errors are brought about: small folders and tables with one thing wrong."""

from __future__ import annotations

import io
import json
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
from api.finished import read_finished
from api.folder import read_folder
from api.near_menu import near_menu
from api.places import spot_of
from food_tables.layout import layout
from food_tables.reading import Table, read_table
from nutrition.dish_tables import DishTables, dishes_of
from nutrition.prices import prices_of
from nutrition.tables import FoodNames, foods_of

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


def repaired(
    *rows: str, head: str = MENU, add: str = "", foods: str = ""
) -> Callable[[Path], object]:
    """Bring a menu into the terms of a folder: a good one and what is added to it."""

    def run(folder: Path) -> object:
        school = folder / "school"
        school.mkdir()
        (school / "plan.toml").write_text(PLAN + add, "utf-8")
        if foods:
            (school / "foods.csv").write_text(foods, "utf-8")
        (folder / "menu.csv").write_text(head + "".join(f"{row}\n" for row in rows), "utf-8")
        return near_menu(folder / "menu.csv", read_folder(school))

    return run


OLD_PLAN = """{"proof": {"fingerprint": ""}, "days": [{"date": "2026-03-02", "meals": [
{"meal": "lunch", "dishes": [{"code": "Q", "name": "没有的菜", "portions": {"g1":
{"foods": [{"food": "G001", "grams": 5}]}}}]}]}]}"""


def finished(text: str) -> Callable[[Path], object]:
    """Read a plan back that some folder is said to have made."""

    def run(folder: Path) -> object:
        (folder / "plan.json").write_text(text, "utf-8")
        (folder / "plan.toml").write_text(PLAN, "utf-8")
        return read_finished(folder, read_folder(folder))

    return run


def earlier(*dishes: str) -> str:
    """Return a plan.json of Monday's lunch that serves some dishes: ``S001 米饭 G001=80``."""
    made = []
    for dish in dishes:
        code, name, *foods = dish.split()
        lines = [{"food": f, "grams": float(g)} for f, g in (each.split("=") for each in foods)]
        made.append({"code": code, "name": name, "portions": {"g1": {"foods": lines}}})
    day = {"date": "2026-03-02", "meals": [{"meal": "lunch", "dishes": made}]}
    return json.dumps({"proof": {"fingerprint": ""}, "days": [day]})


KEEP_MONDAY = '[keep]\nplan = "earlier.json"\ndays = [2026-03-02]\n'


def kept(add: str, *dishes: str) -> Callable[[Path], object]:
    """Plan a folder that keeps Monday's lunch of an earlier plan."""

    def run(folder: Path) -> object:
        (folder / "earlier.json").write_text(earlier(*dishes), "utf-8")
        return plan(add=KEEP_MONDAY + add)(folder)

    return run


def asked_for(day: str, meal: str, dish: str) -> Callable[[Path], object]:
    """Look for a dish in Monday's lunch of a finished plan."""

    def run(folder: Path) -> object:
        (folder / "plan.json").write_text(earlier("S001 米饭 G001=80"), "utf-8")
        (folder / "plan.toml").write_text(PLAN, "utf-8")
        return spot_of(read_finished(folder, read_folder(folder)).menu, day, meal, dish)

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


def read_missing(folder: Path) -> object:
    return read_bytes(folder / "missing.csv")


def no_plan(folder: Path) -> object:
    return read_folder(folder)


def write_over_a_file(folder: Path) -> None:
    (folder / "out").write_text("mine", "utf-8")
    write_all(folder / "out", {"a": b""})


def two_tables(folder: Path) -> object:
    (folder / "foods.xlsx").write_bytes(workbook([["code", "name", "edible_share"]]))
    return brought("foods.csv", FOODS + RICE)(folder)


def plan_of_bytes(content: bytes) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        (folder / "plan.toml").write_bytes(content)
        return read_folder(folder)

    return run


def new_over_a_plan(folder: Path) -> object:
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    return new_folder(folder, "zh")


def lock(day: str, meal: str, dish: str) -> str:
    return f'[[lock]]\ndate = {day}\nmeal = "{meal}"\ndish = "{dish}"\n'


def lock_unpriced(folder: Path) -> object:
    (folder / "dishes.csv").write_text("code,name,category\nX1,贵饭,主食\n", "utf-8")
    (folder / "recipes.csv").write_text("dish,food,grams\nX1,X1,80\n", "utf-8")
    locked = lock("2026-03-02", "lunch", "贵饭")
    return brought("foods.csv", FOODS + "X1,贵米,1,7\n", locked)(folder)


SLOT = '{ name = "主食", min = 1, max = 1 }'

COHORT = 'cohorts = [{ age = "6-8", boys = 10, girls = 10 }]'
