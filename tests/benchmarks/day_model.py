"""Print how long the boarding school's day model takes to build, reading its folder apart."""

from __future__ import annotations

import json
import time
from pathlib import Path

from api.folder import read_folder
from optimizer.model import build
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.rules.registry import apply_all
from optimizer.spans import single_days

BOARDING = Path(__file__).resolve().parents[2] / "food_tables" / "samples" / "boarding"


def main() -> None:
    """Build the plain day model of one boarding week, with all its rules."""
    problem = read_folder(BOARDING).problem
    began = time.perf_counter()
    periods = single_days(len(problem.days))
    model = build(problem, PortionTable(problem), periods, lawful(problem))
    apply_all(problem.standard.clauses.values(), model)
    seconds = time.perf_counter() - began
    rows, columns = len(model.lp.constraints()), len(model.lp.variables())
    print(json.dumps({"built_seconds": seconds, "rows": rows, "columns": columns}))


if __name__ == "__main__":
    main()
