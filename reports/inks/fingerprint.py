"""The fingerprint of a sheet: the same for the same words and figures, whatever ink draws them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from reports.inks.printed import texts

if TYPE_CHECKING:
    from reports.inks.printed import PrintedSheet

LETTERS: Final = 16
"""Sixteen hexadecimal letters: 64 bits, short enough to be typed from paper."""

PART: Final = 4

BETWEEN: Final = "\x1f"
"""Parts the texts; none of them can hold it, for controls are never printed."""


def fingerprint(page: PrintedSheet) -> str:
    """Return the first 64 bits of the sha256 of all texts of a sheet, in groups of four letters."""
    whole = hashlib.sha256(BETWEEN.join(texts(page)).encode()).hexdigest()[:LETTERS]
    return "-".join(whole[at : at + PART] for at in range(0, LETTERS, PART))
