"""The weekly sheet: what it says, and that it stays on its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from reports.inks import html, pdf, xlsx
from reports.sheet import Lang, Paper, Table
from reports.week_sheet import week_sheet
from reports.week_view import DayView, DishView, IngredientView, MealView, WeekView
from tests.sheets import stand_in
from tests.sheets.reading_back import page_lines, pdf_pages, workbook_cells
from tests.sheets.test_wall import inside_its_pages

MM = 72 / 25.4

LONGEST = "干煸四季时蔬香菇木耳胡萝卜土豆炖农家散养小公鸡配手工贴饼子" * 3  # 90 characters


def one_dish(dish: DishView) -> WeekView:
    day = DayView("周一", (MealView("lunch", (dish,)),))
    return stand_in.view((day,), 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lunch_week_reads_as_it_did(lang: Lang, golden: Callable[[str, str], None]) -> None:
    lines = page_lines(html.draw(week_sheet(stand_in.lunch(lang))))
    golden(f"sheets/week_lunch_{lang}.txt", "\n".join(" | ".join(row) for row in lines) + "\n")


@pytest.mark.parametrize(
    ("view", "pages"),
    [
        (stand_in.lunch, 3),
        (stand_in.boarding, 4),
        (lambda: stand_in.crowded(4), 7),
        (stand_in.crowded, 7),
    ],
)
def test_a_week_takes_no_more_pages_than_it_did_and_none_is_nearly_empty(
    view: Callable[[], WeekView], pages: int
) -> None:
    texts = pdf_pages(pdf.draw(week_sheet(view())))
    assert len(texts) <= pages
    assert min(map(len, texts)) > 300


@pytest.mark.parametrize("paper", [Paper.A4_LANDSCAPE, Paper.A3_LANDSCAPE])
def test_the_most_crowded_week_leaves_no_dish_out_and_nothing_leaves_the_page(
    paper: Paper,
) -> None:
    view = stand_in.crowded()
    sheet = replace(week_sheet(view), paper=paper)
    text = "".join(pdf_pages(pdf.draw(sheet)))
    served = [d.name for day in view.days for meal in day.meals for d in meal.dishes]
    for name in set(served):
        assert text.count(name) >= served.count(name)
    assert all(group.name in text for group in view.groups)
    assert len(view.groups) == 5
    inside_its_pages(sheet)


def test_grams_of_many_groups_break_between_figures_and_never_inside_one() -> None:
    grams = (10.5, 120.5, 130.5, 140.5, 150.5)
    foods = tuple(IngredientView("盐" * n, grams) for n in range(1, 12))
    dish = DishView("汤", "汤", "", foods)
    view = stand_in.view((DayView("周一", (MealView("lunch", (dish,)),)),), 5)
    week = replace(view, days=view.days * 7)
    whole = {f"{each:g}/" for each in grams}
    for page in pypdf.PdfReader(io.BytesIO(pdf.draw(week_sheet(week)))).pages:
        for line in page.extract_text().splitlines():
            for part in re.findall(r"[\d.]+/", line):
                assert part in whole, line


def test_every_page_of_the_grid_repeats_the_days_and_how_to_read_it() -> None:
    for text in pdf_pages(pdf.draw(week_sheet(stand_in.crowded())))[:-2]:
        assert "3月2日周一" in text
        assert "数字为每人生重可食部（克）" in text


@pytest.mark.parametrize("name", [LONGEST, "Pneumonoultramicroscopic" * 4])
def test_the_longest_name_begins_inside_its_page_and_is_printed_whole(name: str) -> None:
    food = IngredientView(name, (1.0,))
    dish = DishView(name, "主食", "炒", (food, food), ("gluten", "未知过敏原"))
    drawn = pdf.draw(week_sheet(one_dish(dish)))
    assert "".join(pdf_pages(drawn)).count(name) == 3
    starts: list[float] = []

    def note(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            starts.append(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])

    for page in pypdf.PdfReader(io.BytesIO(drawn)).pages:
        page.extract_text(visitor_text=note)
    assert starts
    assert all(0 <= x <= 297 * MM for x in starts)


def test_grams_are_printed_for_every_group_and_once_where_they_agree() -> None:
    foods = (IngredientView("牛肉", (65.0, 75.0)), IngredientView("盐", (0.5, 0.5)))
    dish = DishView("土豆烧牛肉", "大荤", "炖", foods, ("soy",), composed=True, estimated=True)
    days = (DayView("周一", (MealView("lunch", (dish,)),)),)
    lines = page_lines(html.draw(week_sheet(stand_in.view(days, 2))))
    assert ["大荤", "土豆烧牛肉 炖 自拟 估价 牛肉 65/75 盐 0.5 〔含大豆〕"] in [
        [" ".join(cell.split()) for cell in row] for row in lines
    ]


def test_an_unknown_amount_is_a_dash_and_never_zero() -> None:
    dish = DishView("汤", "汤", "", (IngredientView("水", (None,)), IngredientView("葱", (0.0,))))
    lines = page_lines(html.draw(week_sheet(one_dish(dish))))
    assert ["汤", "汤 水 — 葱 0"] in lines
    book = workbook_cells(xlsx.draw(week_sheet(one_dish(dish))))["用量明细"]
    assert [row[4:6] for row in book if "水" in row] == [["水", "—"]]


def test_a_day_without_service_is_greyed_and_says_why() -> None:
    view = stand_in.lunch()
    closed = replace(view.days[3], meals=(), closed="清明节", cost_fen=())
    days = (*view.days[:3], closed, view.days[4])
    page = html.draw(week_sheet(replace(view, days=days))).decode()
    assert '<td class="start shaded">清明节</td>' in page


def test_each_week_has_a_page_of_its_own() -> None:
    first, second = stand_in.days({"lunch": stand_in.LUNCH}, 2, 1)
    days = (first, replace(second, week=2))
    sheet = week_sheet(stand_in.view(days, 1))
    grids = [b for b in sheet.blocks if isinstance(b, Table) and b.fit and "周" in b.title]
    assert [g.title for g in grids] == [
        "一周带量食谱 第1周 2026年3月2日",
        "一周带量食谱 第2周 2026年3月3日",
    ]


def test_a_week_without_meals_and_without_proof_is_drawn_and_says_so() -> None:
    view = replace(stand_in.view((), 1, lines=False), proof=None, mean_cost_fen=None)
    lines = page_lines(html.draw(week_sheet(view)))
    assert ["本周无供餐"] in lines
    assert ["本表为已有食谱的核对结果，未作最低成本计算。"] in lines
    assert pdf_pages(pdf.draw(week_sheet(view)))


def test_a_figure_that_was_only_recalled_carries_its_dagger_and_a_note() -> None:
    page = html.draw(week_sheet(stand_in.lunch())).decode()
    assert "食盐（添加）† g" in page
    assert "未见原文" in page


def test_an_amount_that_was_drafted_is_marked_in_the_list_and_told_in_a_note() -> None:
    foods = (IngredientView("牛肉", (65.0,)), IngredientView("食盐", (0.5,), drafted=True))
    dish = DishView("土豆烧牛肉", "大荤", "炖", foods, estimated=True)
    sheet = week_sheet(one_dish(dish))
    book = workbook_cells(xlsx.draw(sheet))["用量明细"]
    marked = {row[-1] for food in ("牛肉", "食盐") for row in book if food in row}
    assert marked == {"估价", "估价、用量自拟"}
    assert any("用量自拟" in note for note in sheet.notes)
    own = replace(dish, composed=True)
    assert not any("用量自拟" in note for note in week_sheet(one_dish(own)).notes)


def test_a_food_table_that_asks_for_it_is_cited() -> None:
    assert any("から引用" in note for note in week_sheet(stand_in.lunch()).notes)


def test_a_school_s_own_meal_and_category_print_as_they_are() -> None:
    dish = DishView("绿豆糕", "茶点", "", (IngredientView("绿豆", (20.0,)),))
    view = stand_in.view((DayView("第一天", (MealView("午点", (dish,)),)),), 1)
    lines = page_lines(html.draw(week_sheet(view)))
    assert ["午点"] in lines
    assert ["茶点", "绿豆糕 绿豆 20"] in lines
