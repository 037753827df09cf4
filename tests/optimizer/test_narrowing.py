"""Solved again over the columns that matter: as if the whole had been solved from the start."""

from __future__ import annotations

from random import Random

import pulp
import pytest

from optimizer.again import Again, Answer, Change
from optimizer.solving import Search, Status, solve

DISHES, ROWS, GROUPS = 60, 8, 2

SECONDS = 20.0


def week(r: Random) -> pulp.LpProblem:
    """Return sums as a week has them: servings, rungs that they allow, floors and ceilings."""
    lp = pulp.LpProblem("week")
    floors: list[dict[pulp.LpVariable, float]] = [{} for _ in range(ROWS)]
    cost: dict[pulp.LpVariable, float] = {}
    for dish in range(DISHES):
        x = lp.add_variable(f"x{dish}", 0, r.choice((1, 2, 5)))
        cost[x] = r.uniform(5, 60)
        for floor in floors:
            floor[x] = r.choice((0, 1)) * r.uniform(0.5, 5)
        for group in range(GROUPS if dish % 3 else 0):
            t = lp.add_variable(f"t{dish}.{group}", 0)
            cost[t] = r.uniform(0.2, 2)
            for floor in floors:
                floor[t] = floor[x] * r.uniform(0, 0.1)
            tie = {t: 1.0, x: -float(r.choice((4, 8)))}
            name = f"size.{dish}.{group}"
            lp.addConstraint(
                pulp.LpConstraint(pulp.LpAffineExpression(tie), pulp.LpConstraintLE, name, 0)
            )
    lp.setObjective(pulp.LpAffineExpression(cost))
    for number, floor in enumerate(floors):
        most = sum(each * (x.upBound or 0) for x, each in floor.items())
        row = pulp.LpConstraint(
            pulp.LpAffineExpression(floor), pulp.LpConstraintGE, f"floor.{number}", 0.2 * most
        )
        lp.addConstraint(row)
    return lp


def changes(lp: pulp.LpProblem, r: Random) -> list[Change]:
    rows = [row for row in lp.constraints() if row.name.startswith("floor.")]
    variables = lp.variables()
    x = [v for v in variables if v.name.startswith("x")]
    cheap = dict.fromkeys(r.sample(variables, 20), 0.01)
    closed = dict.fromkeys(r.sample(x, 20), (0.0, 0.0))
    return [
        Change(dropped=rows[:1]),
        Change(dropped=rows[2:5]),
        Change(raised={rows[0]: -1.3 * rows[0].constant}),
        Change(raised={row: -2.2 * row.constant for row in rows}),
        Change(raised={rows[1]: -9.0 * rows[1].constant}),
        Change(costs=cheap),
        Change(costs=dict.fromkeys(variables, 0.0), bounds=closed, onwards=True),
        Change(bounds=closed, dropped=rows[:2]),
        Change(bounds=dict.fromkeys(r.sample(x, 3), (1.0, 1.0))),
        Change(costs=dict(zip(cheap, range(20), strict=True)), afresh=True),
        Change(),
    ]


def made(lp: pulp.LpProblem, change: Change) -> pulp.LpProblem:
    """Return the program as the change has it, written anew."""
    other = pulp.LpProblem("changed")
    twins = {}
    for v in lp.variables():
        least, most = change.bounds.get(v, (v.lowBound, v.upBound))
        twins[v] = other.add_variable(f"v{v.index}", least, most)
    cost = {v: change.costs.get(v, each) for v, each in lp.objective.items()}
    other.setObjective(pulp.LpAffineExpression({twins[v]: each for v, each in cost.items()}))
    for row in lp.constraints():
        if row in change.dropped:
            continue
        terms = {twins[v]: each for v, each in row.items()}
        rhs = change.raised.get(row, -row.constant)
        other.addConstraint(
            pulp.LpConstraint(pulp.LpAffineExpression(terms), row.sense, row.name, rhs)
        )
    return other


def feasible(lp: pulp.LpProblem, change: Change, answer: Answer) -> bool:
    """Whether the values keep all rows and bounds of the changed program."""
    for row in lp.constraints():
        if row in change.dropped:
            continue
        worth = sum(each * answer.of(v) for v, each in row.items())
        rhs = change.raised.get(row, -row.constant)
        short = worth - rhs if row.sense == pulp.LpConstraintLE else rhs - worth
        if short > 1e-6 * max(1.0, abs(rhs)):
            return False
    for v in lp.variables():
        least, most = change.bounds.get(v, (v.lowBound, v.upBound))
        if answer.of(v) < least - 1e-6 or (most is not None and answer.of(v) > most + 1e-6):
            return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_each_change_gives_what_a_solver_gives_from_the_start(seed: int) -> None:
    r = Random(seed)
    lp = week(r)
    again = Again(lp, SECONDS)
    for number, change in enumerate(changes(lp, r)):
        witness = solve(made(lp, change), Search(relaxed=True))
        answer = again.solve(change, SECONDS)
        if witness.status is Status.INFEASIBLE:
            assert answer is None, number
            continue
        assert answer is not None, number
        assert witness.objective is not None, number
        assert answer.objective == pytest.approx(witness.objective, rel=1e-6, abs=1e-6), number
        assert feasible(lp, change, answer), number
        cost = {v: change.costs.get(v, each) for v, each in lp.objective.items()}
        assert answer.sum(cost) == pytest.approx(answer.objective, rel=1e-6, abs=1e-6), number


def test_some_changes_are_impossible_and_little_of_the_whole_is_looked_at() -> None:
    r = Random(5)
    lp = week(r)
    again = Again(lp, SECONDS)
    answers = [again.solve(change, SECONDS) for change in changes(lp, r)]
    assert answers[4] is None
    assert answers[0] is not None
    seen = Again(lp, SECONDS)
    seen.solve(Change(dropped=lp.constraints()[-1:]), SECONDS)
    assert seen.columns < len(lp.variables()) / 2
