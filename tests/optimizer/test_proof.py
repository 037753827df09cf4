"""What a proof says of itself, and that a menu which fails is never shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nutrition.checking.attainment import Attainment, Verdict
from nutrition.clauses import Mode
from nutrition.proof import StopReason
from optimizer import planning
from optimizer.errors import UnlawfulMenu
from optimizer.fingerprint import fingerprint
from optimizer.planning import plan
from optimizer.solving import Search, solve
from optimizer.task import Settings
from tests.optimizer.school import budget, clause, model_of, school, with_clause
from tests.optimizer.test_oracle import EXACT, planned, two_groups


def test_a_proof_names_its_inputs_and_its_seed() -> None:
    made = plan(school(days=1), replace(EXACT, seed=7))
    assert made.proof.fingerprint == fingerprint(school(days=1))
    assert made.proof.seed == 7
    other = plan(with_clause(school(days=1), budget(10_000)), EXACT)
    assert other.proof.fingerprint != made.proof.fingerprint


def test_the_seed_reaches_the_solver() -> None:
    model = model_of(school(days=1))
    solve(model.lp, Search(seed=7))
    assert model.lp.solverModel.getOptionValue("random_seed")[1] == 7


def test_a_search_that_reached_its_gap_says_so_and_one_without_time_does_not() -> None:
    assert planned("one_group").proof.stop is StopReason.GAP_REACHED
    short = plan(two_groups(), Settings(gap=0.0, seconds=1.0))
    if short.proof.objective > short.proof.bound:
        assert short.proof.stop is not StopReason.GAP_REACHED


@pytest.mark.parametrize(("mode", "shown"), [(Mode.HARD, False), (Mode.SOFT, True)])
def test_a_menu_that_the_checkers_reject_is_a_bug_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, mode: Mode, *, shown: bool
) -> None:
    missed = Attainment("energy", Verdict.NOT_MET, mode)
    monkeypatch.setattr(planning, "check", lambda *_: [missed])
    if shown:
        assert plan(school(days=1), EXACT).attainments == (missed,)
        return
    with pytest.raises(UnlawfulMenu) as caught:
        plan(school(days=1), EXACT)
    assert caught.value.clauses == ("energy",)


def test_a_rule_binds_when_the_menu_stands_at_its_limit() -> None:
    free = plan(school(days=1), EXACT)
    least = budget(free.proof.cost * 1.005)
    ample = replace(clause("ample", least.rule), rule=budget(free.proof.cost * 2).rule)
    made = plan(with_clause(school(days=1), least, ample), EXACT)
    assert "budget" in made.binding
    assert "ample" not in made.binding
