"""Files of the outside world: read whole under a cap, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from api.errors import CannotRead, CannotWrite
from food_tables.reading import MOST_BYTES
from food_tables.table_errors import TableTooLarge

Kind = Literal["folder", "file", "missing", "special", "refused"]

_HELD = tuple(getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n))


def kind(path: Path) -> Kind:
    """Say what stands at ``path``, whatever the path is; a link counts as what it leads to."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError):  # not ours to look at, or no possible name of a file
        return "refused"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "special"


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


def refuse_unwritable(folder: Path, names: Iterable[str]) -> None:
    """Find out before the work whether files can be put into ``folder``; nothing stays there.

    Raises:
        CannotWrite: a file or folder stands in the way, or the system refuses.
    """
    _refuse_obstacles(folder, names)
    nearest = next((p for p in (folder, *folder.parents) if kind(p) != "missing"), folder)
    if any(kind(nearest / part) == "refused" for part in folder.relative_to(nearest).parts):
        raise CannotWrite(str(folder), "refused")  # a name too long for any file
    try:
        with _held():
            Path(tempfile.mkdtemp(prefix=".canteen-", dir=nearest)).rmdir()
    except (OSError, ValueError):
        raise CannotWrite(str(folder), "refused") from None


def write_all(folder: Path, files: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
    """Put ``files`` into ``folder``: all of them, or none when the disk refuses.

    Files named in ``gone`` are taken away: what an earlier run left and this one does not make.

    They are written beside it first and then renamed into place, so a reader never sees
    half a file.  Other files of the folder stay.  Signals to end wait until all is done, and
    so does another run that writes into the same folder.

    Raises:
        CannotWrite: a file stands in the folder's place, or the disk refuses.
    """
    _refuse_obstacles(folder, files)
    try:
        with _held():
            folder.mkdir(parents=True, exist_ok=True)
            with _alone_in(folder):
                _rename_all(folder, files)
            for name in gone:
                (folder / name).unlink(missing_ok=True)
    except (OSError, ValueError):
        raise CannotWrite(str(folder), "refused") from None


def _refuse_obstacles(folder: Path, names: Iterable[str]) -> None:
    found = kind(folder)
    if found in ("file", "special"):
        raise CannotWrite(str(folder), "file")
    if found == "refused":
        raise CannotWrite(str(folder), "refused")
    for name in names:
        if kind(folder / name) not in ("file", "missing"):
            raise CannotWrite(str(folder / name), "refused")


def _rename_all(folder: Path, files: Mapping[str, bytes]) -> None:
    beside = Path(tempfile.mkdtemp(prefix=".canteen-", dir=folder))
    try:
        for name, content in files.items():
            for root in (beside, folder):
                (root / name).parent.mkdir(exist_ok=True)
            (beside / name).write_bytes(content)
        for name in files:
            (beside / name).replace(folder / name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextlib.contextmanager
def _held() -> Iterator[None]:
    """Let signals that would end the program come to nothing meanwhile: it ends soon enough."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: None) for number in _HELD}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into ``folder``."""
    if os.name != "posix":  # elsewhere two runs at once are not kept apart
        yield
        return
    from fcntl import LOCK_EX, flock

    opened = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            flock(opened, LOCK_EX)
        yield
    finally:
        os.close(opened)


def keep_for_report(paths: Iterable[Path], report: str) -> Path:
    """Copy what a run was given, with a report of what failed, to a new temporary folder."""
    kept = Path(tempfile.mkdtemp(prefix="canteen-failed-"))
    (kept / "report.txt").write_text(report, "utf-8")
    for number, path in enumerate(p for p in paths if kind(p) in ("folder", "file")):
        target = kept / f"{number}-{path.name or 'input'}"
        if kind(path) == "folder":
            target.mkdir()
            for each in sorted(path.iterdir()):
                if kind(each) == "file" and each.stat().st_size <= MOST_BYTES:
                    shutil.copy(each, target)
        else:
            shutil.copy(path, target)
    return kept
