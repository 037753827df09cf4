"""What can be wrong with what somebody asks for at a door: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from food_tables.table_errors import Fault


class DoorError(Exception):
    """Base of every error this room raises on purpose."""

    code: ClassVar[str]


class NotAFolder(DoorError):
    """The folder to plan from does not exist, or is a file.

    Attributes:
        path: as it was given.
    """

    code = "folder.not-a-folder"

    def __init__(self, path: str) -> None:
        super().__init__(f"not a folder: {path}")
        self.path = path


class NoPlanFile(DoorError):
    """The folder holds no plan.toml.

    Attributes:
        path: of the folder.
    """

    code = "folder.no-plan-file"

    def __init__(self, path: str) -> None:
        super().__init__(f"no plan.toml in {path}")
        self.path = path


class CannotRead(DoorError):
    """A file cannot be opened: it is missing, a directory, or not ours to read.

    Attributes:
        path: as it was given.
        reason: ``missing``, ``directory`` or ``refused``.
    """

    code = "folder.cannot-read"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")
        self.path, self.reason = path, reason


class CannotWrite(DoorError):
    """Results cannot be put where they were asked for.

    Attributes:
        path: as it was given.
        reason: ``file`` (a file stands there), ``filled`` or ``refused``.
    """

    code = "folder.cannot-write"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}")
        self.path, self.reason = path, reason


class TwoTables(DoorError):
    """A folder brings the same table twice, as CSV and as XLSX.

    Attributes:
        files: their names.
    """

    code = "folder.two-tables"

    def __init__(self, files: Sequence[str]) -> None:
        super().__init__(f"two tables of one kind: {', '.join(files)}")
        self.files = tuple(files)


class BrokenToml(DoorError):
    """A TOML file breaks the rules of TOML.

    Attributes:
        file: its name.
        line: where reading stopped.
        column: likewise, or 0 when the reader does not say.
        reason: ``toml-text``, ``toml-date``, ``toml-twice`` or ``toml-full-width``: the likeliest.
    """

    code = "folder.broken-toml"

    def __init__(self, file: str, line: int, column: int, reason: str) -> None:
        super().__init__(f"{file}: broken at line {line}, column {column}: {reason}")
        self.file, self.line, self.column, self.reason = file, line, column, reason


class NotText(DoorError):
    """A file that should be TOML is no text at all.

    Attributes:
        file: its name.
        kind: what it looks like (``binary``, ``archive``, ``nul``, ...).
    """

    code = "folder.not-text"

    def __init__(self, file: str, kind: str) -> None:
        super().__init__(f"{file}: not a text but {kind}")
        self.file, self.kind = file, kind


class EmptyMenu(DoorError):
    """A menu from which nothing is left to judge: no row has any grams.

    Attributes:
        file: its name.
    """

    code = "check.empty-menu"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file}: nothing served")
        self.file = file


class BadPlan(DoorError):
    """plan.toml asks for what cannot be, in one place or several.

    Attributes:
        faults: one for each place; ``column`` is the key.
    """

    code = "folder.bad-plan"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in plan.toml, first {faults[0]}")
        self.faults = tuple(faults)


class UnknownFoods(DoorError):
    """A menu names foods that no table knows.

    Attributes:
        faults: one for each food, at the first row that names it.
    """

    code = "check.unknown-foods"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} unknown foods")
        self.faults = tuple(faults)


class SeveralTiers(DoorError):
    """A menu lists several sizes of portion, and none was chosen.

    Attributes:
        file: its name.
        tiers: the sizes it lists.
    """

    code = "check.several-tiers"

    def __init__(self, file: str, tiers: Sequence[str]) -> None:
        super().__init__(f"{file}: choose one of {', '.join(tiers)}")
        self.file, self.tiers = file, tuple(tiers)


class BadMenu(DoorError):
    """A school's menu does not fit the folder that it is to be repaired with.

    Attributes:
        file: its name.
        faults: one for each place.
    """

    code = "repair.bad-menu"

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        super().__init__(f"{file}: {len(faults)} faults, first {faults[0]}")
        self.file, self.faults = file, tuple(faults)


class NotAPlan(DoorError):
    """A file that should be the plan.json of a finished plan is not.

    Attributes:
        file: its name.
        reason: ``not-json``, ``incomplete`` or ``no-folder``.
        where: the key that is missing or wrong, or "".
    """

    code = "plan.not-a-plan"

    def __init__(self, file: str, reason: str, where: str = "") -> None:
        super().__init__(f"{file}: {reason} {where}".rstrip())
        self.file, self.reason, self.where = file, reason, where


class PlanOutdated(DoorError):
    """A finished plan serves what its folder no longer has.

    Attributes:
        file: its name.
        names: dishes by name, foods and pupil groups by code.
    """

    code = "plan.outdated"

    def __init__(self, file: str, names: Sequence[str]) -> None:
        super().__init__(f"{file}: not in the folder: {', '.join(names)}")
        self.file, self.names = file, tuple(names)


class BadOption(DoorError):
    """An option of a command has a value that it cannot have.

    Attributes:
        option: with its dashes.
        value: as it was given.
        allowed: what it may be.
    """

    code = "usage.bad-option"

    def __init__(self, option: str, value: str, allowed: str) -> None:
        super().__init__(f"{option}={value}: {allowed}")
        self.option, self.value, self.allowed = option, value, allowed


class NotInPlan(DoorError):
    """A finished plan has no such day, meal or dish.

    Attributes:
        what: ``day``, ``day-of-several`` (a weekday of several weeks), ``meal``, ``dish``,
            ``food``, ``slot`` (none takes the dish) or ``library`` (it has no such dish).
        value: as it was asked for.
        allowed: what there is.
    """

    code = "plan.not-in-plan"

    def __init__(self, what: str, value: str, allowed: Sequence[str]) -> None:
        super().__init__(f"no {what} {value}: {', '.join(allowed)}")
        self.what, self.value, self.allowed = what, value, tuple(allowed)
