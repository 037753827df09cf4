"""One job in a process of its own: a folder in, progress as lines, the result as a file.

Run as ``python -m api.http.work KIND FOLDER``; whoever started it may end it at any moment, and
its solver ends with it.  Every line on standard output is one JSON value.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.check_menu import Request, check_menu
from api.commands.checking import audit_data
from api.commands.planning import PLAN, PlanRequest, error_data, judge, judged_solver, names_of
from api.failing import exit_code
from api.folder import read_folder
from api.language import Lang
from api.outcome import Exit
from api.plan_data import plan_data
from api.prechecks import refuse_impossible
from api.problems import ROOM_ERRORS, Problems
from api.shortfalls import why
from api.solving_apart import solving_apart
from api.week_views import shown
from optimizer.errors import NoLawfulMenu, PlanningError
from optimizer.settings import Progress, Settings

INPUT, ASKED, RESULT = "input", "asked.json", "result.json"


def main(kind: str, folder: Path) -> None:
    """Do the job of a folder, and say how it ended on the last line."""
    asked = json.loads((folder / ASKED).read_text("utf-8"))
    lang: Lang = "en" if asked["lang"] == "en" else "zh"
    do = {"plan": planned, "check": checked}[kind]
    try:
        state, result = do(folder, asked, lang)
    except ROOM_ERRORS as error:
        state, result = "failed", refused(error, Problems(lang, {}))
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=False), "utf-8")
    say({"end": state})


def say(value: dict[str, Any]) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def planned(folder: Path, asked: dict[str, Any], lang: Lang) -> tuple[str, dict[str, Any]]:
    """Plan; a week without a lawful menu is a result, with its explanation."""
    options = asked["options"]
    request = PlanRequest(
        folder / INPUT,
        None,
        as_json=True,
        gap=options["gap"],
        seconds=options["time_limit"],
        solver=options["solver"],
        seed=options["seed"],
        table=options["table"],
        objective=options["objective"],
    )
    judge(request)
    read = read_folder(request.folder, request.table, request.objective)
    problems = Problems(lang, names_of(read, lang))
    try:
        refuse_impossible(read.problem)
        with solving_apart(lang) as apart:
            settings = Settings(
                request.gap, request.seconds, judged_solver(request.solver), request.seed, _tell
            )
            found = apart(PLAN, read.problem, settings=settings)
    except PlanningError as error:
        if exit_code(error) is not Exit.INFEASIBLE:
            raise
        told = refused(error, problems)
        more = why(error, read, problems) if isinstance(error, NoLawfulMenu) else []
        told["explanation"] = [*told["explanation"], *more]
        return "infeasible", {"lawful": False, **told}
    data = plan_data(read, found, shown(read, found, lang))
    return "done", {"lawful": True, "gap_asked": request.gap, "plan": data}


def checked(folder: Path, asked: dict[str, Any], lang: Lang) -> tuple[str, dict[str, Any]]:
    """Audit a menu."""
    request = Request(
        folder / INPUT / asked["file"],
        asked["age"],
        tuple(asked["meals"]),
        asked["sex"],
        asked["tier"],
        asked["table"],
        lang,
    )
    found = check_menu(request)
    return "done", {"lawful": not found.broken, **audit_data(request, found)}


def refused(error: Exception, problems: Problems) -> dict[str, Any]:
    """Return an error that was raised on purpose: its code, its sentences, its facts."""
    lines = problems.lines(error)
    facts = error_data(error) if isinstance(error, PlanningError) else {}
    faults = [asdict(fault) for fault in getattr(error, "faults", ())]
    code = str(getattr(error, "code", ""))
    return {**facts, "error": code, "explanation": lines, "faults": faults}


def _tell(progress: Progress) -> bool:
    incumbent, bound = progress.incumbent, progress.bound
    gap = None
    if incumbent and bound is not None:
        gap = max(0.0, incumbent - bound) / incumbent
    say(
        {
            "progress": {
                "seconds": round(progress.seconds, 2),
                "incumbent_fen": incumbent,
                "bound_fen": bound,
                "gap": gap,
            }
        }
    )
    return True


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
