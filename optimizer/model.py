"""The week model: sets, data, variables, objective.  Rules add rows; this file adds none.

Sets       p in P  periods of days (one day each in the day model)
           m in M  meals      k in K  dishes      g in G  pupil groups
Data       L_p     days in period p        w_g   share of group g among all pupils
           a_kg    any measure (cost too) of the smallest size of dish k for group g
           b_kg    what one rung of its ladder adds          R_kg  rungs of the ladder
Variables  x_pmk   servings of dish k at meal m in period p, integer, 0 <= x <= L_p
           t_pmkg  rungs climbed by group g's portions of it, 0 <= t_pmkg <= R_kg x_pmk,
                   main ingredient no less than for any group of smaller pupils
Amounts    sum_k a_kg x_pmk + b_kg t_pmkg                         per pupil of group g
Objective  min sum_g w_g (cost of what group g gets) / days + penalties of soft rules
                                                    fen per pupil and day
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pulp

from nutrition.clauses import Measure, Term
from nutrition.food import COST
from nutrition.pupil import shares
from optimizer.pool import Pool
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.spans import Cell, Period, day_label, plain

Terms = dict[pulp.LpVariable, float]

PURCHASE: Measure = (Term(nutrient=COST),)


@dataclass(frozen=True, slots=True)
class Slack:
    """What a slack variable measures: by how much one row of a rule is missed.

    Attributes:
        days: the miss is summed over so many days.
    """

    clause: str
    where: str
    rhs: float
    days: int


@dataclass(slots=True)
class Model:
    """What a rule may look at while it writes its rows.

    Attributes:
        x: (period, meal, dish) -> servings.
        t: (period, meal, dish, group) -> rungs climbed; only where there is a ladder.
        penalty: what soft rules add to the objective.
        slacks: the variables of the penalty, and what each of them measures.
        pooled: set where the days share one variable for the rungs of each portion.
    """

    problem: Problem
    table: PortionTable
    periods: tuple[Period, ...]
    lp: pulp.LpProblem
    x: dict[tuple[int, str, str], pulp.LpVariable]
    t: dict[tuple[int, str, str, str], pulp.LpVariable]
    pool: dict[Cell, list[str]]
    weight: Mapping[str, float]
    pooled: Pooled | None = None
    penalty: Terms = field(default_factory=dict)
    slacks: dict[pulp.LpVariable, Slack] = field(default_factory=dict)

    def amount(
        self,
        measure: Measure,
        group: str,
        cells: Iterable[Cell],
        dishes: Collection[str] | None = None,
    ) -> Terms:
        """Return the amount of ``measure`` that a pupil of ``group`` gets in ``cells``.

        Only ``dishes`` count, or all when None.
        """
        parts = self.table.parts(measure, group)
        terms: Terms = {}
        for p, m in cells:
            for k in self.pool[p, m] if dishes is None else dishes:
                if k in parts and (p, m, k) in self.x:
                    smallest, climb = parts[k]
                    terms[self.x[p, m, k]] = smallest
                    if climb:
                        terms[self.t[p, m, k, group]] = climb
        return terms

    def servings(self, dishes: Sequence[str], cells: Iterable[Cell]) -> Terms:
        """Return the number of servings of ``dishes`` in ``cells``."""
        return {
            self.x[p, m, k]: 1.0 for p, m in cells for k in dishes if (p, m, k) in self.x
        }

    def add(self, terms: Terms, sense: int, rhs: float, name: str) -> None:
        """Add the row ``terms sense rhs`` under ``name``."""
        if self.pooled is not None:
            terms = self.pooled.terms(terms, sense)
        row = pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, rhs)
        self.lp.addConstraint(row, name)

    def set_objective(self) -> None:
        """Make cost and penalties the objective, once all rules have written their rows."""
        every = [(p, m) for p, m in self.pool]
        days = len(self.problem.days)
        total: Terms = dict(self.penalty)
        for group, weight in self.weight.items():
            for variable, cost in self.amount(PURCHASE, group, every).items():
                total[variable] = total.get(variable, 0.0) + cost * weight / days
        if self.pooled is not None:
            total = self.pooled.terms(total, pulp.LpConstraintGE)
        self.lp.setObjective(pulp.LpAffineExpression(total))


@dataclass(slots=True)
class Pooled:
    """Rungs climbed over all days together, where only single days would tell them apart.

    A row over all days loses nothing.  A row on single days takes the sizes that suit it
    best: every lawful menu satisfies it, so a bound found with it is valid.

    Attributes:
        trust: how far towards the best size a row on single days may look; below one the
            model is no relaxation any more, but its days are easier to finish.
        shared: a day's rungs -> (the shared variable, servings on that day, rungs of the ladder).
        members: the shared variable -> number of days.
    """

    trust: float = 1.0
    shared: dict[pulp.LpVariable, tuple[pulp.LpVariable, pulp.LpVariable, int]] = field(
        default_factory=dict
    )
    members: dict[pulp.LpVariable, int] = field(default_factory=dict)

    def terms(self, terms: Terms, sense: int) -> Terms:
        """Return the row with the days' rungs replaced."""
        found: Terms = {}
        groups: dict[pulp.LpVariable, list[tuple[pulp.LpVariable, float]]] = {}
        for variable, value in terms.items():
            if variable in self.shared:
                groups.setdefault(self.shared[variable][0], []).append((variable, value))
            else:
                found[variable] = found.get(variable, 0.0) + value
        for together, days in groups.items():
            if len(days) == self.members[together] and len({value for _, value in days}) == 1:
                found[together] = days[0][1]
                continue
            for variable, value in days:
                _, x, rungs = self.shared[variable]
                kind = max(value, 0.0) if sense == pulp.LpConstraintGE else min(value, 0.0)
                found[x] = found.get(x, 0.0) + self.trust * kind * rungs
        return found


def build(
    problem: Problem,
    table: PortionTable,
    periods: Sequence[Period],
    pool: Pool,
    *,
    whole_sizes: bool = False,
    pooled: Pooled | None = None,
) -> Model:
    """Make the variables, and the rows that belong to them: slots, sizes and their order.

    Args:
        problem: what is planned.
        table: the printed sizes of its dishes.
        periods: a partition of the problem's days.
        pool: dishes that may be served, by day and meal.
        whole_sizes: climb whole rungs only, as in a finished menu.
        pooled: share the rungs of each portion between all periods.
    """
    weight = dict(zip((g.code for g in problem.groups), shares(problem.groups), strict=True))
    model = Model(problem, table, tuple(periods), pulp.LpProblem("week"), {}, {}, {}, weight)
    model.pooled = pooled
    kind = pulp.LpInteger if whole_sizes else pulp.LpContinuous
    numbers = list(range(len(periods)))
    for p, period in enumerate(periods):
        for meal in problem.meal_names:
            _servings(model, p, meal, pool.counts(period, meal))
            _slots(model, p, period, meal)
    for meal in problem.meal_names:
        for block in [numbers] if pooled is not None else [[p] for p in numbers]:
            for dish in dict.fromkeys(k for p in block for k in model.pool[p, meal]):
                held = [p for p in block if (p, meal, dish) in model.x]
                _sizes(model, held, meal, dish, kind)
                _order(model, held, meal, dish)
    _locks(model)
    return model


def _servings(model: Model, p: int, meal: str, counts: Mapping[str, int]) -> None:
    at = f"{day_label(model.problem.days, model.periods[p].days)}_{plain(meal)}"
    model.pool[p, meal] = list(counts)
    for dish, most in counts.items():
        x = model.lp.add_variable(f"x_{at}_{plain(dish)}", 0, most, pulp.LpInteger)
        model.x[p, meal, dish] = x


def _sizes(model: Model, held: Sequence[int], meal: str, dish: str, kind: str) -> None:
    """The rungs of one dish in the periods ``held``, which share them when pooled."""
    days = [d for p in held for d in model.periods[p].days]
    name = f"{day_label(model.problem.days, days)}_{plain(meal)}_{plain(dish)}"
    for group in model.weight:
        rungs = model.table.ladders[dish, group].rungs
        if not rungs:
            continue
        most = sum(rungs * model.x[p, meal, dish].upBound for p in held)
        t = model.lp.add_variable(f"t_{name}_{group}", 0, most, kind)
        row = {t: 1.0, **{model.x[p, meal, dish]: -float(rungs) for p in held}}
        model.add(row, pulp.LpConstraintLE, 0, f"size.{name}.{group}")
        for p in held:
            model.t[p, meal, dish, group] = _rungs(model, t, (p, meal, dish), rungs, len(held))


def _rungs(
    model: Model, t: pulp.LpVariable, place: tuple[int, str, str], rungs: int, days: int
) -> pulp.LpVariable:
    """The variable that stands for one period's rungs: ``t``, or a name for its part of it."""
    if model.pooled is None:
        return t
    part = pulp.LpVariable(f"{t.name}_{place[0]}", 0)
    model.pooled.shared[part] = (t, model.x[place], rungs)
    model.pooled.members[t] = days
    return part


def _order(model: Model, held: Sequence[int], meal: str, dish: str) -> None:
    """Give no group less of a dish's main ingredient than a group of smaller pupils gets."""
    rising = sorted(model.problem.groups, key=lambda g: g.factor or 1.0)
    days = [d for p in held for d in model.periods[p].days]
    at = f"{day_label(model.problem.days, days)}.{plain(meal)}.{plain(dish)}"
    for small, large in zip(rising, rising[1:], strict=False):
        less, more = (model.table.ladders[dish, g.code] for g in (small, large))
        most = less.smallest[less.main] + less.rungs * less.climb.get(less.main, 0.0)
        if most <= more.smallest[less.main]:
            continue
        gain = less.smallest[less.main] - more.smallest[less.main]
        terms = {model.x[p, meal, dish]: gain for p in held}
        for group, each, sign in ((small, less, 1.0), (large, more, -1.0)):
            if each.rungs and less.main in each.climb:
                for p in held:
                    terms[model.t[p, meal, dish, group.code]] = sign * each.climb[less.main]
        model.add(terms, pulp.LpConstraintLE, 0, f"order.{at}.{small.code}.{large.code}")


def _slots(model: Model, p: int, period: Period, meal: str) -> None:
    plan = next(each for each in model.problem.meals if each.meal == meal)
    at = f"{day_label(model.problem.days, period.days)}.{plain(meal)}"
    for s, slot in enumerate(plan.slots, start=1):
        fitting = [
            k for k in model.pool[p, meal] if model.problem.dishes[k].category in slot.categories
        ]
        terms = model.servings(fitting, [(p, meal)])
        if slot.low:
            model.add(terms, pulp.LpConstraintGE, slot.low * len(period), f"slot.{at}.{s}.low")
        model.add(terms, pulp.LpConstraintLE, slot.high * len(period), f"slot.{at}.{s}.high")


def _locks(model: Model) -> None:
    days = {day.date: d for d, day in enumerate(model.problem.days)}
    for p, period in enumerate(model.periods):
        wanted: dict[tuple[str, str], int] = {}
        for lock in model.problem.locks:
            if days[lock.date] in period.days:
                wanted[lock.meal, lock.dish] = wanted.get((lock.meal, lock.dish), 0) + 1
        for (meal, dish), count in wanted.items():
            model.x[p, meal, dish].lowBound = count
