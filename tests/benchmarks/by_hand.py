"""Print how long a command on a finished plan takes: the whole command, as a user meets it.

``python -m tests.benchmarks.by_hand swap FOLDER``, or ``regenerate``, or ``why``.
The folder is planned first.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ANSWERS = (0, 3)
"""Exits with an answer: 3 says that no lawful dish could stand there."""

CATEGORY = "小荤"
"""Of the dish that is swapped: the slot with most candidates."""


def main() -> None:
    """Plan the folder, run the command, and say how long it took."""
    command, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as out:
        _canteen("plan", f"{folder.resolve()}", "--gap", "0.01", "--out", out, "--json")
        day = json.loads((Path(out) / "plan.json").read_text("utf-8"))["days"][2]
        spot = {"swap": [day["date"], *_spot(day)], "regenerate": [day["date"]]}.get(command, [])
        words = [command, out, *spot, "--json"]
        began = time.perf_counter()
        done = _canteen(*words)
        seconds = time.perf_counter() - began
    said = json.loads(done.stdout)
    print(json.dumps({"built_seconds": seconds, "proof": said.get("proof")}))
    sys.exit(done.returncode if done.returncode not in ANSWERS else 0)


def _spot(day: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[str]:
    """Return the meal and the code of the dish that is swapped."""
    return next(
        [f"{meal['meal']}", dish["code"]]
        for meal in day["meals"]
        for dish in meal["dishes"]
        if dish["category"] == CATEGORY
    )


def _canteen(*words: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("canteen"))
    return subprocess.run([program, *words], check=False, capture_output=True, text=True)


if __name__ == "__main__":
    main()
