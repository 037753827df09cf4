"""A finished plan and the folder that it was made from, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.finished import FinishedPlan, folder_of, read_finished
from api.folder import FolderPlan, read_folder
from api.notes import Note


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan to be changed by hand.

    Attributes:
        path: of the folder.
    """

    path: Path
    folder: FolderPlan
    plan: FinishedPlan

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a person should know before changing the plan."""
        return () if self.plan.current else (Note("note.folder-changed"),)


def opened(plan: Path, folder: Path | None = None, table: str = "") -> Opened:
    """Open a plan with the folder that it names, or with ``folder``.

    Raises:
        DoorError, TableError, NutritionError: plan or folder cannot be read.
    """
    path = folder or folder_of(plan)
    read = read_folder(path, table)
    return Opened(path, read, read_finished(plan, read))
