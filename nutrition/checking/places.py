"""Places in a menu, as lines of a check name them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the menu a line was measured; what does not apply is empty.

    Attributes:
        week: number of the week, from 0.
        until: the other day, where the line compares two.
        value: the kind, method or food that the line is about.
    """

    week: int | None = None
    day: str = ""
    meal: str = ""
    dish: str = ""
    value: str = ""
    until: str = ""

    def at(self, *, dish: str = "", value: str = "") -> Place:
        """Return this place with a dish or value named."""
        return replace(self, dish=dish or self.dish, value=value or self.value)

    def __str__(self) -> str:
        week = "" if self.week is None else str(self.week + 1)
        days = "-".join(day for day in (self.day, self.until) if day)
        return " ".join(part for part in (week, days, self.meal, self.dish, self.value) if part)
