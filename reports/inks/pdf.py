"""Draw a sheet as PDF/A-2b: data goes to typst as JSON, never as markup."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reports.inks.breaking import broken
from reports.inks.fonts import face, shared_fonts
from reports.inks.printed import texts
from reports.inks.printing import printed
from reports.inks.qr import qr_svg

if TYPE_CHECKING:
    from reports.inks.printed import PrintedSheet
    from reports.sheet import Sheet

STANDARD: Final = "a-2b"

BY_TEMPLATE: Final = "0123456789…"  # page numbers, and the end of a title that the foot cuts

_ZERO_WIDTH_SPACE: Final = "\u200b"


def draw(sheet: Sheet, *, font: Path | None = None) -> bytes:
    """Return the bytes of the PDF; one sheet and one font give the same bytes always.

    Raises:
        MissingGlyph: the font cannot draw a character of the sheet.
        NoChineseFont: there is no font to draw with.
    """
    import typst  # noqa: PLC0415  (25 ms that a sheet without a PDF need not pay)

    page = printed(sheet)
    chosen = face(font)
    chosen.check((*texts(page), BY_TEMPLATE))
    done = typst.compile(
        _template(),
        font_paths=shared_fonts(chosen.path),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=datetime(*page.date, tzinfo=UTC),
        sys_inputs=inputs(page, sheet.url, chosen.family),
    )
    return bytes(done)


def inputs(page: PrintedSheet, url: str, family: str) -> dict[str, str]:
    """Return what the template receives."""
    return {
        "sheet": json.dumps(_breakable(page), ensure_ascii=False),
        "font": family,
        "qr": qr_svg(url),
    }


def _breakable(value: object) -> object:
    """Return a printed value as plain ones; long words may break, and stay in their column."""
    if isinstance(value, str):
        return broken(value, _ZERO_WIDTH_SPACE)
    if isinstance(value, tuple):
        return [_breakable(inner) for inner in value]
    if is_dataclass(value):
        return {each.name: _breakable(getattr(value, each.name)) for each in fields(value)}
    return value


@cache
def _template() -> bytes:
    return (files("reports") / "templates" / "sheet.typ").read_bytes()
