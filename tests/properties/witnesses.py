"""A menu drawn at random, seen by both witnesses: as values of rows, and as printed grams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import pulp
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from nutrition.checking.attaining import check
from nutrition.checking.attainment import Attainment, Verdict
from nutrition.checking.case import Case
from nutrition.clauses import Clause, MealShare, Rule, Seen, Standard
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.model import Model, build
from optimizer.pool import offered
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Problem, ServiceDay, Slot
from optimizer.rules import RULES
from optimizer.rules.registry import GE, LE, Row
from optimizer.solving import Search, solve
from optimizer.spans import Period, one_period, single_days
from tests.rules.kitchen import ONE, PORTIONING, SLOTS, TWO, dishes, foods

FRIDAY, MONDAY, TUESDAY = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)

DAYS = (ServiceDay(FRIDAY, 0), ServiceDay(MONDAY, 1), ServiceDay(TUESDAY, 1))

DINNER = (Slot("主食", frozenset({"主食"}), 1, 1), Slot("菜", frozenset({"大荤", "素菜"}), 1, 3))

CLOSE = 1e-6
"""The feasibility tolerance of the solvers, and of the checkers, relative to the limit."""

Place = tuple[int, str, str]

Rungs = Mapping[Place, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A menu as choices: which dish at which day and meal, and the rung of each group."""

    problem: Problem
    table: PortionTable
    rungs: Rungs

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: object) -> None:
        """Tell a reader of a failure the choices only."""
        printer.text(f"{len(self.problem.groups)} groups: {dict(self.rungs)} {cycle or ''}")

    def menu(self) -> Menu:
        """Return the menu in printed grams."""
        days = []
        for d, day in enumerate(self.problem.days):
            meals = tuple(Meal(m, tuple(self._servings(d, m))) for m in self.problem.meal_names)
            days.append(Day(day.date.isoformat(), meals, day.date, day.week))
        return Menu(tuple(days))

    def _servings(self, d: int, meal: str) -> Iterator[Serving]:
        for (e, m, code), rungs in self.rungs.items():
            if (e, m) == (d, meal):
                portions = {g: self.table.ladders[code, g].portion(r) for g, r in rungs.items()}
                yield Serving(self.problem.dishes[code], portions)

    def lines(self, clause: Clause) -> list[Attainment]:
        """Return what the checker says of one clause."""
        problem = self.problem
        case = Case(
            self.menu(),
            problem.standard,
            problem.groups,
            problem.foods,
            problem.modes,
            problem.history,
        )
        return check(clause, case)

    def silent(self, clause: Clause) -> bool:
        """Say whether the checker finds nothing broken."""
        return all(line.verdict is not Verdict.NOT_MET for line in self.lines(clause))

    def model(self, periods: Sequence[Period] = ()) -> Model:
        divided = periods or single_days(len(self.problem.days))
        return build(self.problem, self.table, divided, offered(self.problem))

    def keeps(self, clause: Clause, periods: Sequence[Period] = ()) -> bool:
        """Say whether the rows of ``clause`` can hold with this menu summed over its periods."""
        model = self.model(periods)
        rows = list(RULES[clause.rule.form](clause, model))
        return possible(rows, self.values(model))

    def misses(self, clause: Clause, periods: Sequence[Period] = ()) -> float:
        """Return by how much the rows of ``clause`` are missed at least, were it soft."""
        model = self.model(periods)
        return least_miss(list(RULES[clause.rule.form](clause, model)), self.values(model))

    def values(self, model: Model) -> dict[pulp.LpVariable, float]:
        """Return the servings and rungs of this menu, summed over the model's periods."""
        period_of = {d: p for p, period in enumerate(model.periods) for d in period.days}
        every = (*model.x.values(), *model.t.values())
        values: dict[pulp.LpVariable, float] = dict.fromkeys(every, 0.0)
        for (d, m, k), rungs in self.rungs.items():
            values[model.x[period_of[d], m, k]] += 1.0
            for group, rung in rungs.items():
                t = model.t.get((period_of[d], m, k, group))
                if t is not None:
                    values[t] += rung
        return values


def possible(rows: Sequence[Row], values: Mapping[pulp.LpVariable, float]) -> bool:
    """Say whether the counters of ``rows`` can be chosen so that all hold at ``values``."""
    lp = pulp.LpProblem("counters")
    made: dict[pulp.LpVariable, pulp.LpVariable] = {}
    for n, row in enumerate(rows):
        given = sum(a * values[v] for v, a in row.terms.items() if v in values)
        scale = sum(abs(a * values[v]) for v, a in row.terms.items() if v in values)
        room = CLOSE * max(abs(row.rhs), scale if not row.rhs else 0.0, CLOSE)
        left = row.rhs - given + (room if row.sense == LE else -room)
        free = {v: a for v, a in row.terms.items() if v not in values}
        if not free and (left < 0 if row.sense == LE else left > 0):
            return False
        for v in free:
            if v not in made:
                made[v] = lp.add_variable(f"v{len(made)}", v.lowBound, v.upBound, v.cat)
        if free:
            terms = pulp.LpAffineExpression({made[v]: a for v, a in free.items()})
            assert row.sense in (LE, GE)
            lp.addConstraint(pulp.LpConstraint(terms, row.sense, f"r{n}", left))
    lp.setObjective(pulp.LpAffineExpression(dict.fromkeys(made.values(), 1.0)))
    return not made or solve(lp, Search()).found


def clause_of(rule: Rule) -> Clause:
    """Return a clause of which only the rule matters."""
    return Clause(
        id="c",
        document="test",
        title="条",
        title_en="clause",
        ref="1",
        unit="",
        rule=rule,
        seen=Seen.COMPUTED,
        source="tests",
        checked_on=MONDAY,
    )


SHARES = {"lunch": MealShare(0.4, 0.5), "dinner": MealShare(0.5, 0.6)}


def problem(number_of_groups: int, *, dinner: bool = False) -> Problem:
    """Return three days in two weeks, lunch and perhaps dinner, without any rule."""
    lunch = MealPlan("lunch", SLOTS)
    return Problem(
        days=DAYS,
        meals=(lunch, MealPlan("dinner", DINNER)) if dinner else (lunch,),
        groups=ONE if number_of_groups == 1 else TWO,
        foods=foods(),
        dishes=dishes(),
        standard=Standard("test", "test", "test", SHARES),
        portioning=PORTIONING,
    )


@st.composite
def drawn(draw: st.DrawFn, given: st.SearchStrategy[Problem] | None = None) -> Drawn:
    """Draw a menu that fills its slots, with any rung for any group."""
    made = draw(problems() if given is None else given)
    chance = Random(draw(st.integers(0, 10**6)))
    table = PortionTable(made)
    rungs: dict[Place, dict[str, int]] = {}
    for d in range(len(made.days)):
        for plan in made.meals:
            for slot in plan.slots:
                fitting = [k for k, dish in made.dishes.items() if dish.category in slot.categories]
                count = chance.randint(slot.low, min(slot.high, len(fitting)))
                for code in chance.sample(fitting, count):
                    rungs[d, plan.meal, code] = {
                        g.code: chance.randint(0, table.ladders[code, g.code].rungs)
                        for g in made.groups
                    }
    return Drawn(made, table, rungs)


def problems() -> st.SearchStrategy[Problem]:
    return st.builds(problem, st.sampled_from([1, 2]), dinner=st.booleans())


def divisions(days: int) -> list[tuple[Period, ...]]:
    """Return the ways to divide the days that the aggregates use."""
    return [one_period(days), (Period((0,)), Period(tuple(range(1, days))))]


def known_dishes() -> list[str]:
    return list(dishes())


def least_miss(rows: Sequence[Row], values: Mapping[pulp.LpVariable, float]) -> float:
    """Return by how much the rows that may be missed are missed at least, weighted by pupils."""
    lp = pulp.LpProblem("misses")
    made: dict[pulp.LpVariable, pulp.LpVariable] = {}
    prices: dict[pulp.LpVariable, float] = {}
    for n, row in enumerate(rows):
        given = sum(a * values[v] for v, a in row.terms.items() if v in values)
        terms: dict[pulp.LpVariable, float] = {}
        for v, a in row.terms.items():
            if v not in values:
                if v not in made:
                    made[v] = lp.add_variable(f"v{len(made)}", v.lowBound, v.upBound, v.cat)
                terms[made[v]] = a
        if row.slackable:
            u = lp.add_variable(f"u{n}", 0)
            terms[u] = -1.0 if row.sense == LE else 1.0
            prices[u] = row.weight
        left = pulp.LpAffineExpression(terms)
        lp.addConstraint(pulp.LpConstraint(left, row.sense, f"r{n}", row.rhs - given))
    lp.setObjective(pulp.LpAffineExpression(prices))
    objective = solve(lp, Search()).objective if rows else 0.0
    assert objective is not None
    return objective
