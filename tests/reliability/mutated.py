"""Bring spoilt files into the books, and tell what came of it: python -m … FOLDER.

The files lie in FOLDER/files/SEED; who spoils them needs more memory than who reads them.
"""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from collections import Counter
from pathlib import Path

from api.problems import ROOM_ERRORS, Problems
from canteen.store.backup import heads_of
from canteen.store.engine import reading
from canteen.store.verifying import verify
from tests.reliability.good_files import GOOD, bring, desk, prepare
from tests.reliability.mutating import spoilt

KINDS = tuple(GOOD)

FILES = "files"


class Broken(Exception):
    """A file did what no file may do."""


def told(error: Exception) -> None:
    """Say an error in both languages.

    Raises:
        Broken: there are no words for it.
    """
    for lang in ("zh", "en"):
        lines = Problems(lang, {}).lines(error)
        if not all(line.strip() for line in lines):
            raise Broken(f"{error!r}: {lines}")


def tried(folder: Path, seed: int) -> str:
    """Bring one spoilt file into fresh books; return what was said of it, "" where it was taken.

    Raises:
        Broken: it was refused and something was written, or taken and the books do not verify.
        Exception: whatever is no refusal.
    """
    kind = KINDS[seed % len(KINDS)]
    base, _ = GOOD[kind]
    (file,), path = (folder / FILES / f"{seed}").iterdir(), folder / "books.db"
    shutil.copyfile(folder / base, path)
    at = desk(path)
    with reading(at.engine) as connection:
        before = heads_of(connection)
    try:
        bring(at, kind, file)
        code = ""
    except ROOM_ERRORS as error:
        told(error)
        code = str(getattr(error, "code", type(error).__name__))
    with reading(at.engine) as connection:
        if code and heads_of(connection) != before:
            raise Broken(f"{code}, and yet something was written")
        if not code and (flaws := verify(connection).flaws):
            raise Broken(f"taken, and then {flaws}")
    at.engine.dispose()
    return code


def spoil(folder: Path, first: int, count: int) -> None:
    """Write the files of some seeds."""
    for seed in range(first, first + count):
        own = folder / FILES / f"{seed}"
        own.mkdir(parents=True)
        name, content = spoilt(GOOD[KINDS[seed % len(KINDS)]][1], seed)
        (own / name).write_bytes(content)


def megabytes() -> float:
    """Return the most memory that this process had; getrusage would tell of who began it."""
    status = Path("/proc/self/status").read_text("utf-8")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def main() -> None:
    folder = Path(sys.argv[1])
    prepare(folder)
    found: Counter[str] = Counter()
    broken = []
    for seed in sorted(int(each.name) for each in (folder / FILES).iterdir()):
        try:
            found[tried(folder, seed)] += 1
        except Exception:  # noqa: BLE001 -- that is what is looked for
            broken.append({"seed": seed, "said": traceback.format_exc()[-2000:]})
    sys.stdout.write(json.dumps({"found": found, "broken": broken, "megabytes": megabytes()}))


if __name__ == "__main__":
    main()
