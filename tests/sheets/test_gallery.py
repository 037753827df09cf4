"""The gallery shows every sheet that there is."""

from __future__ import annotations

from tests.sheets.gallery import DOCS, page
from tests.sheets.wall import SHEETS


def test_the_gallery_is_the_page_that_would_be_made_now() -> None:
    assert (DOCS / "gallery.md").read_text("utf-8") == page()


def test_every_sheet_has_its_picture() -> None:
    there = {each.stem for each in (DOCS / "gallery").glob("*.png")}
    assert there == {*SHEETS, "picture"}
