"""Files of the outside world: read whole under a cap, written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from api.errors import CannotRead, CannotWrite
from food_tables.reading import MOST_BYTES
from food_tables.table_errors import TableTooLarge


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than the cap.

    Raises:
        CannotRead: it is missing, a directory, or not ours to read.
        TableTooLarge: it is beyond the cap.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise CannotRead(str(path), "missing") from None
    except IsADirectoryError:
        raise CannotRead(str(path), "directory") from None
    except (OSError, ValueError):
        raise CannotRead(str(path), "refused") from None
    if len(content) > MOST_BYTES:
        raise TableTooLarge(path.name, "bytes", MOST_BYTES)
    return content


def write_all(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """Put ``files`` into ``folder``: all of them, or none when the disk refuses.

    Files named in ``gone`` are taken away: what an earlier run left and this one does not make.

    They are written beside it first and then renamed into place, so a reader never sees
    half a file.  Other files of the folder stay.

    Raises:
        CannotWrite: a file stands in the folder's place, or the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(str(folder), "file")
    beside: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".canteen-", dir=folder))
        for name, content in files.items():
            (beside / name).write_bytes(content)
        for name in files:
            if (folder / name).is_dir():
                raise CannotWrite(str(folder / name), "refused")
        for name in files:
            (beside / name).replace(folder / name)
        for name in gone:
            (folder / name).unlink(missing_ok=True)
    except (OSError, ValueError):
        raise CannotWrite(str(folder), "refused") from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def keep_for_report(paths: list[Path], report: str) -> Path:
    """Copy what a run was given, with a report of what failed, to a new temporary folder."""
    kept = Path(tempfile.mkdtemp(prefix="canteen-failed-"))
    (kept / "report.txt").write_text(report, "utf-8")
    for number, path in enumerate(paths):
        target = kept / f"{number}-{path.name or 'input'}"
        if path.is_dir():
            target.mkdir()
            for each in sorted(path.iterdir()):
                if each.is_file() and each.stat().st_size <= MOST_BYTES:
                    shutil.copy(each, target)
        elif path.is_file():
            shutil.copy(path, target)
    return kept
