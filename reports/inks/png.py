"""Draw a picture for a telephone as PNG: 1080 pixels wide, as high as it needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reports.inks.fonts import face, shared_fonts
from reports.menu_picture import texts

if TYPE_CHECKING:
    from reports.menu_picture import Picture

PIXELS_PER_INCH: Final = 216.0
"""Three pixels for each point of the template's 360."""


def draw(picture: Picture, *, font: Path | None = None) -> bytes:
    """Return the bytes of the picture; one menu and one font give the same bytes always.

    Raises:
        MissingGlyph: the font cannot draw a character of the menu.
        NoChineseFont: there is no font to draw with.
    """
    import typst  # noqa: PLC0415  (25 ms that a sheet without a picture need not pay)

    chosen = face(font)
    chosen.check(texts(picture))
    done = typst.compile(
        _template(),
        font_paths=shared_fonts(chosen.path),
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={
            "picture": json.dumps(asdict(picture), ensure_ascii=False),
            "font": chosen.family,
        },
    )
    assert isinstance(done, bytes)
    return done


@cache
def _template() -> bytes:
    return (files("reports") / "templates" / "picture.typ").read_bytes()
