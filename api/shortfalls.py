"""How the nearest menu misses the rules, in words: where, by how much."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from api.advice_lines import advised
from api.attainment_lines import FEN_PER_YUAN, called
from api.folder import FolderPlan
from api.language import terminal_words
from api.problems import Problems
from nutrition.clauses import Amount, Attribute, Ratio, Supply
from optimizer.errors import NoLawfulMenu, Shortfall
from optimizer.spans import plain
from reports.sheet import Kind, Number
from reports.words import figure, words

MOST_SHORTFALLS = 12

SMALLEST = 1e-6

_SILENT = ("all", "gap", "high", "low", "most", "served", "weekly")
"""Parts of a row's name that say which row of the rule it is, not where it stands."""

_POINT = re.compile(r"u([0-9a-f]{4,5})")


def why(error: NoLawfulMenu, folder: FolderPlan, problems: Problems) -> Iterator[str]:
    """Yield what is to be said below the rules that clash."""
    own = terminal_words(problems.lang)
    if error.minimal and len(error.clauses) > 1:
        yield own("plan.smallest" if error.smallest else "plan.minimal")
    if error.shortfalls:
        yield own("plan.nearest")
    for each in error.shortfalls[:MOST_SHORTFALLS]:
        amount, unit = _amount(each, folder)
        facts = {
            "title": problems.names.get(each.clause, each.clause),
            "where": place(each, folder, problems),
            "amount": amount,
            "unit": own.table["unit" if amount != "1" else "unit_of_one"].get(unit, unit),
        }
        yield "  " + own("plan.shortfall", **facts)
    if error.advice is not None:
        yield from advised(error.advice, folder, problems)
    elif error.minimal:
        yield own("advice.days")


def _amount(each: Shortfall, folder: FolderPlan) -> tuple[str, str]:
    """Return figure and unit: counts are whole, money is yuan."""
    if each.unit == "fen":
        return f"{max(0.01, each.amount / FEN_PER_YUAN):.2f}", "元"
    clause = folder.problem.standard.clauses.get(each.clause)
    if clause is not None and not isinstance(clause.rule, Amount | Ratio | Supply):
        return str(math.ceil(each.amount - SMALLEST)), each.unit
    return figure(Number(each.amount, Kind.NUMBER)), each.unit


def place(each: Shortfall, folder: FolderPlan, problems: Problems) -> str:
    """Say in words where a row of the model stands: ``0302_0306.lunch.low.high``."""
    named = _names(each, folder, problems)
    dates = {f"{d.date:%m%d}": d.date for d in folder.problem.days}
    say = words(problems.lang)
    found = []
    parts = each.where.split(".")
    if parts[-1] in _SILENT:
        parts.pop()  # the side of the bound: a group may be called low, too
    for part in parts:
        ends = [dates[p] for p in part.split("_") if p in dates]
        if ends:
            found.append(say.period(ends[0], ends[-1]))
        elif part in named:
            found.append(named[part])
        elif part not in _SILENT:
            found.append(_POINT.sub(lambda point: chr(int(point[1], 16)), part))
    return " ".join(found)


def _names(each: Shortfall, folder: FolderPlan, problems: Problems) -> Mapping[str, str]:
    """Return what the parts of a row's name are called: meals, groups, dishes or foods."""
    problem, lang = folder.problem, problems.lang
    clause = problem.standard.clauses.get(each.clause)
    vegetable = getattr(clause and clause.rule, "attribute", None) is Attribute.VEGETABLE
    things = problem.foods if vegetable else problem.dishes
    found = {plain(code): called(thing, lang) for code, thing in things.items()}
    found |= {plain(m): words(lang).name("meal", m) for m in problem.meal_names}
    return found | {g.code: g.name for g in problem.groups}
