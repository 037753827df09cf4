"""The assignment: give the aggregate's servings to weeks, then to days.

The weeks are told apart first, each still one period.  Then every week's servings are
given to its days, where only the rules on single days and on neighbouring days are left
to keep: what the week sums to is already settled.  Where the days fall short, the weeks
are asked for more of what is missing, and the servings are dealt again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import pulp

from nutrition.clauses import Clause, Mode, Per
from optimizer.aggregating import Aggregate, Place, weeks
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rules import apply, apply_all
from optimizer.solving import Search
from optimizer.spans import Period, day_label, single_days
from optimizer.task import Stage, Task

Chosen = dict[tuple[int, str], tuple[str, ...]]

Counts = Mapping[tuple[int, str, str], int]

HALF = 0.5

SMALLEST = 1e-6

DEAL_NODES = 30

WEEK_NODES = 200

WEEK_SHARE = 0.2
"""Part of the gap asked that the split into weeks may spend."""


@dataclass(slots=True)
class Room:
    """Room asked for in rows of the weeks: (clause, rest of the row's name) -> amount."""

    asked: dict[tuple[str, str], float] = field(default_factory=dict)

    def ask(self, clause: str, rest: str, amount: float) -> None:
        self.asked[clause, rest] = self.asked.get((clause, rest), 0.0) + amount

    def narrow(self, model: Model) -> None:
        """Move the limits of the rows named inwards, in every period."""
        for row in model.lp.constraints():
            clause, _, rest = str(row.name).split(".", 2) if row.name.count(".") > 1 else ("",) * 3
            amount = self.asked.get((clause, rest))
            if amount:
                inwards = amount if row.sense == pulp.LpConstraintGE else -amount
                row.changeRHS(-row.constant + inwards)


def split(task: Task, found: Aggregate, room: Room) -> Counts | None:
    """Return the servings of every week, (week, meal, dish) -> number, or None if there are none.

    Those of a single week are the aggregate's own, until room is asked for.

    Raises:
        Interrupted: the report asked to stop.
    """
    periods = [Period(tuple(week)) for week in weeks(task.problem)]
    if len(periods) == 1 and not room.asked:
        return {(0, m, k): n for (m, k), n in found.counts.items()}
    model = build(task.problem, task.table, periods, task.pool.among(found.kept))
    apply_all(task.clauses, model)
    room.narrow(model)
    search = Search(gap=WEEK_SHARE * task.settings.gap, nodes=WEEK_NODES, seconds=task.left)
    if not task.solve(model, Stage.ASSIGN, search).found:
        return None
    return {key: n for key, x in model.x.items() if (n := round(float(x.value() or 0.0)))}


@dataclass(frozen=True, slots=True)
class Dealt:
    """Servings given to days.

    Attributes:
        short: days on which a daily rule is missed; empty when the dealing succeeded.
    """

    chosen: Chosen
    short: frozenset[int]


def deal(task: Task, counts: Counts, room: Room) -> Dealt | None:
    """Give each week's servings to its days, asking for room where they do not fit."""
    chosen: Chosen = {}
    short: set[int] = set()
    for w, week in enumerate(weeks(task.problem)):
        mine = {(m, k): n for (p, m, k), n in counts.items() if p == w}
        model = _days(task, chosen, week, mine)
        if not task.solve(model, Stage.ASSIGN, Search(nodes=DEAL_NODES, seconds=task.left)).found:
            return None
        short |= _ask(model, room)
        chosen |= served(model, week)
    return Dealt(chosen, frozenset(short))


def _days(task: Task, chosen: Chosen, week: list[int], counts: Mapping[Place, int]) -> Model:
    """Return one week's days, those before them fixed; missing a daily rule costs, no more."""
    days = range(week[-1] + 1)
    dishes: dict[tuple[int, str], tuple[str, ...]] = {}
    for (d, m), offered in task.pool.dishes.items():
        dishes[d, m] = chosen.get((d, m), tuple(k for k in offered if (m, k) in counts))
    model = build(task.problem, task.table, single_days(len(days)), Pool(dishes))
    _fix(model, chosen)
    for clause in task.clauses:
        if task.problem.mode(clause) is Mode.HARD and _daily(clause):
            apply(replace(clause, soft_price=1.0), model, Mode.SOFT)
    prices = {slack: 1 / max(1.0, abs(of.rhs)) for slack, of in model.slacks.items()}
    model.lp.setObjective(pulp.LpAffineExpression(prices))
    for number, ((meal, dish), count) in enumerate(counts.items()):
        total = model.servings((dish,), [(d, meal) for d in week])
        model.add(total, pulp.LpConstraintEQ, count, f"count.{number}")
    return model


def _daily(clause: Clause) -> bool:
    """Whether a clause looks at single days or at neighbours, which sums cannot settle."""
    return getattr(clause.rule, "per", Per.DAY) in (Per.DAY, Per.MEAL) and clause.rule.form not in (
        "supply",
        "review",
    )


def _ask(model: Model, room: Room) -> set[int]:
    """Ask for what the days lack, added up over the days; return the days that lack something."""
    days = {day_label(model.problem.days, [d]): d for d in range(len(model.periods))}
    short = set()
    for slack, of in model.slacks.items():
        value = float(slack.value() or 0.0)
        if value > SMALLEST * max(1.0, abs(of.rhs)):
            label, _, rest = of.where.partition(".")
            room.ask(of.clause, rest, value)
            short |= {days[label]} if label in days else set()
    return short


def _fix(model: Model, chosen: Chosen) -> None:
    for (p, m, _), x in model.x.items():
        if (model.periods[p].days[0], m) in chosen:
            x.lowBound = 1


def sharpen(task: Task, found: Aggregate) -> Chosen | None:
    """Solve the days themselves over the dishes kept; what this proves may raise the bound."""
    model = build(
        task.problem,
        task.table,
        single_days(len(task.problem.days)),
        task.pool.among(found.kept),
    )
    apply_all(task.clauses, model)
    search = Search(gap=HALF * task.settings.gap, seconds=task.left)
    outcome = task.solve(model, Stage.IMPROVE, search)
    if outcome.bound is not None:
        task.bound = max(task.bound or 0.0, min(outcome.bound, found.provable))
    return served(model, range(len(task.problem.days))) if outcome.found else None


def whole_week(task: Task, found: Aggregate, extra: int, nodes: int) -> Chosen | None:
    """Solve the days themselves over the lowest-priced dishes, when dealing did not succeed."""
    pool = task.pool.among(wanted(task.problem, found, extra))
    model = build(task.problem, task.table, single_days(len(task.problem.days)), pool)
    apply_all(task.clauses, model)
    target = (task.bound or 0.0) * (1 + HALF * task.settings.gap)
    search = Search(target=target, gap=HALF * task.settings.gap, nodes=nodes, seconds=task.left)
    if not task.solve(model, Stage.ASSIGN, search).found:
        return None
    return served(model, range(len(task.problem.days)))


def wanted(problem: Problem, found: Aggregate, extra: int) -> set[Place]:
    """Return the dishes of the aggregate and the ``extra`` lowest-priced ones of each slot."""
    places = set(found.counts) | {(lock.meal, lock.dish) for lock in problem.locks}
    for plan in problem.meals:
        for slot in plan.slots:
            others = sorted(
                (price, k)
                for (m, k), price in found.prices.items()
                if m == plan.meal
                and problem.dishes[k].category in slot.categories
                and (m, k) not in found.counts
            )
            most = extra * max(1, slot.high) * len(weeks(problem)[0])
            places |= {(plan.meal, k) for _, k in others[:most]}
    return places


def served(model: Model, days: Collection[int]) -> Chosen:
    """Read the dishes of ``days`` from a solved model of single days."""
    chosen: dict[tuple[int, str], list[str]] = {}
    for p, m in model.pool:
        if model.periods[p].days[0] in days:
            chosen[model.periods[p].days[0], m] = []
    for (p, m, k), x in model.x.items():
        first = model.periods[p].days[0]
        if first in days and float(x.value() or 0.0) > HALF:
            chosen[first, m].append(k)
    return {place: tuple(dishes) for place, dishes in chosen.items()}
