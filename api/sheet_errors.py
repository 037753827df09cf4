"""What can go wrong when a sheet is asked for: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence

from api.errors import DoorError


class PlanChanged(DoorError):
    """The folder says something else than when the plan was made: its proof no longer holds.

    Attributes:
        file: name of the plan.
    """

    code = "sheet.plan-changed"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} was planned from other inputs than its folder has now")
        self.file = file


class NoSuchGroup(DoorError):
    """The plan has no group of pupils of this name.

    Attributes:
        known: the groups that it has.
    """

    code = "sheet.no-such-group"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no group {name!r}; the plan has {', '.join(known)}")
        self.name, self.known = name, tuple(known)


class NoSuchDay(DoorError):
    """The plan does not cook on this day.

    Attributes:
        known: the days that it has, as ISO dates.
    """

    code = "sheet.no-such-day"

    def __init__(self, date: str, known: Sequence[str]) -> None:
        super().__init__(f"nothing is planned for {date}; the plan has {', '.join(known)}")
        self.date, self.known = date, tuple(known)


class NotAnOrder(DoorError):
    """A file that should be the order.json of ``canteen order`` is not.

    Attributes:
        where: the key that is missing or wrong, or "".
    """

    code = "sheet.not-an-order"

    def __init__(self, file: str, where: str = "") -> None:
        super().__init__(f"{file} is no order {where}".rstrip())
        self.file, self.where = file, where
