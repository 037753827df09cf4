"""SCIP on the plain formulation: python -m tests.benchmarks.peers.scip MODEL.mps SECONDS GAP."""

from __future__ import annotations

import pyscipopt

from tests.benchmarks.peers.telling import INSIDE, SLACK, Asked, Teller, asked, tell_end

EVENTS = (
    pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND,
    pyscipopt.SCIP_EVENTTYPE.LPSOLVED,
    pyscipopt.SCIP_EVENTTYPE.NODEFOCUSED,
)
"""Moments at which the node in hand is part of the tree.

When its dual bound is said to have improved, it may be out of it for a moment, and the bound
read then is that of the nodes left: none, at the root.
"""


class Listener(pyscipopt.Eventhdlr):  # type: ignore[misc]  # the extra is apart
    """Tells every step of the search, and ends it at the gap asked."""

    def __init__(self, teller: Teller, paid: list[tuple[pyscipopt.Variable, float]]) -> None:
        self.teller, self.paid = teller, paid
        self.penalty = 0.0

    def eventinit(self) -> None:
        for event in EVENTS:
            self.model.catchEvent(event, self)

    def eventexec(self, event: pyscipopt.scip.Event) -> None:
        if event.getType() == pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND:
            found = self.model.getBestSol()
            self.penalty = sum(price * self.model.getSolVal(found, u) for u, price in self.paid)
        objective, bound = self.model.getPrimalbound(), self.model.getDualbound()
        known = objective < self.model.infinity()
        if known and self.teller.step(objective, self.penalty, bound):
            self.model.interruptSolve()


def main(task: Asked) -> None:
    """Read the model, search with one thread, and tell every step."""
    solver = pyscipopt.Model()
    solver.hideOutput()
    solver.setParam("limits/time", task.seconds)
    solver.setParam("limits/gap", INSIDE * task.gap)
    solver.readProblem(task.model)
    paid = [(v, v.getObj()) for v in solver.getVars() if v.name.startswith(SLACK)]
    columns = list(solver.getVars())
    teller = Teller(task.gap)
    listener = Listener(teller, paid)
    solver.includeEventhdlr(listener, "steps", "tells every step")
    solver.optimize()
    values = {}
    if solver.getNSols():
        best = solver.getBestSol()
        values = {v.name: solver.getSolVal(best, v) for v in columns}
        penalty = sum(price * values[u.name] for u, price in paid)
        teller.step(solver.getPrimalbound(), penalty, solver.getDualbound())
    version = f"{solver.version()} (PySCIPOpt {pyscipopt.__version__})"
    tell_end(version, solver.getDualbound(), values)


if __name__ == "__main__":
    main(asked())
