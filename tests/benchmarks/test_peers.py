"""Every peer solves the same problem as we do: the same optimum, a lawful menu, the same gap."""

from __future__ import annotations

import pytest

from nutrition.proof import Proof, StopReason
from tests.benchmarks.peers.cbc import steps
from tests.benchmarks.peers.telling import Point, Teller
from tests.benchmarks.racing import BENCH, SOLVERS, Solver, falling, race_of
from tests.optimizer.school import oracle, school

CLOSE = 1e-4

SECONDS = 60.0

LOG = """\
     Nodes   OnTree  Depth         BestSol Method                 BestBound     Gap%   Time(s)
  ──────── ──────── ────── ─────────────── ──────────────── ─────────────── ──────── ─────────
         0        1      0         485.813                          475.558    2.11%      4.91
 ★     328       84     21         479.725 strong branching         475.558    0.87%      6.88
✔ Optimal — Obj: 479.725   Bound: 479.725   Gap: 0.00%   Nodes: 386   Iters: 11.9K   Time: 6.91s
"""


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda s: s.name)
def test_a_peer_finds_the_optimum_of_a_small_school_and_its_menu_is_lawful(
    solver: Solver,
) -> None:
    if solver.python == BENCH and not BENCH.exists():
        pytest.skip("the extra bench is not installed: make bench")
    problem = school(groups=2, days=2)
    _, (peer,) = race_of(problem, CLOSE, SECONDS, [solver])
    best = oracle(problem).objective
    assert peer.objective == pytest.approx(best, rel=CLOSE)
    assert peer.broken == ()
    assert peer.there(CLOSE) is not None


def test_a_peers_gap_is_that_of_a_plans_proof(capsys: pytest.CaptureFixture[str]) -> None:
    proof = Proof(471.4, 439.3, 32.1, 470.2, "", {}, 0, StopReason.NO_BETTER, 1.0, "")
    point = Point(1.0, 471.4, 32.1, 470.2)
    assert point.gap == pytest.approx(proof.gap)
    teller = Teller(proof.gap * 1.0001)
    assert teller.take(point)
    assert not Teller(proof.gap * 0.9999).take(point)
    assert capsys.readouterr().out.count("\n") == 2


def test_what_cbc_calls_optimal_is_proved_only_up_to_the_gap_it_was_given() -> None:
    found = list(steps(LOG.splitlines(), 0.018))
    assert found[:2] == [(4.91, 485.813, 475.558), (6.88, 479.725, 475.558)]
    assert found[2] == (6.91, 479.725, 475.558)
    assert list(steps(LOG.splitlines(), 0.001))[2] == pytest.approx((6.91, 479.725, 479.245275))


def test_a_bound_that_did_not_stand_to_the_end_was_none() -> None:
    points = [Point(1.0, 540.0, 33.0, 470.0), Point(2.0, 540.0, 33.0, 540.0)]
    assert [seconds for seconds, _ in falling(points, 0.005, 540.0)] == [1.0, 2.0]
    assert [seconds for seconds, _ in falling(points, 0.005, 470.0)] == [1.0]
