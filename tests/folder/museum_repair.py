"""Errors of repairs: a menu of rice and soup, and one thing that does not fit its folder."""

from __future__ import annotations

from tests.folder.exhibits import COHORT, FOODS, MENU, SLOT, Exhibit, repaired

RICE_ROW = "周一,lunch,米饭,大米,80"

MILLET = "周一,lunch,米饭,小米,5"

SIZED = MENU.replace("grams", "grams,tier")

DINNER = f'[[meal]]\nname = "dinner"\nslots = [{SLOT}]\n'

HIGHER = f'[[group]]\nname = "高年级"\n{COHORT}\n'

REPAIRS: dict[str, Exhibit] = {
    "repair.bad-menu": Exhibit(
        "a menu to repair that serves 没有的菜", repaired("周一,lunch,没有的菜,大米,80")
    ),
    "row.day-unknown": Exhibit("a menu to repair of 第一天", repaired("第一天,lunch,米饭,大米,80")),
    "row.day-not-served": Exhibit(
        "a menu to repair of a Saturday", repaired("周六,lunch,米饭,大米,80")
    ),
    "row.meal-not-planned": Exhibit(
        "a menu to repair with a dinner, in a folder of lunches",
        repaired(RICE_ROW, "周一,晚餐,馒头,大米,80"),
    ),
    "row.no-meal": Exhibit(
        "a menu to repair without dinner, in a folder of lunches and dinners",
        repaired(RICE_ROW, add=DINNER),
    ),
    "row.no-price": Exhibit(
        "a menu to repair with a food of the folder's own that nobody priced",
        repaired("周一,lunch,米饭,贵米,80", foods=FOODS + "X1,贵米,1,7\n"),
    ),
    "row.no-category": Exhibit(
        "a menu to repair whose dish the library does not have",
        repaired("周一,lunch,没有的菜,大米,80"),
    ),
    "row.category-no-slot": Exhibit(
        "a menu to repair with 番茄炒蛋, in a folder without a slot for it",
        repaired("周一,lunch,番茄炒蛋,番茄,80"),
    ),
    "row.size-lacks": Exhibit(
        "a menu to repair whose one size has a food that the other has not",
        repaired(
            f"{RICE_ROW},低年级", f"{RICE_ROW},高年级", f"{MILLET},高年级", head=SIZED, add=HIGHER
        ),
    ),
}
