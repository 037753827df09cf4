"""canteen sheet data: a plan as open data, in the form in which it will be published."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path

import typer

from api.clock import CHINA
from api.files import write_all
from api.language import Lang, terminal_words
from api.open_days import open_days
from api.outcome import Exit
from api.plan_shown import read_shown
from api.settings import BooksSettings
from reports import open_calendar, open_csv

FILES = ("week.csv", "week.json", "week.ics")


def opened(plan: tuple[Path, Path | None], out: str, school: str, lang: Lang) -> Exit:
    """Write the days of a plan as a table, as JSON and as a calendar.

    They are dated by the plan, so that one plan gives the same bytes always.

    Raises:
        PlanChanged, NotAPlan, PlanOutdated: it is no plan of its folder.
        CannotWrite: a file stands in the way, or the disk refuses.
    """
    read = read_shown(plan[0], lang, plan[1])
    view, code = read.shown.view, school or BooksSettings().school
    days = list(open_days(read, (code, view.school)))
    dated = datetime.combine(view.published, time(), CHINA)
    rows = [each.model_dump(mode="json") for each in days]
    files = {
        "week.csv": open_csv.draw((day, view.published.isoformat()) for day in days),
        "week.json": (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode(),
        "week.ics": open_calendar.draw(((day, dated) for day in days), lang),
    }
    write_all(Path(out), files)
    own = terminal_words(lang)
    facts = {"school": view.school, "folder": out, "files": own.listed(list(files))}
    typer.echo(own("sheet.data", **facts), err=True)
    return Exit.DONE
