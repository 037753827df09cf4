"""A finished plan as it was when it was made: menu, proof, attainment, and how it is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.errors import NotAPlan
from api.files import read_bytes
from api.finished import folder_of, plan_path, read_finished
from api.folder import FolderPlan, read_folder
from api.language import Lang
from api.sheet_errors import PlanChanged
from api.week_views import Shown, shown
from nutrition.checking.attaining import attain
from nutrition.checking.case import Case
from nutrition.proof import Proof, Reached, StopReason
from nutrition.quantities import Finite
from optimizer.plans import Plan


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Reached(_Part):
    aim: str
    value: Finite
    bound: Finite
    unit: str


class _Proof(_Part):
    objective_fen: Finite
    cost_fen: Finite
    penalty_fen: Finite
    bound_fen: Finite
    stop: StopReason
    seconds: Finite
    solver: str
    versions: dict[str, str]
    seed: int
    fingerprint: str
    reached: tuple[_Reached, ...] = ()
    price_lists: Annotated[int, Field(ge=1)] = 1
    kept_meals: Annotated[int, Field(ge=0)] = 0


class _Options(_Part):
    table: str = ""
    objective: str = ""


class _File(_Part):
    proof: _Proof
    options: _Options = _Options()
    binding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with the folder that it was made from."""

    folder: FolderPlan
    plan: Plan
    shown: Shown


def read_shown(path: Path, lang: Lang, folder: Path | None = None) -> PlanShown:
    """Read a plan back as ``canteen plan`` showed it; ``path``: plan.json or its folder.

    ``folder``: that it was made from; None takes the one that the plan names.

    What the menu attains is judged anew by the checkers, with the folder as it is now.

    Raises:
        PlanChanged: the folder says something else than when the plan was made.
        NotAPlan, PlanOutdated, CannotRead, TableTooLarge: the plan cannot be read.
        DoorError, TableError, NutritionError: the folder cannot be read.
    """
    file = plan_path(path)
    read = _read(file)
    options = read.options
    made_from = read_folder(folder or folder_of(path), options.table, options.objective)
    finished = read_finished(path, made_from)
    if not finished.current:
        raise PlanChanged(file.name)
    problem = made_from.problem
    case = Case(
        finished.menu,
        problem.standard,
        problem.groups,
        problem.foods,
        problem.modes,
        problem.history,
    )
    plan = Plan(finished.menu, _proof(read.proof), tuple(attain(case)), read.binding)
    return PlanShown(made_from, plan, shown(made_from, plan, lang))


def _read(file: Path) -> _File:
    try:
        return _File.model_validate(json.loads(read_bytes(file)))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotAPlan(file.name, "incomplete", where) from None
    except (ValueError, RecursionError):
        raise NotAPlan(file.name, "not-json") from None


def _proof(read: _Proof) -> Proof:
    return Proof(
        objective=read.objective_fen,
        cost=read.cost_fen,
        penalty=read.penalty_fen,
        bound=read.bound_fen,
        solver=read.solver,
        versions=read.versions,
        seed=read.seed,
        stop=read.stop,
        seconds=read.seconds,
        fingerprint=read.fingerprint,
        reached=tuple(Reached(r.aim, r.value, r.bound, r.unit) for r in read.reached),
        price_lists=read.price_lists,
        kept=read.kept_meals,
    )
