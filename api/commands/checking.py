"""canteen check: a menu held against the standard, printed or as JSON."""

from __future__ import annotations

import json

import typer
from rich.console import Console

from api.check_menu import Checked, Request, check_menu
from api.language import Terminal, terminal_words
from api.outcome import Exit
from api.problems import Problems
from api.terminal import paragraph, print_attainment, print_data, terminal
from nutrition.checking.attainment import Attainment, Verdict
from nutrition.clauses import Mode
from reports.words import words


def run(request: Request, *, as_json: bool) -> Exit:
    """Check the menu and print what was found."""
    checked = check_menu(request)
    own = terminal_words(request.lang)
    _messages(checked, Problems(request.lang, {}))
    if as_json:
        print_data(json.dumps(audit_data(request, checked), ensure_ascii=False, indent=1))
    else:
        _print(terminal(), request, checked, own)
    if checked.unknown_foods is not None:
        return Exit.BAD_DATA
    return Exit.RULE_BROKEN if checked.broken else Exit.DONE


def _messages(checked: Checked, problems: Problems) -> None:
    """Tell stderr what could not be resolved."""
    if checked.ignored:
        typer.echo(problems.say("note.ignored-columns", {"columns": checked.ignored}), err=True)
    dishes = tuple(u.text for u in checked.audit.unknown_dishes)
    if dishes:
        typer.echo(problems.say("note.unknown-dishes", {"dishes": dishes}), err=True)
    unknown = checked.unknown_foods
    if unknown is not None:
        for line in problems.lines(unknown):
            typer.echo(line, err=True)


def _print(console: Console, request: Request, checked: Checked, own: Terminal) -> None:
    say = words(request.lang)
    menu = checked.audit.menu
    meals = own.listed([say.name("meal", m) for m in menu.meals_served])
    sex = own(f"sex.{request.sex}")
    facts = {
        "file": request.path.name,
        "days": len(menu.days),
        "age": checked.group.name,
        "sex": sex,
    }
    console.print(own("check.title", meals=meals, **facts), style="bold")
    print_attainment(console, checked.lines.measured, request.lang)
    for key in ("review", "not_served", "off"):
        titles = getattr(checked.lines, key)
        if titles:
            paragraph(console, own(f"plan.{key}", titles=own.listed(titles)), "dim")
    _flags(console, checked, own)
    paragraph(console, _verdict(checked, own), "bold")


def _flags(console: Console, checked: Checked, own: Terminal) -> None:
    if checked.flags:
        console.print(own("check.flags"), style="yellow")
    for flag in checked.flags:
        limit = flag.limit
        ends = [f"≥ {limit.low:g}"] if limit.low is not None else []
        ends += [f"≤ {limit.high:g}"] if limit.high is not None else []
        line = own(
            "check.flag",
            where=checked.labels.where(flag.where),
            title=limit.title if own.lang == "zh" else limit.title_en,
            measured=f"{flag.measured:.4g}",
            unit=limit.unit,
            limits=" ".join(ends),
            reason=limit.reason if own.lang == "zh" else limit.reason_en,
        )
        paragraph(console, f"  {line}")


def _verdict(checked: Checked, own: Terminal) -> str:
    if checked.broken:
        titles = own.listed(checked.broken)
        return own("check.broken", count=len(checked.broken), titles=titles)
    open_ = {
        a.clause for a in checked.found if a.verdict is Verdict.UNKNOWN and a.mode is Mode.HARD
    }
    return own("check.undecided", count=len(open_)) if open_ else own("check.lawful")


def attainment_data(line: Attainment) -> dict[str, object]:
    """Return one line of a check as JSON carries it."""
    return {
        "clause": line.clause,
        "group": line.group,
        "mode": line.mode.value,
        "verdict": line.verdict.value,
        "measured": line.measured,
        "low": line.low,
        "high": line.high,
        "target": line.target,
        "unit": line.unit,
        "known": line.known,
        "week": line.where.week,
        "day": line.where.day,
        "meal": line.where.meal,
        "dish": line.where.dish,
        "value": line.where.value,
    }


def audit_data(request: Request, checked: Checked) -> dict[str, object]:
    return {
        "file": request.path.name,
        "age": checked.group.name,
        "sex": request.sex,
        "meals": list(checked.audit.menu.meals_served),
        "days": [day.label for day in checked.audit.menu.days],
        "standard": checked.standard.title,
        "broken": [
            c
            for c in dict.fromkeys(a.clause for a in checked.found)
            if any(
                a.clause == c and a.verdict is Verdict.NOT_MET and a.mode is Mode.HARD
                for a in checked.found
            )
        ],
        "attainment": [attainment_data(a) for a in checked.found],
        "implausible": [
            {"id": f.limit.id, "where": str(f.where), "measured": f.measured, "unit": f.limit.unit}
            for f in checked.flags
        ],
        "unknown_foods": [
            {"row": u.line, "text": u.text, "suggestions": list(u.suggestions)}
            for u in checked.audit.unknown_foods
        ],
        "unknown_dishes": [
            {"row": u.line, "text": u.text, "suggestions": list(u.suggestions)}
            for u in checked.audit.unknown_dishes
        ],
    }
