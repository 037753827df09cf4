"""A stranger's text in a table that a spreadsheet opens: it stays text."""

from __future__ import annotations

import unicodedata

_FORMULA = ("=", "+", "-", "@")


def as_text(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula, in full-width signs too.

    >>> as_text("=1+1"), as_text("示例甲")
    ("'=1+1", '示例甲')
    """
    begins = unicodedata.normalize("NFKC", cell).lstrip()[:1]
    return f"'{cell}" if begins in _FORMULA else cell
