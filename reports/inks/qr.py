"""Draw an address as a QR code, for the page and for the workbook."""

from __future__ import annotations

import io
from typing import Final

import segno

PNG_SCALE: Final = 4


def qr_svg(url: str) -> str:
    """Return the code as an SVG element, or "" without an address."""
    return (
        _saved(url, "svg", xmldecl=False, svgns=True, nl=False, omitsize=True).decode()
        if url
        else ""
    )


def qr_png(url: str) -> bytes:
    """Return the code as a PNG file."""
    return _saved(url, "png")


def _saved(url: str, kind: str, **options: bool) -> bytes:
    drawn = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(drawn, kind=kind, border=1, scale=PNG_SCALE, **options)
    return drawn.getvalue()
