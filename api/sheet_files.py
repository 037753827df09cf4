"""Sheets as files: which suffix is which ink, and which font prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from api.settings import PrintSettings
from reports.inks import html, pdf, xlsx
from reports.sheet import Sheet


def font() -> Path | None:
    """Return the font of the setting, or None for the bundled one."""
    chosen = PrintSettings().font
    return Path(chosen) if chosen else None


def printed(sheet: Sheet) -> bytes:
    """Return the PDF in the font of the setting.

    Raises:
        MissingGlyph: the font cannot draw a character of the sheet.
        NoChineseFont: there is no font to draw with.
    """
    return pdf.draw(sheet, font=font())


INKS: Mapping[str, Callable[[Sheet], bytes]] = {
    ".html": html.draw,
    ".pdf": printed,
    ".xlsx": xlsx.draw,
}
