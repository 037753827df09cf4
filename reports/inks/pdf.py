"""Draw a sheet as PDF/A-2b: data goes to typst as JSON, never as markup."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import segno

from reports.inks.fonts import face, shared_fonts
from reports.inks.printed import texts
from reports.inks.printing import printed

if TYPE_CHECKING:
    from reports.sheet import Sheet

STANDARD: Final = "a-2b"

DIGITS: Final = "0123456789"  # page numbers are written by typst itself


def draw(sheet: Sheet, *, font: Path | None = None) -> bytes:
    """Return the bytes of the PDF; one sheet and one font give the same bytes always.

    Raises:
        MissingGlyph: the font cannot draw a character of the sheet.
        NoChineseFont: there is no font to draw with.
    """
    import typst  # noqa: PLC0415  (25 ms that a sheet without a PDF need not pay)

    page = printed(sheet)
    chosen = face(font)
    chosen.check((*texts(page), DIGITS))
    done = typst.compile(
        _template(),
        font_paths=shared_fonts(chosen.path),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=datetime(*page.date, tzinfo=UTC),
        sys_inputs={
            "sheet": json.dumps(asdict(page), ensure_ascii=False),
            "font": chosen.family,
            "qr": qr_svg(sheet.url),
        },
    )
    return bytes(done)


def qr_svg(url: str) -> str:
    """Return a QR code of ``url`` as SVG, or "" without an address."""
    if not url:
        return ""
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, nl=False, border=1, scale=4
    )
    return drawn.getvalue().decode()


@cache
def _template() -> bytes:
    return (files("reports") / "templates" / "sheet.typ").read_bytes()
