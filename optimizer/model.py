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
Objective  optimizer.goals writes it
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pulp

from nutrition.clauses import Measure
from nutrition.dish import Portion
from nutrition.pupil import PupilGroup, shares
from optimizer.errors import BadLock
from optimizer.pool import Pool
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.spans import Cell, Period, day_label, plain

Terms = dict[pulp.LpVariable, float]


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
        penalty: what soft rules cost, fen per pupil and day.
        slacks: the variables of the penalty, and what each of them measures.
        money: the purchase cost, fen per pupil and day.
        shared: terms that several aims use, by name.
    """

    problem: Problem
    table: PortionTable
    periods: tuple[Period, ...]
    lp: pulp.LpProblem
    x: dict[tuple[int, str, str], pulp.LpVariable]
    t: dict[tuple[int, str, str, str], pulp.LpVariable]
    pool: dict[Cell, list[str]]
    weight: Mapping[str, float]
    penalty: Terms = field(default_factory=dict)
    slacks: dict[pulp.LpVariable, Slack] = field(default_factory=dict)
    money: Terms = field(default_factory=dict)
    shared: dict[str, Terms] = field(default_factory=dict)

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
        return {self.x[p, m, k]: 1.0 for p, m in cells for k in dishes if (p, m, k) in self.x}

    def add(self, terms: Terms, sense: int, rhs: float, name: str) -> None:
        """Add the row ``terms sense rhs`` under ``name``."""
        row = pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, rhs)
        self.lp.addConstraint(row, name)

    def missed(self) -> float:
        """Return what the solved model pays for soft rules, fen per pupil and day."""
        return _value(self.penalty)

    def cost(self) -> float:
        """Return the purchase cost of the solved model, fen per pupil and day."""
        return _value(self.money)


def _value(terms: Terms) -> float:
    return sum(each * float(variable.value() or 0.0) for variable, each in terms.items())


def build(
    problem: Problem,
    table: PortionTable,
    periods: Sequence[Period],
    pool: Pool,
    *,
    whole_sizes: Collection[int] = (),
) -> Model:
    """Make the variables, and the rows that belong to them: slots, sizes and their order.

    Args:
        problem: what is planned.
        table: the printed sizes of its dishes.
        periods: a partition of the problem's days.
        pool: dishes that may be served, by day and meal.
        whole_sizes: periods in which whole rungs are climbed, as in a finished menu.
    """
    weight = dict(zip((g.code for g in problem.groups), shares(problem.groups), strict=True))
    model = Model(problem, table, tuple(periods), pulp.LpProblem("week"), {}, {}, {}, weight)
    for p, period in enumerate(periods):
        kind = pulp.LpInteger if p in whole_sizes else pulp.LpContinuous
        for meal in problem.meal_names:
            _servings(model, p, meal, pool.counts(period, meal))
            _slots(model, p, period, meal)
            for dish in model.pool[p, meal]:
                _sizes(model, (p, meal, dish), kind)
                _order(model, (p, meal, dish))
    _locks(model)
    _kept(model)
    return model


def _servings(model: Model, p: int, meal: str, counts: Mapping[str, int]) -> None:
    at = f"{day_label(model.problem.days, model.periods[p].days)}_{plain(meal)}"
    model.pool[p, meal] = list(counts)
    for dish, most in counts.items():
        x = model.lp.add_variable(f"x_{at}_{plain(dish)}", 0, most, pulp.LpInteger)
        model.x[p, meal, dish] = x


def _sizes(model: Model, place: tuple[int, str, str], kind: str) -> None:
    p, meal, dish = place
    name = f"{day_label(model.problem.days, model.periods[p].days)}_{plain(meal)}_{plain(dish)}"
    x = model.x[place]
    for group in model.weight:
        rungs = model.table.ladders[dish, group].rungs
        if rungs:
            t = model.lp.add_variable(f"t_{name}_{group}", 0, rungs * x.upBound, kind)
            model.t[*place, group] = t
            row = {t: 1.0, x: -float(rungs)}
            model.add(row, pulp.LpConstraintLE, 0, f"size.{name}.{group}")


def _order(model: Model, place: tuple[int, str, str]) -> None:
    """Give no group less of a dish's main ingredient than a group of smaller pupils gets."""
    p, meal, dish = place
    at = f"{day_label(model.problem.days, model.periods[p].days)}.{plain(meal)}.{plain(dish)}"
    for small, large in _neighbours(model.problem.groups):
        less, more = (model.table.ladders[dish, g.code] for g in (small, large))
        most = less.smallest[less.main] + less.rungs * less.climb.get(less.main, 0.0)
        if most <= more.smallest[less.main]:
            continue
        terms = {model.x[place]: less.smallest[less.main] - more.smallest[less.main]}
        for group, each, sign in ((small, less, 1.0), (large, more, -1.0)):
            if each.rungs and less.main in each.climb:
                terms[model.t[*place, group.code]] = sign * each.climb[less.main]
        model.add(terms, pulp.LpConstraintLE, 0, f"order.{at}.{small.code}.{large.code}")


def _neighbours(groups: Sequence[PupilGroup]) -> Iterator[tuple[PupilGroup, PupilGroup]]:
    """Yield every group with each group of the next larger size; equal sizes are not compared."""
    sizes = sorted({g.factor or 1.0 for g in groups})
    for small, large in pairwise(sizes):
        for less in groups:
            for more in groups:
                if (less.factor or 1.0) == small and (more.factor or 1.0) == large:
                    yield less, more


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
        for lock in dict.fromkeys(model.problem.must_be_served()):
            if days[lock.date] in period.days:
                wanted[lock.meal, lock.dish] = wanted.get((lock.meal, lock.dish), 0) + 1
        for (meal, dish), count in wanted.items():
            model.x[p, meal, dish].lowBound = count


def _kept(model: Model) -> None:
    """Serve meals that are kept in their sizes; days not told apart keep the sum at least."""
    problem = model.problem
    for p, period in enumerate(model.periods):
        for meal in problem.meal_names:
            places = [(problem.days[d].date, meal) for d in period.days]
            kept = [problem.kept[place] for place in places if place in problem.kept]
            for dishes in kept:
                for dish, portions in dishes.items():
                    _keep(model, (p, meal, dish), portions)
            if len(kept) == len(period):
                for dish in model.pool[p, meal]:
                    _close(model, (p, meal, dish))
            for dishes in (problem.held.get(place, {}) for place in places):
                for dish, portions in dishes.items():
                    _keep(model, (p, meal, dish), portions)
                    if len(period) == 1:
                        _close(model, (p, meal, dish))


def _keep(model: Model, place: tuple[int, str, str], portions: Mapping[str, Portion]) -> None:
    p, meal, dish = place
    for group, portion in portions.items():
        rung = model.table.ladders[dish, group].rung(portion)
        if rung is None:
            day = model.problem.days[model.periods[p].days[0]].date
            raise BadLock(dish, day.isoformat(), meal, "not-printed")
        if (*place, group) in model.t:
            model.t[*place, group].lowBound += rung


def _close(model: Model, place: tuple[int, str, str]) -> None:
    model.x[place].upBound = model.x[place].lowBound
    for group in model.weight:
        climbed = model.t.get((*place, group))
        if climbed is not None:
            climbed.upBound = climbed.lowBound
