"""CBC on the plain formulation: python -m tests.benchmarks.peers.cbc MODEL.mps SECONDS GAP."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import cbcbox

from tests.benchmarks.peers.telling import INSIDE, SLACK, Asked, Point, Teller, asked, tell_end

ROW = re.compile(r"^[ ★]*\d+ +\d+ +\d+ +(\d\S*) .*? (\d\S*) +\S+% +(\S+)$")
"""A line of the branch and bound: the best solution, the best bound, the time."""

END = re.compile(r"^✔ (Optimal|Stopped).* Obj: (\S+) .*Time: (\S+)s$")

PRICE = re.compile(rf"^ +({SLACK}\S+) +OBJ +(\S+)$", re.MULTILINE)
"""A line of the model: what a soft rule costs."""

MARGIN = 30.0


def main(task: Asked) -> None:
    """Run the program on one thread, and tell afterwards what its log says of every step.

    The log does not say what a solution pays for soft rules: the last one's share stands for
    all.  CBC calls a search "optimal" whose tree is exhausted up to the gap it was given; what
    is proved is then the solution less that gap, and no more is taken here.
    """
    inside = INSIDE * task.gap
    with tempfile.TemporaryDirectory(prefix="canteen-") as folder:
        solution = Path(folder) / "solution"
        orders = {"-timeMode": "elapsed", "-seconds": task.seconds, "-ratioGap": inside}
        words = [f"{word}" for order in orders.items() for word in order]
        log = subprocess.run(
            [cbcbox.cbc_bin_path(), task.model, *words, "-solve", "-solution", f"{solution}"],
            capture_output=True,
            check=True,
            text=True,
            timeout=task.seconds + MARGIN,
        ).stdout
        told = list(steps(log.splitlines(), inside))
        values = _read(solution) if told else {}
    prices = PRICE.findall(Path(task.model).read_text("utf-8"))
    penalty = sum(float(price) * values.get(name, 0.0) for name, price in prices)
    teller = Teller(task.gap)
    for seconds, objective, bound in told:
        teller.take(Point(seconds, objective, penalty, bound))
    tell_end(f"{version('cbcbox')} of cbcbox", told[-1][2] if told else float("-inf"), values)


def steps(log: Iterable[str], inside: float) -> Iterable[tuple[float, float, float]]:
    """Yield seconds, solution and bound of each step that has both."""
    highest = float("-inf")
    for line in log:
        if row := ROW.match(line):
            objective, bound, seconds = map(float, row.groups())
            highest = max(highest, bound)
            yield seconds, objective, highest
        elif end := END.match(line):
            objective, seconds = float(end.group(2)), float(end.group(3))
            done = end.group(1) == "Optimal"
            yield seconds, objective, max(highest, objective * (1 - inside) if done else highest)


def _read(solution: Path) -> dict[str, float]:
    """Return the columns of a solution that are not zero."""
    lines = (line.split() for line in solution.read_text("utf-8").splitlines())
    return {words[1]: float(words[2]) for words in lines if words[0].isdigit()}


if __name__ == "__main__":
    main(asked())
