"""HiGHS on the plain formulation: python -m tests.benchmarks.peers.highs MODEL.mps SECONDS GAP."""

from __future__ import annotations

from typing import Any

import highspy

from tests.benchmarks.peers.telling import INSIDE, SLACK, Asked, Teller, asked, tell_end


def main(task: Asked) -> None:
    """Read the model, search with one thread, and tell every step."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("time_limit", task.seconds),
        ("mip_rel_gap", INSIDE * task.gap),
    ):
        solver.setOptionValue(option, value)
    solver.readModel(task.model)
    model = solver.getLp()
    names, costs = list(model.col_names_), list(model.col_cost_)
    paid = [(j, costs[j]) for j, name in enumerate(names) if name.startswith(SLACK)]
    teller = Teller(task.gap)
    penalty = 0.0

    def report(kind: Any, _text: str, found: Any, order: Any, _data: object) -> None:  # noqa: ANN401 -- untyped in highspy
        nonlocal penalty
        if kind == highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution:
            penalty = sum(price * found.mip_solution[j] for j, price in paid)
        objective, bound = found.mip_primal_bound, found.mip_dual_bound
        if objective < highspy.kHighsInf and teller.step(objective, penalty, bound):
            order.user_interrupt = True

    solver.setCallback(report, None)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution)
    solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    solver.run()
    values: list[float] = []
    info = solver.getInfo()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = list(solver.getSolution().col_value)
        penalty = sum(price * values[j] for j, price in paid)
        teller.step(info.objective_function_value, penalty, info.mip_dual_bound)
    tell_end(solver.version(), info.mip_dual_bound, dict(zip(names, values, strict=False)))


if __name__ == "__main__":
    main(asked())
