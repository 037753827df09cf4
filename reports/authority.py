"""Who answers for a sheet and what it rests on: signatures and legal bases."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign.

    Attributes:
        label: the post (编制人).
        name: of whoever signed for it already, printed above the line; "" leaves it to the pen.
    """

    label: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule that the sheet rests on, in the words of its document.

    Attributes:
        recalled: the words or figures were only recalled, not read; prints †.
    """

    document: str
    ref: str
    quote: str
    source: str = ""
    recalled: bool = False
