"""Errors of sheets: a finished plan that no longer fits, or is asked for what it does not have."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from api.folder import read_folder
from api.ordered import order_of
from api.plan_shown import read_shown
from api.sheets_of_plans import PlanAsked, kitchen_of, recipe_of
from nutrition.proof import Proof, StopReason
from optimizer.fingerprint import fingerprint
from tests.folder.exhibits import PLAN, Exhibit

RICE = {
    "code": "S001",
    "name": "米饭",
    "portions": {"g1": {"foods": [{"food": "G001", "grams": 100}]}},
}

DAYS = [{"date": "2026-03-02", "meals": [{"meal": "lunch", "dishes": [RICE]}]}]


def proof(fingerprint_: str) -> dict[str, object]:
    made = Proof(
        450.0, 450.0, 0.0, 448.0, "highs", {}, 0, StopReason.GAP_REACHED, 1.0, fingerprint_
    )
    return {
        "objective_fen": made.objective,
        "cost_fen": made.cost,
        "penalty_fen": made.penalty,
        "bound_fen": made.bound,
        "stop": made.stop.value,
        "seconds": made.seconds,
        "solver": made.solver,
        "versions": {},
        "seed": made.seed,
        "fingerprint": made.fingerprint,
    }


def planned(*, current: bool = True) -> Callable[[Path], object]:
    """Write a folder and the plan that was made from it."""

    def run(folder: Path) -> object:
        (folder / "plan.toml").write_text(PLAN, "utf-8")
        made = fingerprint(read_folder(folder).problem) if current else "0" * 64
        data = {"folder": ".", "proof": proof(made), "days": DAYS}
        (folder / "plan.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        return read_shown(folder, "zh")

    return run


def asked(asked_: PlanAsked, draw: Callable[..., object]) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        planned()(folder)
        return draw(read_shown(folder, "zh"), asked_)

    return run


def ordered(text: str) -> Callable[[Path], object]:
    def run(folder: Path) -> object:
        (folder / "order.json").write_text(text, "utf-8")
        return order_of(folder, None, {}, "zh")

    return run


SHEETS: dict[str, Exhibit] = {
    "sheet.plan-changed": Exhibit(
        "a sheet of a plan whose folder was changed since", planned(current=False)
    ),
    "sheet.no-such-group": Exhibit(
        "a recipe of a group that the plan does not have",
        asked(PlanAsked({}, group="没有的组"), recipe_of),
    ),
    "sheet.no-such-day": Exhibit(
        "a kitchen sheet of a day that the plan does not cook on",
        asked(PlanAsked({}, day=date(2026, 3, 7)), kitchen_of),
    ),
    "sheet.not-an-order": Exhibit(
        "an order.json without lines", ordered('{"total_fen": 0, "lines": 7}')
    ),
}
