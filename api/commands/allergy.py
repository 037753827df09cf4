"""canteen allergy: the cheapest lawful replacements for pupils who may not eat some foods."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.attainment_lines import called
from api.commands.planning import names_of
from api.failing import exit_code
from api.language import Lang, Terminal, terminal_words
from api.outcome import Exit
from api.portions_asked import Asked, asked
from api.problems import Problems
from api.progress import watched
from api.reopening import Opened, opened
from api.school_clauses import DOCUMENT
from api.shortfalls import why
from api.solving_apart import solving_apart
from api.swap_lines import signed
from api.terminal import paragraph, print_data, terminal
from food_tables.vocabulary import vocabulary
from nutrition.clauses import Exclusion
from optimizer.avoiding import Avoiding, Substitutes, concerned
from optimizer.errors import Interrupted, NoLawfulMenu, PlanningError, UnlawfulMenu
from optimizer.isolating import Apart, Job
from optimizer.settings import Settings
from reports.words import words

SUBSTITUTES: Job[Substitutes] = Job("optimizer.substituting:substitutes")


@dataclass(frozen=True, slots=True)
class AllergyRequest:
    """What is asked for.

    Attributes:
        allergens: ``peanut=3``, ``花生/低年级=3``.
        cooked: whether dishes that are cooked that day anyway are preferred.
    """

    plan: Path
    allergens: tuple[str, ...]
    folder: Path | None = None
    cooked: bool = False
    as_json: bool = False
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to one question.

    Attributes:
        found: None where no week is lawful.
        unknown: names of dishes of which nobody said what they hold.
    """

    asked: Asked
    found: Substitutes | None
    unknown: tuple[str, ...]
    exit: Exit = Exit.DONE


def run(request: AllergyRequest, lang: Lang) -> Exit:
    """Answer one question after the other.

    Raises:
        DoorError, TableError, NutritionError: the plan or its folder cannot be read.
        BadOption: an allergen or group is unknown.
    """
    with solving_apart(lang) as apart:
        both = opened(request.plan, request.folder)
        problems = Problems(lang, names_of(both.folder, lang))
        for note in both.notes:
            typer.echo(problems.say(note.code, note.facts), err=True)
        foods = both.folder.tables.foods.values()
        known = vocabulary("allergen").also(a for f in foods for a in f.allergens)
        wanted = asked(request.allergens, both.folder.problem.groups, known)
        answers = [_answer(request, each, both, apart, problems) for each in wanted]
    if request.as_json:
        print_data(json.dumps([_data(a, both) for a in answers], ensure_ascii=False, indent=1))
    elif answers:
        _close(terminal(), answers, terminal_words(lang))
    return max((a.exit for a in answers), default=Exit.DONE)


def _answer(
    request: AllergyRequest, each: Asked, both: Opened, apart: Apart, problems: Problems
) -> Answer:
    """Find the week of one question, and print it or say why there is none.

    Raises:
        UnlawfulMenu, Interrupted: these are no answer.
    """
    own, unknown = terminal_words(problems.lang), _unknown(both, problems.lang)
    avoiding = _avoiding(both, each, request)
    try:
        with watched(problems.lang) as report:
            settings = Settings(seconds=request.seconds, report=report)
            found = apart(
                SUBSTITUTES, both.folder.problem, both.plan.menu, avoiding, settings=settings
            )
    except (UnlawfulMenu, Interrupted):
        raise
    except PlanningError as error:
        _no_week(error, each, both, problems, own)
        return Answer(each, None, unknown, exit_code(error))
    answer = Answer(each, found, unknown)
    if not request.as_json:
        _print(terminal(), answer, both, own)
    return answer


def _avoiding(both: Opened, each: Asked, request: AllergyRequest) -> Avoiding:
    clauses = both.folder.problem.standard.clauses.values()
    return Avoiding(
        each.group,
        each.allergens,
        doubtful=_doubtful(both),
        unasked=frozenset(
            c.id for c in clauses if c.document == DOCUMENT and not isinstance(c.rule, Exclusion)
        ),
        prefer_cooked=request.cooked,
    )


def _doubtful(both: Opened) -> frozenset[str]:
    return frozenset(both.folder.tables.unsaid.get("allergens", ()))


def _unknown(both: Opened, lang: Lang) -> tuple[str, ...]:
    dishes = (dish for _, _, dish in concerned(both.plan.menu, _doubtful(both)))
    return tuple(dict.fromkeys(called(dish, lang) for dish in dishes))


def _title(each: Asked, both: Opened, own: Terminal) -> str:
    say = words(own.lang)
    group = next(g for g in both.folder.problem.groups if g.code == each.group)
    allergens = own.listed([say.name("allergen", a) for a in sorted(each.allergens)])
    return own("allergy.title", allergens=allergens, group=group.name, number=each.portions)


def _no_week(
    error: PlanningError, each: Asked, both: Opened, problems: Problems, own: Terminal
) -> None:
    """Say why this pupil has no lawful week."""
    typer.echo(_title(each, both, own), err=True)
    lines = problems.lines(error)
    if isinstance(error, NoLawfulMenu):
        lines += why(error, both.folder, problems)
    for line in lines:
        typer.echo(f"  {line}", err=True)


def _print(console: Console, answer: Answer, both: Opened, own: Terminal) -> None:
    found, say = answer.found, words(own.lang)
    assert found is not None
    dishes = both.folder.problem.dishes
    console.print(_title(answer.asked, both, own), style="bold")
    if not found.replacements:
        paragraph(console, own("allergy.none"))
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("allergy.when"), no_wrap=True)
    table.add_column(own("allergy.old"), ratio=1, overflow="fold")
    table.add_column(own("swap.dish"), ratio=1, overflow="fold")
    table.add_column(own("swap.portion"), justify="right", no_wrap=True)
    table.add_column(own("allergy.cooked"), no_wrap=True)
    for each in found.replacements:
        table.add_row(
            f"{say.weekday(each.date)} {each.date:%m-%d} {say.name('meal', each.meal)}",
            called(dishes[each.old], own.lang),
            called(dishes[each.new], own.lang) if each.new else own("allergy.nothing"),
            signed(each.cost),
            own("allergy.yes" if each.cooked else "allergy.no") if each.new else "",
        )
    console.print(table)
    if found.resized:
        listed = dict.fromkeys(called(dishes[code], own.lang) for _, _, code in found.resized)
        paragraph(console, own("allergy.resized", dishes=own.listed([*listed])), "yellow")
    facts = {"cost": signed(found.cost), "number": answer.asked.portions}
    total = signed(found.cost * answer.asked.portions)
    paragraph(console, own("allergy.cost", total=total, **facts))


def _close(console: Console, answers: list[Answer], own: Terminal) -> None:
    """Say what all portions cost more, and name the dishes that nobody knows enough of."""
    solved = [a for a in answers if a.found is not None]
    total = sum(a.found.cost * a.asked.portions for a in solved if a.found is not None)
    if len(solved) > 1:
        paragraph(console, own("allergy.total", total=signed(total)), "bold")
    unknown = answers[0].unknown
    if unknown:
        paragraph(console, own("allergy.unknown", dishes=own.listed(list(unknown))), "bold red")


def _data(answer: Answer, both: Opened) -> dict[str, Any]:
    found, dishes = answer.found, both.folder.problem.dishes
    facts: dict[str, Any] = {
        "allergens": sorted(answer.asked.allergens),
        "group": answer.asked.group,
        "portions": answer.asked.portions,
        "lawful": found is not None,
        "unknown_dishes": list(answer.unknown),
    }
    if found is None:
        return facts
    return {
        **facts,
        "cost_fen": {"pupil": found.cost, "all": found.cost * answer.asked.portions},
        "replacements": [
            {
                "date": each.date.isoformat(),
                "meal": each.meal,
                "dish": each.old,
                "name": dishes[each.old].name,
                "instead": each.new,
                "instead_name": dishes[each.new].name if each.new else "",
                "cooked_that_day": each.cooked,
                "cost_fen": each.cost,
                "grams": dict(each.portion.grams),
            }
            for each in found.replacements
        ],
        "resized": [
            {"date": on.isoformat(), "meal": meal, "dish": code} for on, meal, code in found.resized
        ],
    }
