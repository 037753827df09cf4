"""What can go wrong while drawing a sheet: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class ReportError(Exception):
    """Base of every error this room raises on purpose."""

    code: ClassVar[str]


class MissingGlyph(ReportError):
    """The font of the PDF cannot draw a character, which would leave a hole on the sheet.

    Attributes:
        characters: what cannot be drawn, each with its code point, as ``龘 U+9F98``.
        text: the first text on the sheet that needs one of them.
        font: family name of the font.
    """

    code = "reports.missing-glyph"

    def __init__(self, characters: Sequence[str], text: str, font: str) -> None:
        self.characters = ", ".join(f"{c} U+{ord(c):04X}" for c in characters)
        super().__init__(f"{font} has no glyph for {self.characters} in {text!r}")
        self.text, self.font = text, font


class NoChineseFont(ReportError):
    """No font was found that can draw Chinese in a PDF.

    Attributes:
        tried: the places looked at, in order.
    """

    code = "reports.no-chinese-font"

    def __init__(self, tried: Sequence[str]) -> None:
        self.tried = "; ".join(tried)
        super().__init__(f"no Chinese font found; looked at: {self.tried}")


class TextTooLong(ReportError):
    """A text does not fit into a spreadsheet cell, which would silently lose it.

    Attributes:
        text: its beginning.
        length: characters it has.
        most: characters a cell takes.
    """

    code = "reports.text-too-long"

    def __init__(self, text: str, most: int) -> None:
        self.text, self.length, self.most = text[:40], len(text), most
        super().__init__(f"{self.length} characters do not fit a cell ({most}): {self.text}…")
