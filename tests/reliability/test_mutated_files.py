"""Spoilt tables of every kind: taken, or refused in words, within bounds of memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.reliability.conftest import SOAK
from tests.reliability.figures import note_on
from tests.reliability.good_files import GOOD, bring, desk, prepare
from tests.reliability.mutated import spoil

BATCH, BATCHES = 500, 20 if SOAK else 1

MOST_MEGABYTES = 300

SECONDS = 600


def brought(first: int, folder: Path) -> dict[str, Any]:
    """Bring a batch in a process of its own, so that its memory is its own."""
    spoil(folder, first, BATCH)
    words = [sys.executable, "-m", "tests.reliability.mutated", f"{folder}"]
    done = subprocess.run(words, capture_output=True, check=True, timeout=SECONDS)
    return dict(json.loads(done.stdout))


def test_a_spoilt_file_is_taken_or_refused_in_words_and_nothing_else(tmp_path: Path) -> None:
    said: Counter[str] = Counter()
    megabytes = 0.0
    for n in range(BATCHES):
        found = brought(n * BATCH, tmp_path / f"{n}")
        assert found["broken"] == []
        assert found["megabytes"] <= MOST_MEGABYTES
        said.update(found["found"])
        megabytes = max(megabytes, found["megabytes"])
    assert said.total() == BATCH * BATCHES
    assert len(said) > 5  # kinds of refusal: the files are not all spoilt in one way
    note_on(
        "files",
        "sqlite",
        {"files": BATCH * BATCHES},
        taken=said[""],
        **{"kinds of refusal": len(said) - 1, "MB at most": round(megabytes)},
    )


def test_the_files_are_good_before_they_are_spoilt(tmp_path: Path) -> None:
    prepare(tmp_path)
    for kind, (base, text) in GOOD.items():
        shutil.copyfile(tmp_path / base, tmp_path / f"{kind}.db")
        (tmp_path / f"{kind}.csv").write_text(text, "utf-8")
        at = desk(tmp_path / f"{kind}.db")
        assert bring(at, kind, tmp_path / f"{kind}.csv") == 0
        at.engine.dispose()
