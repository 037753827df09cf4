"""The picture of what acceptance costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from reports.cost_curve import HEIGHT, WIDTH, CurveView, Mark, Panel, draw

SVG = "{http://www.w3.org/2000/svg}"

money = st.floats(50, 3000)

marks = st.builds(
    lambda label, cost, off, own: Mark(label, cost, None if cost is None else cost - off, own),
    st.text("0123456789<&\"'菜", max_size=4),
    st.none() | money,
    st.floats(0, 40),
    st.booleans(),
)

panels = st.builds(Panel, st.just("份量"), st.just("±%"), st.lists(marks, max_size=8).map(tuple))

views = st.lists(panels, min_size=1, max_size=3).map(
    lambda found: CurveView("<示例>&小学", tuple(found), ("成本", "现在", "不低于"), "无食谱")
)


def dots(root: ET.Element) -> list[list[tuple[float, float]]]:
    groups = [g for g in root.iter(f"{SVG}g") if g.find(f"{SVG}polyline") is not None]
    return [
        [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in g.iter(f"{SVG}circle")]
        for g in groups
    ]


@given(views)
def test_a_dearer_point_stands_higher_and_every_point_inside_the_picture(view: CurveView) -> None:
    root = ET.fromstring(draw(view))  # noqa: S314 -- drawn by ourselves
    for panel, found in zip(view.panels, dots(root), strict=True):
        costs = [m.cost for m in panel.marks if m.cost is not None]
        assert len(costs) == len(found)
        assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in found)
        ranked = sorted(zip(costs, (y for _, y in found), strict=True))
        heights = [y for _, y in ranked]
        assert heights == sorted(heights, reverse=True)


@given(views)
def test_a_place_without_a_menu_says_so_and_has_no_dot(view: CurveView) -> None:
    text = "".join(ET.fromstring(draw(view)).itertext())  # noqa: S314
    nothing = sum(m.cost is None for p in view.panels for m in p.marks)
    assert text.count("无食谱") == nothing


def test_the_picture_is_the_one_that_was_looked_at(golden: Callable[[str, str], None]) -> None:
    panel = Panel(
        "份量可增减的幅度",
        "菜、汤增减 ±%",
        (Mark("0", None, None, own=False), Mark("5", 459.0, 453.2, own=True)),
    )
    view = CurveView(
        "示例小学：学生接受程度与食材成本", (panel,), ("成本", "现在", "不低于"), "无食谱"
    )
    picture = draw(view)
    assert not re.search(r"https?://(?!www\.w3\.org)", picture)
    golden("sheets/cost_curve.svg", picture)
