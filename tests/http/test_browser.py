"""The public page in a real browser: on a telephone and on a desk, without any script."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from canteen.store.engine import Database
from tests.http.conftest import CODE
from tests.http.serving import serving

PROGRAM = "chromium"

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

ACCENT = "rgb(13, 74, 69)"

WEEK = f"/schools/{CODE}?week=2026-03-02&lang=zh"


@pytest.fixture(scope="module")
def served(wall: Database) -> Iterator[str]:
    """Open the door of the command itself, at a port that is free, and close it again."""
    with serving(wall.url.render_as_string()) as server:
        yield server.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which(PROGRAM)
    if program is None:
        if os.environ.get("CANTEEN_TEST_NO_SKIP"):
            pytest.fail(f"{PROGRAM} is not there")
        pytest.skip(f"{PROGRAM} is not there")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """Return a page without script whose every request and complaint is noted."""
    context = browser.new_context(
        viewport=request.param, java_script_enabled=False, base_url=served, locale="zh-CN"
    )
    opened = context.new_page()
    complaints: list[str] = []
    foreign: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text))
    opened.on("request", lambda r: foreign.append(r.url) if not r.url.startswith(served) else None)
    yield opened
    assert complaints == []
    assert foreign == []
    context.close()


def test_the_week_reads_without_script(page: Page) -> None:
    page.goto(WEEK)
    assert page.title() == "示例小学 · 本周食谱"
    assert page.get_by_role("heading", name="3月2日 周一").is_visible()
    for number in range(5):
        assert page.get_by_text(f"示例菜{number}", exact=True).first.is_visible()
    assert page.get_by_text("010-00000000").first.is_visible()


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.goto(WEEK)
    assert page.viewport_size is not None
    wide = page.viewport_size["width"]
    box = page.locator("body").bounding_box()
    assert box is not None
    assert box["width"] <= wide
    for name in ("header", "main", "footer", "h1", ".days"):
        inner = page.locator(name).first.bounding_box()
        assert inner is not None
        assert inner["x"] >= 0
        assert inner["x"] + inner["width"] <= wide + 1


def test_the_days_stand_side_by_side_on_a_desk_and_below_each_other_on_a_telephone(
    page: Page,
) -> None:
    page.goto(WEEK)
    boxes = [box for each in page.locator("article").all() if (box := each.bounding_box())]
    assert len(boxes) == 5
    assert page.viewport_size is not None
    rows = {round(box["y"]) for box in boxes}
    assert len(rows) == (5 if page.viewport_size["width"] < 640 else 1)


def test_one_goes_from_the_schools_to_a_sheet_and_it_is_styled(page: Page) -> None:
    page.goto("/?lang=zh")
    page.get_by_role("link", name="示例小学").click()
    assert page.get_by_role("heading", level=1).inner_text() == "示例小学"
    page.goto(WEEK)
    page.locator("#archive a", has_text="网页").first.click()
    assert page.url.endswith(".html")
    expect(page.locator("h1")).to_have_css("color", ACCENT)  # its own style passes the policy


def test_the_keyboard_reaches_the_text_first(page: Page) -> None:
    page.goto(WEEK)
    page.keyboard.press("Tab")
    box = page.locator("a.skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0


def test_the_page_is_readable_for_machines_that_read_aloud(page: Page) -> None:
    page.goto(WEEK)
    tree = page.locator("body").aria_snapshot()
    assert "navigation" in tree
    assert "main" in tree
    assert 'heading "示例小学" [level=1]' in tree
    assert page.locator("table:not(:has(thead))").count() == 0
    assert page.locator("img:not([alt])").count() == 0
