"""Finishing: land every portion on a printed size, and re-open what keeps the gap open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nutrition.clauses import Mode
from nutrition.dish import Portion
from nutrition.menu import Day, Meal, Serving
from optimizer.aggregating import Aggregate, weeks
from optimizer.assigning import Chosen, Room, served
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rules import apply_all
from optimizer.solving import Search
from optimizer.spans import single_days
from optimizer.task import Stage, Task
from optimizer.weekly import Finished, alone_with, sums_over_all, together

SIZE_SHARE = 0.1
"""Part of the gap asked that the choice of sizes may spend."""

SIZE_NODES = 200

REOPEN_NODES = 60

REOPEN_SHARE = 0.3

SMALLEST = 1e-6

TIGHT = 0.002
"""A row that holds with less room than this share of what it sums is asked for as much."""


def finish(task: Task, chosen: Chosen) -> Finished | None:
    """Choose the sizes for the dishes ``chosen``; None when no printed sizes are lawful.

    Once the dishes are fixed the weeks do not touch each other, unless a rule sums over all.
    """
    if sums_over_all(task):
        return _sized(task, chosen)
    parts = [_week(task, chosen, week) for week in weeks(task.problem)]
    found = [part for part in parts if part is not None]
    return together(chosen, found) if len(found) == len(parts) else None


def _week(task: Task, chosen: Chosen, week: list[int]) -> Finished | None:
    """Finish one week as a problem of its own."""
    alone = alone_with(task, week)
    mine = {(week.index(d), m): dishes for (d, m), dishes in chosen.items() if d in week}
    return _sized(alone, mine)


def _sized(task: Task, chosen: Chosen) -> Finished | None:
    model = _model(task, chosen, {}, whole_sizes=True)
    search = Search(gap=SIZE_SHARE * task.settings.gap, nodes=SIZE_NODES, seconds=task.left)
    outcome = task.solve(model, Stage.SIZE, search)
    if not outcome.found or outcome.objective is None:
        return None
    penalty = sum(price * float(v.value() or 0.0) for v, price in model.penalty.items())
    days = tuple(_days(model, chosen))
    return Finished(chosen, days, outcome.objective, outcome.objective - penalty)


def ask_for_room(task: Task, chosen: Chosen, room: Room) -> bool:
    """Ask for room in the rows that leave none to the sizes of ``chosen``.

    False where no sizes at all, printed or not, would be lawful.
    """
    model = _model(task, chosen, {}, whole_sizes=False)
    if not task.solve(model, Stage.SIZE, Search(relaxed=True)).found:
        return False
    sizes = set(model.t.values())
    hard = {c.id for c in task.clauses if task.problem.mode(c) is Mode.HARD}
    for row in model.lp.constraints():
        clause, _, rest = str(row.name).partition(".")
        if clause not in hard or not any(v in sizes for v in row):
            continue
        parts = [a * float(v.value() or 0.0) for v, a in row.items()]
        scale = max(abs(row.constant), sum(part for part in parts if part > 0))
        if abs(sum(parts) + row.constant) < TIGHT * scale:
            room.ask(clause, rest.partition(".")[2], TIGHT * scale)
    return True


def improve(task: Task, found: Aggregate, best: Finished) -> Finished:
    """Re-open one neighbourhood after the other until the gap is proved or none helps.

    A neighbourhood is two slots on all days of a week, or two days; the rest stays.
    """
    improved = True
    while improved:
        improved = False
        for opened in _neighbourhoods(task.problem):
            if task.left <= 0 or task.good_enough(best.objective, best.cost):
                return best
            chosen = _reopened(task, found, best.chosen, opened)
            if chosen is None or _same(chosen, best.chosen):
                continue
            better = finish(task, chosen)
            if better is not None and better.objective < best.objective - SMALLEST:
                best, improved = better, True
                task.incumbent = best.objective
    return best


def repeated(task: Task, before: Task, found: Aggregate, menu: Chosen) -> Finished | None:
    """Return the ``menu`` of the week before again, its first day re-opened.

    None where the two weeks do not offer the same dishes, or the menu would be unlawful.
    """
    offered, earlier = task.pool.dishes, before.pool.dishes
    if any(d and earlier.get((d, m)) != dishes for (d, m), dishes in offered.items()):
        return None
    if len(offered) != len(earlier):
        return None
    opened = {
        (0, plan.meal): frozenset(c for slot in plan.slots for c in slot.categories)
        for plan in task.problem.meals
    }
    kept = {
        (d, m): dishes if d else tuple(k for k in dishes if k in offered[d, m])
        for (d, m), dishes in menu.items()
    }
    chosen = _reopened(task, found, kept, opened)
    return finish(task, chosen) if chosen is not None else None


def mend(task: Task, found: Aggregate, chosen: Chosen, short: frozenset[int]) -> Finished | None:
    """Re-open the days on which ``chosen`` falls short, each time with more of the menu."""
    every = {
        plan.meal: frozenset(c for slot in plan.slots for c in slot.categories)
        for plan in task.problem.meals
    }
    around: list[Opened] = []
    for week in weeks(task.problem):
        for other in week if short else []:
            days = {d for d in short if d in week} | {other}
            around.append({(d, meal): every[meal] for d in days for meal in every})
    for opened in [*around, *_neighbourhoods(task.problem)]:
        mended = _reopened(task, found, chosen, opened) if task.left > 0 else None
        finished = finish(task, mended) if mended is not None else None
        if finished is not None:
            return finished
    return None


Opened = Mapping[tuple[int, str], frozenset[str]]


def _neighbourhoods(problem: Problem) -> Iterator[Opened]:
    """Yield which categories are re-opened at which day and meal."""
    slots = [(plan.meal, slot.categories) for plan in problem.meals for slot in plan.slots]
    every = {
        plan.meal: frozenset(c for slot in plan.slots for c in slot.categories)
        for plan in problem.meals
    }
    for week in weeks(problem):
        for n, (meal, categories) in enumerate(slots):
            for other, more in slots[n + 1 :]:
                opened: dict[tuple[int, str], frozenset[str]] = {}
                for day in week:
                    opened[day, meal] = opened.get((day, meal), frozenset()) | categories
                    opened[day, other] = opened.get((day, other), frozenset()) | more
                yield opened
        for n, d in enumerate(week):
            for e in week[n + 1 :]:
                yield {(day, meal): every[meal] for day in (d, e) for meal in every}


def _reopened(task: Task, found: Aggregate, chosen: Chosen, opened: Opened) -> Chosen | None:
    """Return the best dishes when those of the categories ``opened`` may be exchanged."""
    model = _model(task, chosen, opened, whole_sizes=False, kept=found.kept)
    spend = REOPEN_SHARE * task.settings.gap
    search = Search(gap=spend, nodes=REOPEN_NODES, seconds=task.left)
    if not task.solve(model, Stage.IMPROVE, search).found:
        return None
    return served(model, range(len(task.problem.days)))


def _same(one: Chosen, other: Chosen) -> bool:
    return all(set(one[place]) == set(other[place]) for place in other)


def _model(
    task: Task,
    chosen: Chosen,
    opened: Opened,
    *,
    whole_sizes: bool,
    kept: frozenset[tuple[str, str]] = frozenset(),
) -> Model:
    """Return the day model in which ``chosen`` is served, but for the categories ``opened``."""
    problem = task.problem
    fixed: dict[tuple[int, str], set[str]] = {}
    places: dict[tuple[int, str], tuple[str, ...]] = {}
    for (d, m), dishes in chosen.items():
        free = opened.get((d, m), frozenset())
        fixed[d, m] = {k for k in dishes if problem.dishes[k].category not in free}
        more = (
            k
            for k in (task.pool.dishes[d, m] if free else ())
            if (m, k) in kept and problem.dishes[k].category in free and k not in dishes
        )
        places[d, m] = (*dishes, *more)
    periods = single_days(len(problem.days))
    model = build(problem, task.table, periods, Pool(places), whole_sizes=whole_sizes)
    for (p, m, k), x in model.x.items():
        if k in fixed[p, m]:
            x.lowBound = 1
    apply_all(task.clauses, model)
    return model


def _days(model: Model, chosen: Chosen) -> Iterator[Day]:
    for d, day in enumerate(model.problem.days):
        meals = tuple(
            Meal(plan.meal, tuple(_servings(model, d, plan.meal, chosen[d, plan.meal])))
            for plan in model.problem.meals
        )
        yield Day(day.date.isoformat(), meals, day.date, day.week)


def _servings(model: Model, d: int, meal: str, dishes: tuple[str, ...]) -> Iterator[Serving]:
    """Return the dishes of one meal in the order of its slots."""
    problem = model.problem
    plan = next(p for p in problem.meals if p.meal == meal)
    order = {c: s for s, slot in enumerate(plan.slots) for c in slot.categories}
    for k in sorted(dishes, key=lambda k: order[problem.dishes[k].category]):
        portions = {g: _portion(model, (d, meal, k), g) for g in model.weight}
        yield Serving(problem.dishes[k], portions)


def _portion(model: Model, place: tuple[int, str, str], group: str) -> Portion:
    climbed = model.t.get((*place, group))
    rung = round(float(climbed.value() or 0.0)) if climbed is not None else 0
    return model.table.ladders[place[2], group].portion(rung)
