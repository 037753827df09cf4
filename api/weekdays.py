"""Days of the week as people write them."""

from __future__ import annotations

import re

from food_tables.cells import plain

_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CHINESE = "一二三四五六日"

_WEEKDAY = re.compile(
    r"(周|星期|礼拜)(?P<zh>[一二三四五六日天1-7])"
    r"|(?P<en>mon|tue|wed|thu|fri|sat|sun)(s|nes|rs|ur)?(day)?"
)


def weekday(text: str) -> int | None:
    """Return 1 (Monday) to 7 for 周一, 星期3, 礼拜天 or Wednesday; None for anything else."""
    found = _WEEKDAY.fullmatch(plain(text).casefold())
    if found is None:
        return None
    if found["en"]:
        return _ENGLISH.index(found["en"]) + 1
    said = found["zh"].replace("天", "日")
    return int(said) if said.isdigit() else _CHINESE.index(said) + 1


def chinese(number: int) -> str:
    """Return 周一 for 1."""
    return "周" + _CHINESE[number - 1]
