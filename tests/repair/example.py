"""Folders made up for the printed menus of tests/cases; the menus are real, the schools are not."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"

SLOTS = """
[[meal]]
name = "lunch"
slots = [
  { name = "主食", min = 1, max = 1 },
  { name = "荤菜", categories = ["大荤", "小荤"], min = 1, max = 2 },
  { name = "素菜", min = 0, max = 1 },
  { name = "汤", min = 0, max = 1 },
  { name = "水果", min = 0, max = 1 },
  { name = "奶", min = 0, max = 1 },
  { name = "点心", min = 0, max = 1 },
]
"""

THREE_MEALS = """
[[meal]]
name = "breakfast"
slots = [
  { name = "主食", min = 1, max = 2 },
  { name = "饮品", categories = ["豆浆", "奶"], min = 0, max = 1 },
]
[[meal]]
name = "lunch"
slots = [
  { name = "主食", min = 1, max = 1 },
  { name = "荤菜", categories = ["大荤", "小荤"], min = 0, max = 1 },
  { name = "素菜", min = 0, max = 1 },
  { name = "汤", min = 0, max = 1 },
]
[[meal]]
name = "dinner"
slots = [
  { name = "主食", min = 1, max = 1 },
  { name = "荤菜", categories = ["大荤", "小荤"], min = 0, max = 1 },
  { name = "素菜", min = 0, max = 1 },
  { name = "汤", min = 0, max = 1 },
]
"""

GROUP = """
[[group]]
code = "{code}"
name = "{name}"
cohorts = [{{ age = "{age}", boys = 150, girls = 150 }}]
"""

CATEGORIES = {
    "土豆牛肉": "大荤",
    "银鱼羹": "汤",
    "毛菜油面筋": "素菜",
    "西红柿蛋汤": "汤",
    "青菜香菇": "素菜",
    "三鲜汤": "汤",
    "白菜木耳": "素菜",
    "豆腐汤": "汤",
    "玉米棒": "点心",
    "牛奶1盒(200g)": "奶",
    "水果": "水果",
    "猪肉大葱水饺": "主食",
    "米粉": "主食",
    "素炒青菜": "素菜",
    "油豆腐丝炒猪肉": "大荤",
    "炒豆角": "素菜",
    "冬瓜猪骨汤": "汤",
    "菜包": "主食",
    "炒黄豆芽": "素菜",
    "炒青菜": "素菜",
}
"""Of dishes that the library does not have, as a canteen would fill them in."""


def folder(
    path: Path,
    *groups: tuple[str, str, str],
    first: str = "2025-11-10",
    meals: str = SLOTS,
    more: str = "",
) -> Path:
    """Write an example folder of one week of lunches; a group is code, name and age."""
    path.mkdir()
    last = date.fromisoformat(first) + timedelta(4)
    text = f'[school]\nname = "示例"\n[calendar]\nstart = {first}\nend = {last}\n'
    text += "[prices]\ndate = 2025-11-01\n" + meals
    for code, name, age in groups or (("g1", "高年级", "9-11"),):
        text += GROUP.format(code=code, name=name, age=age)
    (path / "plan.toml").write_text(text + more, "utf-8")
    return path


def menu(path: Path, case: str) -> Path:
    """Write a printed menu with the categories that the library does not know."""
    rows = list(csv.DictReader(io.StringIO((CASES / f"{case}.csv").read_text("utf-8"))))
    file = path / f"{case}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*rows[0], "category"])
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"category": CATEGORIES.get(row["dish"], "")})
    return file
