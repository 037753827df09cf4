"""When there is no menu: which rules clash, by how much, and that each of them is needed for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nutrition.checking.attainment import broken
from nutrition.clauses import Amount, Clause, Limit, Mode, Per, Servings, Term
from nutrition.dish import DishSelector
from nutrition.proof import StopReason
from optimizer import task
from optimizer.errors import Interrupted, NoLawfulMenu, SolverGaveUp
from optimizer.planning import plan
from optimizer.problem import Aim, Problem
from optimizer.solving import Search, Status, solve
from optimizer.spans import one_period
from optimizer.task import Progress, Settings
from tests.optimizer.school import budget, clause, model_of, oracle, school, with_clause


def several_aims() -> Problem:
    return replace(school(groups=2), aims=(Aim.WORST, Aim.SHORTFALL, Aim.COST))


QUICK = Settings(gap=0.01, seconds=20)


def reason(problem: Problem) -> NoLawfulMenu:
    with pytest.raises(NoLawfulMenu) as caught:
        plan(problem, QUICK)
    return caught.value


def needed(code: str, measure: str, low: float) -> Clause:
    return clause(code, Amount("amount", Per.WEEK, (Term(measure),), Limit(value=low)))


MILK = DishSelector(codes=frozenset({"D001"}))

CASES: dict[str, tuple[Clause, ...]] = {
    "too little money": (budget(330),),
    "too much iron": (needed("iron", "iron_mg", 60),),
    "protein on a shoestring": (budget(400), needed("much_protein", "protein_g", 90)),
    "milk three times in two days": (
        clause("milk", Servings("servings", Per.PERIOD, low=3, dishes=MILK)),
    ),
    "milk never and calcium": (
        clause("no_milk", Servings("servings", Per.PERIOD, high=0, dishes=MILK)),
        needed("much_calcium", "calcium_mg", 400),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_clauses_named_cannot_hold_together_and_any_fewer_can(case: str) -> None:
    problem = with_clause(school(days=2), *CASES[case])
    error = reason(problem)
    assert error.minimal
    assert error.clauses
    named = {c: problem.standard.clauses[c] for c in error.clauses}
    assert not feasible(problem, named)
    for code in named:
        fewer = {c: one for c, one in named.items() if c != code}
        assert feasible(problem, fewer, summed=True), code


def feasible(problem: Problem, clauses: dict[str, Clause], *, summed: bool = False) -> bool:
    """Say whether some menu keeps ``clauses`` alone, or at least the relaxed sum of its days."""
    alone = replace(problem, standard=replace(problem.standard, clauses=clauses))
    model = model_of(alone, one_period(2) if summed else None, whole_sizes=not summed)
    model.lp.setObjective(0 * next(iter(model.x.values())))
    return solve(model.lp, Search(relaxed=summed)).status is not Status.INFEASIBLE


@pytest.mark.parametrize("case", CASES)
def test_the_school_could_eat_without_what_was_added(case: str) -> None:
    problem = with_clause(school(days=2), *CASES[case])
    added = {c.id: Mode.OFF for c in CASES[case]}
    assert plan(replace(problem, modes=added), QUICK).proof.cost > 0


def test_the_shortfall_of_a_budget_is_what_the_cheapest_menu_costs_beyond_it() -> None:
    problem = school(days=2, without=("vegetables",))
    cheapest = solve(model_of(problem, one_period(2)).lp, Search(relaxed=True)).objective
    error = reason(with_clause(problem, budget(300)))
    assert cheapest is not None
    assert {s.clause: s.amount for s in error.shortfalls} == pytest.approx(
        {"budget": cheapest - 300}, rel=1e-4
    )


def test_the_shortfall_of_a_count_is_the_servings_that_have_no_place() -> None:
    error = reason(with_clause(school(days=2), *CASES["milk three times in two days"]))
    assert [(s.clause, round(s.amount, 6)) for s in error.shortfalls] == [("milk", 1.0)]
    assert error.clauses == ("milk",)


def test_a_soft_rule_never_stands_in_the_way() -> None:
    rule = needed("iron", "iron_mg", 60)
    soft = replace(rule, mode=Mode.SOFT, soft_price=0.5)
    made = plan(with_clause(school(days=2), soft), QUICK)
    assert made.proof.penalty > 0
    assert made.proof.objective == pytest.approx(made.proof.cost + made.proof.penalty)


def test_a_soft_rule_without_a_price_costs_nothing() -> None:
    rule = replace(needed("iron", "iron_mg", 60), mode=Mode.SOFT, soft_price=0.0)
    plain, told = oracle(school(days=2)), oracle(with_clause(school(days=2), rule))
    assert told.objective == pytest.approx(plain.objective)


def test_a_blink_is_too_short_for_any_claim_but_that() -> None:
    with pytest.raises(SolverGaveUp) as caught:
        plan(school(groups=2), Settings(seconds=1e-6))
    assert caught.value.seconds >= 1e-6


def test_a_gap_of_nothing_asked_for_still_ends_with_a_menu() -> None:
    made = plan(school(), Settings(gap=0.0, seconds=30))
    assert made.proof.bound <= made.proof.objective


def test_whoever_waits_may_stop_the_search() -> None:
    seen: list[Progress] = []

    def stop(progress: Progress) -> bool:
        seen.append(progress)
        return False

    with pytest.raises(Interrupted):
        plan(school(), Settings(report=stop))
    assert len(seen) == 1


@pytest.mark.parametrize("problem", [school(groups=2), several_aims()], ids=["one", "several"])
def test_who_stops_with_a_menu_in_hand_gets_it(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task, "REPORT_EVERY", -1.0)  # however fast the machine
    made = plan(problem, Settings(gap=0.0, report=lambda progress: progress.incumbent is None))
    assert made.proof.stop is StopReason.INTERRUPTED
    assert made.proof.bound <= made.proof.objective
    assert not broken(list(made.attainments))
    assert made.menu.days


def test_the_bound_only_rises_and_the_incumbent_only_falls() -> None:
    seen: list[Progress] = []

    def listen(progress: Progress) -> bool:
        seen.append(progress)
        return True

    made = plan(school(), Settings(gap=1e-4, seconds=20, report=listen))
    bounds = [p.bound for p in seen if p.bound is not None]
    incumbents = [p.incumbent for p in seen if p.incumbent is not None]
    assert bounds == sorted(bounds)
    assert incumbents == sorted(incumbents, reverse=True)
    assert all(b <= made.proof.bound + 1e-6 for b in bounds)
    assert all(i >= made.proof.objective - 1e-6 for i in incumbents)
