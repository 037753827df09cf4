"""What would help where no menu is lawful, in words: rules eased, dishes that lack."""

from __future__ import annotations

from collections.abc import Iterator

from api.attainment_lines import FEN_PER_YUAN, called
from api.folder import FolderPlan
from api.language import Terminal, terminal_words
from api.problems import Problems
from nutrition.clauses import Amount, Ratio, Supply
from optimizer.advice import Advice, Easing, Lack
from reports.sheet import Kind, Number
from reports.words import figure, yuan_at_least

SMALLEST = 0.01


def advised(advice: Advice, folder: FolderPlan, problems: Problems) -> Iterator[str]:
    """Yield what would help, the cheapest first."""
    own = terminal_words(problems.lang)
    if advice.easings:
        yield own("advice.easings")
    for easing in advice.easings:
        yield "  " + _easing(easing, folder, problems)
    if advice.lack is not None:
        yield from _lack(advice.lack, folder, own)
    if advice.left_out:
        what = own.listed([own(f"advice.out_{name}") for name in advice.left_out])
        yield own("advice.left_out", what=what)


def _easing(easing: Easing, folder: FolderPlan, problems: Problems) -> str:
    own = terminal_words(problems.lang)
    title = problems.names.get(easing.clause, easing.clause)
    if easing.cost is None:
        return own("advice.in_vain", title=title)
    said = own("advice.without", title=title, cost=yuan_at_least(easing.cost))
    if easing.by is None:
        return said
    clause = folder.problem.standard.clauses[easing.clause]
    unit = clause.unit
    amount = max(SMALLEST, easing.by)
    if unit == "fen":
        amount, unit = max(SMALLEST, easing.by / FEN_PER_YUAN), own("plan.yuan")
    unit = own.table["unit"].get(unit, unit) if "unit" in own.table else unit
    measured = isinstance(clause.rule, Amount | Supply | Ratio)
    key = "advice.by_share" if isinstance(clause.rule, Ratio) else "advice.by"
    if not measured:
        key, unit = "advice.by_times", own("advice.times")
    return said + own(key, amount=figure(Number(amount, Kind.NUMBER)), unit=unit)


def _lack(lack: Lack, folder: FolderPlan, own: Terminal) -> Iterator[str]:
    if lack.dishes:
        yield own("advice.lacking", tested=lack.tested, kinds=lack.kinds)
        for dish in lack.dishes:
            yield "  " + own(
                "advice.dish",
                category=dish.category,
                kind=own.table["food_kind"][dish.kind],
                food=called(folder.problem.foods[dish.food], own.lang),
                grams=figure(Number(dish.grams, Kind.NUMBER)),
                servings=figure(Number(max(0.1, dish.servings), Kind.NUMBER, 1)),
            )
    else:
        enough = "together" if lack.tested else "untried"
        key = enough if lack.together else "not_together" if lack.kinds else "none_helps"
        yield own(f"advice.{key}", tested=lack.tested, kinds=lack.kinds)
