"""A repair on a terminal of 80 columns: before, the smallest change, the cheapest nearby."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console

from api.attainment_lines import called
from api.language import Lang, Terminal, terminal_words
from api.menu_changes import Change, Exchange, Move
from api.near_menu import NearMenu
from api.problems import Problems
from api.repairs import Before, Option
from api.terminal import paragraph
from nutrition.proof import StopReason
from optimizer.plans import Plan
from reports.words import share_at_most, words, yuan


def print_repair(
    console: Console, near: NearMenu, before: Before, found: Sequence[Option], lang: Lang
) -> None:
    """Print the whole repair."""
    own, say = terminal_words(lang), words(lang)
    meals = own.listed([say.name("meal", m) for m in near.problem.meal_names])
    facts = {"file": near.rows.table.file, "count": len(near.menu.days), "meals": meals}
    console.print(own("repair.title", **facts), style="bold")
    _before(console, near, before, lang)
    for n, option in enumerate(found):
        if n == 0 or option.plan or found[n - 1].plan:
            console.print()
        paragraph(console, _head(option, own), "bold")
        for line in _lines(option, before, own):
            paragraph(console, line)
        for change in option.changes:
            _change(console, change, near, lang)
    if before.broken or near.misfits:
        console.print()
        paragraph(console, own("repair.unlawful"), "dim")


def _before(console: Console, near: NearMenu, before: Before, lang: Lang) -> None:
    own, clauses = terminal_words(lang), near.problem.standard.clauses
    titles = {c: clauses[c].title if lang == "zh" else clauses[c].title_en for c in clauses}
    paragraph(console, own("repair.before", cost=yuan(before.cost)))
    for key, codes in (("broken", before.broken), ("open", before.open)):
        if codes:
            listed = own.listed([titles[code] for code in codes])
            paragraph(console, own(f"repair.{key}", count=len(codes), titles=listed))
    if not before.broken and not near.misfits:
        paragraph(console, own("repair.lawful"))
    problems = Problems(lang, {m: words(lang).name("meal", m) for m in near.problem.meal_names})
    for note in near.misfits:
        paragraph(console, problems.say(note.code, note.facts), "yellow")


def _head(option: Option, own: Terminal) -> str:
    if option.swaps is None:
        return own("repair.smallest")
    if option.plan is not None:
        return own("repair.within", count=option.swaps)
    key = "impossible" if option.impossible else "unknown"
    return own(f"repair.{key}", count=option.swaps)


def _lines(option: Option, before: Before, own: Terminal) -> Iterator[str]:
    plan = option.plan
    if plan is None:
        return
    if option.swaps is None:
        yield _reached(plan, own)
    share = abs(option.saved) / before.cost if before.cost else 0.0
    key = "saves" if yuan(option.saved) != yuan(0) and option.saved > 0 else "dearer"
    key = "same" if yuan(abs(option.saved)) == yuan(0) else key
    facts = {"saved": yuan(abs(option.saved)), "share": f"{share:.1%}".replace("%", " %")}
    yield own(f"repair.{key}", cost=yuan(plan.proof.cost), **facts)
    proved = plan.proof.stop is StopReason.GAP_REACHED
    key = "gap" if plan.proof.least_cost > 0 else "gap_open"
    key = "proved" if proved else f"{key}_smallest" if option.swaps is None else key
    less = yuan(plan.proof.cost - plan.proof.least_cost)
    yield own(f"repair.{key}", gap=share_at_most(plan.proof.gap), less=less)
    if not option.changes:
        yield own("repair.nothing")


def _reached(plan: Plan, own: Terminal) -> str:
    changes, grams = plan.proof.reached
    facts = {"count": round(changes.value), "least": round(changes.bound)}
    exactly = round(changes.value) == round(changes.bound)
    swapped = own("repair.swapped" if exactly else "repair.swapped_open", **facts)
    moved = {"grams": f"{grams.value:.1f}", "least": f"{max(0.0, grams.bound):.1f}"}
    key = "moved_open" if float(moved["least"]) else "moved_unproved"
    key = key if float(moved["grams"]) else "moved_none"
    key = "moved" if exactly and moved["grams"] == moved["least"] else key
    return swapped + own(f"repair.{key}", **moved)


def _change(console: Console, change: Change, near: NearMenu, lang: Lang) -> None:
    """Print one meal: dishes exchanged, below them grams moved."""
    own, say = terminal_words(lang), words(lang)
    meal = say.name("meal", change.meal)
    place = own("repair.at", day=say.weekday(change.date), meal=meal)
    by_dish: dict[str, list[Move]] = {}
    for move in change.moves:
        by_dish.setdefault(called(move.dish, lang), []).append(move)
    moved = [
        own("repair.dish_moved", dish=dish, foods=own.listed([_move(m, near, lang) for m in moves]))
        for dish, moves in by_dish.items()
    ]
    hang = cell_len(place)
    for parts in ([_exchange(each, own) for each in change.exchanges], moved):
        if parts:
            paragraph(console, place + own("repair.between").join(parts), hang=hang)
            place = " " * hang


def _exchange(each: Exchange, own: Terminal) -> str:
    if each.given is None or each.taken is None:
        dish = each.given or each.taken
        assert dish is not None
        key = "dropped" if each.given else "added"
        return own(f"repair.{key}", dish=called(dish, own.lang))
    given, taken = called(each.given, own.lang), called(each.taken, own.lang)
    return f"{given} → {taken}" + (own("repair.other_recipe") if given == taken else "")


def _move(move: Move, near: NearMenu, lang: Lang) -> str:
    groups = near.problem.groups
    name = next(g.name for g in groups if g.code == move.group) if len(groups) > 1 else ""
    food = called(near.problem.foods[move.food], lang)
    sign = "+" if move.grams > 0 else "−"
    return f"{name} {food} {sign}{abs(move.grams):g} g".strip()
