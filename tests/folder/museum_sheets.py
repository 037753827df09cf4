"""Errors of sheets: a finished plan that no longer fits, or is asked for what it does not have."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from api.folder import read_folder
from api.http.errors import (
    BadRequest,
    BadUpload,
    BodyTooLarge,
    KeyUsedBefore,
    MethodRefused,
    NoSuchPlace,
    NotAcceptable,
    NotFinished,
    QueueFull,
    Unauthorized,
    UnsupportedBody,
)
from api.http.serving_errors import BadSetting, PortTaken
from api.ordered import order_of
from api.plan_shown import read_shown
from api.sheets_of_plans import PlanAsked, kitchen_of, recipe_of
from canteen.publicity.errors import NotPublic, NotShown, NotSigned, OtherSchool
from nutrition.proof import Proof, StopReason
from optimizer.fingerprint import fingerprint
from tests.folder.exhibits import PLAN, Exhibit, raised

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

WALL: dict[str, Exhibit] = {
    "books.not-public": Exhibit(
        "a list with names that is to be shown", raised(NotPublic("refund-list", ("recipe",)))
    ),
    "books.not-signed": Exhibit(
        "a menu that nobody approved", raised(NotSigned("recipe", ("approver",)))
    ),
    "books.not-shown": Exhibit("a sheet of a record that shows none", raised(NotShown("1"))),
    "books.other-school": Exhibit(
        "a menu of 示例小学 for the books of 另一所小学",
        raised(OtherSchool("示例小学", "另一所小学")),
    ),
    "http.too-large": Exhibit("a body of 11 MB", raised(BodyTooLarge(10 * 2**20))),
    "http.not-found": Exhibit("a page of a school that is not there", raised(NoSuchPlace("/x"))),
    "http.bad-request": Exhibit("days from b to a", raised(BadRequest(("to", "not before from")))),
    "http.method": Exhibit("DELETE on a list", raised(MethodRefused("DELETE"))),
    "http.not-acceptable": Exhibit(
        "days as image/png", raised(NotAcceptable("application/json", "text/csv"))
    ),
    "http.unauthorized": Exhibit("a plan without a key", raised(Unauthorized("no-key"))),
    "http.queue-full": Exhibit("one plan too many", raised(QueueFull(32, 10))),
    "http.key-used": Exhibit("another plan under the same key", raised(KeyUsedBefore("k", "j"))),
    "http.not-finished": Exhibit("the result of a job that runs", raised(NotFinished("running"))),
    "http.bad-upload": Exhibit("a zip with a program", raised(BadUpload("names", "a.exe"))),
    "http.unsupported-body": Exhibit(
        "a plan as text/plain", raised(UnsupportedBody("text/plain", "application/json"))
    ),
    "serve.bad-setting": Exhibit(
        "a key in the settings instead of its sha256",
        raised(BadSetting("CANTEEN_API_KEYS", "NAME:SHA256, parted by commas")),
    ),
    "serve.port-taken": Exhibit(
        "a port where somebody else answers",
        raised(PortTaken("127.0.0.1", 8000, "Address already in use")),
    ),
}
