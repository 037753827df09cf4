"""The few cell styles of a workbook, each made once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

ACCENT, QUIET, HAIR, BAND = "#0D4A45", "#5F5F5F", "#BEBEBE", "#ECECEC"

FONT: Final = "Microsoft YaHei"  # on every Chinese Windows; others put their own in its place

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "subtitle": {"font_size": 10},
    "heading": {"bold": True, "font_size": 10, "font_color": ACCENT},
    "guide": {"font_size": 8, "font_color": "#2D2D2D"},
    "label": {"font_size": 8, "font_color": QUIET},
    "fact": {"bold": True, "align": "left"},
    "sentence": {"text_wrap": True, "valign": "top"},
    "plain": {},
    "band": {"bold": True, "bg_color": BAND, "bottom": 1, "bottom_color": HAIR},
    "over": {"bold": True, "align": "center", "bottom": 1, "bottom_color": HAIR},
    "head": {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": ACCENT},
    "cell": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": HAIR},
    "run-strong": {"bold": True, "font_size": 9},
    "run-plain": {"font_size": 9},
    "run-small": {"font_size": 8, "font_color": "#2D2D2D"},
    "run-tag": {"font_size": 7, "font_color": QUIET},
}

ALIGN: Final = {"start": "left", "center": "center", "end": "right"}


@dataclass(slots=True)
class Styles:
    """Styles of one workbook by name; the same look is the same style."""

    book: Workbook
    _made: dict[tuple[str, str, str, bool, bool], Format] = field(default_factory=dict)

    def of(
        self,
        name: str,
        *,
        form: str = "",
        align: str = "",
        shaded: bool = False,
        strong: bool = False,
    ) -> Format:
        """Return the style ``name`` with a number format, an alignment, a grey ground, bold."""
        key = (name, form, align, shaded, strong)
        if key not in self._made:
            look = {"font_name": FONT, "font_size": 9, "valign": "vcenter"} | LOOKS[name]
            look |= {"num_format": form} if form else {}
            look |= {"align": ALIGN[align]} if align else {}
            look |= {"indent": 1} if align == "end" else {}
            look |= {"bg_color": BAND} if shaded else {}
            look |= {"bold": True} if strong else {}
            self._made[key] = self.book.add_format(look)
        return self._made[key]
