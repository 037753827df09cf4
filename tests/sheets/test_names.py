"""Names as people write them, on every sheet: markup, formulas, very long ones, odd characters."""

from __future__ import annotations

import io
from dataclasses import fields, is_dataclass, replace
from itertools import cycle
from typing import TypeVar

import openpyxl
import pytest

from reports.errors import MissingGlyph
from reports.inks import html, pdf, xlsx
from reports.sheet import Sheet
from tests.sheets.test_inks import HOSTILE
from tests.sheets.test_wall import drawn, in_all_inks, inside_its_pages
from tests.sheets.wall import SHEETS

EVERY = pytest.mark.parametrize("name", SHEETS)

GIVEN = (
    "示例小学",
    "土豆烧牛肉",
    "红豆汤",
    "大米",
    "米饭",
    "牛肉",
    "菠菜",
    "大豆油",
    "示例供货商",
    "示例米业",
    "示例乳业",
    "学生饮用奶",
    "示例甲",
    "示例乙",
    "湖北",
)
"""Names on the stand-ins that somebody typed."""

LONG = ("宫保鸡丁配时令蔬菜香菇木耳胡萝卜土豆" * 5)[:80]

FISH = "\N{TROPICAL FISH}"
"""A character that the bundled font lacks."""

T = TypeVar("T")


def renamed(value: T, names: dict[str, str]) -> T:
    """Return a value with other names in all of its texts."""
    if isinstance(value, str):
        text: str = value
        for old, new in names.items():
            text = text.replace(old, new)
        return type(value)(text) if type(value) is str else value
    if isinstance(value, tuple):
        return type(value)(renamed(each, names) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: renamed(getattr(value, f.name), names) for f in fields(value)})  # fmt: skip # noqa: E501
    return value


def with_names(name: str, *texts: str) -> Sheet:
    """Return a stand-in whose names are, in turn, these texts."""
    before = drawn(name)
    after = renamed(before, dict(zip(GIVEN, cycle(texts), strict=False)))
    assert after != before
    return after


@EVERY
@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_markup_and_formulas_are_drawn_as_they_were_written(name: str, start: int) -> None:
    sheet = with_names(name, *HOSTILE[start:], *HOSTILE[:start])
    in_all_inks(sheet)
    assert b"<script" not in html.draw(sheet)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(sheet)))
    kinds = {cell.data_type for tab in book.worksheets for row in tab.iter_rows() for cell in row}
    assert "f" not in kinds


@EVERY
@pytest.mark.parametrize("text", [LONG, "Chicken-with-peanuts" * 4], ids=["Chinese", "one word"])
def test_names_of_eighty_characters_are_whole_and_inside_the_page(name: str, text: str) -> None:
    sheet = with_names(name, text)
    in_all_inks(sheet)
    inside_its_pages(sheet)


@EVERY
def test_a_character_that_the_font_lacks_is_named(name: str) -> None:
    with pytest.raises(MissingGlyph, match="U\\+1F420"):
        pdf.draw(with_names(name, FISH))
