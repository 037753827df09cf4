"""The only file that calls ``solve``.  PuLP's status codes do not leave it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import version
from typing import IO, Any

import cbcbox
import highspy
import pulp

from optimizer.errors import SolverCrashed, SolverHung, SolverLied, SolverOutOfMemory
from optimizer.program import failure, nameless, path, run
from optimizer.settings import SolverName

Watch = Callable[[float | None, float | None], bool]

FEASIBLE = 2

NODES_OF_CBC = 20
"""Nodes of CBC that take about as long as one of HiGHS, whose nodes search more."""

CBC_OVERTIME = 2.0
"""Seconds that CBC may take beyond its limit before it counts as hung."""

ABOVE = 1e-5
"""Share of a solution's objective by which a bound may lie above it: CBC prints six digits."""


class Status(Enum):
    """What a search proved or found."""

    SOLVED = "solved to the gap asked"
    STOPPED = "stopped with a solution"
    INFEASIBLE = "proved infeasible"
    NOTHING = "stopped without a solution"


@dataclass(frozen=True, slots=True)
class Search:
    """How to search.

    Attributes:
        seconds: hard time limit.
        gap: relative gap at which the search may stop.
        target: stop at the first solution this good, or None; CBC does not know it.
        nodes: stop after so many nodes of HiGHS (or as much work of CBC), which ends a search the
            same way on every machine.
        effort: part of the work that HiGHS spends on finding solutions, or None for its own.
        enough: stop when this bound is proved, or None; CBC does not know it.
        restart: whether HiGHS may begin anew; a short search is shorter without.
        relaxed: drop integrality.
        watch: called with incumbent and bound while the search runs; False stops it.
    """

    solver: SolverName = "highs"
    seconds: float = 60.0
    gap: float = 1e-4
    target: float | None = None
    nodes: int | None = None
    effort: float | None = None
    enough: float | None = None
    restart: bool = True
    relaxed: bool = False
    seed: int = 0
    watch: Watch | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a search.  Variables hold values only where ``found`` is true.

    Attributes:
        objective: of the solution found, else None.
        bound: proved lower bound, or None when nothing was proved.
    """

    status: Status
    objective: float | None
    bound: float | None

    @property
    def found(self) -> bool:
        return self.status in (Status.SOLVED, Status.STOPPED)


def solve(lp: pulp.LpProblem, search: Search) -> Outcome:
    """Search until the gap is proved, the target met or the time is up.

    PuLP reports a timed-out search as ``LpStatusOptimal``; only the solver's own bound
    and solution status tell a proof from a best guess, so both are read from the solver.

    Raises:
        SolverFailed: it crashed, hung, ran out of memory, or claims what cannot be.
    """
    outcome = _cbc(lp, search) if search.solver == "cbc" else _highs(lp, search)
    refuse_lie(search.solver, outcome.objective, outcome.bound)
    if outcome.found and not all(math.isfinite(v.varValue or 0.0) for v in lp.variables()):
        raise SolverLied(search.solver, "not-a-number")
    return outcome


def refuse_lie(solver: SolverName, objective: float | None, bound: float | None) -> None:
    """Refuse a bound that its own solution refutes.

    Raises:
        SolverLied: it does, or one of the two is no number.
    """
    if not all(math.isfinite(value) for value in (objective, bound) if value is not None):
        raise SolverLied(solver, "not-a-number")
    if objective is not None and bound is not None:
        allowed = ABOVE * max(1.0, abs(objective))
        if bound > objective + allowed:
            raise SolverLied(solver, "bound-above-menu")


def versions() -> dict[str, str]:
    """Return the versions of the modelling layer and of both solvers."""
    return {name: version(name) for name in ("pulp", "highspy", "cbcbox")}


class _Highs(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS with the callback that HiGHS offers for watching a search."""

    def __init__(self, search: Search, **options: object) -> None:
        super().__init__(
            mip=not search.relaxed,
            msg=False,
            gapRel=search.gap,
            timeLimit=search.seconds,
            threads=1,
            **options,
        )
        self.search = search

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 -- PuLP's name
        solver = lp.solverModel
        if self.search.watch is not None:
            solver.setCallback(self._report, self.search.watch)
            solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
        solver.run()

    def findSolutionValues(self, lp: pulp.LpProblem) -> tuple[int, int]:  # noqa: N802 -- PuLP's name
        """Copy the values; PuLP knows no word for a search that its node limit ended."""
        try:
            status, solution = super().findSolutionValues(lp)
        except KeyError:
            return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound
        return int(status), int(solution)

    @staticmethod
    def _report(_kind: object, _text: str, found: Any, order: Any, watch: Watch) -> None:  # noqa: ANN401 -- untyped in highspy
        incumbent, bound = found.mip_primal_bound, found.mip_dual_bound
        go_on = watch(
            incumbent if incumbent < highspy.kHighsInf else None,
            bound if bound > -highspy.kHighsInf else None,
        )
        if not go_on:
            order.user_interrupt = True


def _highs(lp: pulp.LpProblem, search: Search) -> Outcome:
    options: dict[str, Any] = {"random_seed": search.seed}
    if search.target is not None:
        options["objective_target"] = search.target
    if search.effort is not None:
        options["mip_heuristic_effort"] = search.effort
    if not search.restart:
        options["mip_allow_restart"] = False
    if search.nodes is not None:
        options["mip_max_nodes"] = search.nodes
    _Highs(search, **options).solve(lp)
    solver = lp.solverModel
    status, info = solver.getModelStatus(), solver.getInfo()
    proved = highspy.HighsModelStatus
    if status == proved.kMemoryLimit:
        raise SolverOutOfMemory("highs")
    if status in (proved.kLoadError, proved.kPresolveError, proved.kSolveError):
        raise SolverCrashed("highs", solver.modelStatusToString(status))
    if status in (proved.kInfeasible, proved.kUnboundedOrInfeasible):
        return Outcome(Status.INFEASIBLE, None, None)
    whole = lp.isMIP() and not search.relaxed
    bound = info.mip_dual_bound if whole else info.objective_function_value
    known = bound if bound > -highspy.kHighsInf and (whole or status == proved.kOptimal) else None
    if info.primal_solution_status != FEASIBLE:
        return Outcome(Status.NOTHING, None, known)
    solved = Status.SOLVED if status == proved.kOptimal else Status.STOPPED
    return Outcome(solved, float(info.objective_function_value), known)


_LOWER_BOUND = re.compile(r"^Lower bound:\s+(\S+)", re.MULTILINE)


_PROVED_INFEASIBLE = "infeasibility proved"
"""What CBC writes when its bound tightening ends the search; it then leaves no solution file."""


def _cbc(lp: pulp.LpProblem, search: Search) -> Outcome:
    solver = _Cbc(search)
    solver.solve(lp)
    if solver.stopped:
        return Outcome(Status.NOTHING, None, None)
    return _cbc_outcome(lp, solver.text)


class _Cbc(pulp.COIN_CMD):  # type: ignore[misc]
    """PuLP's CBC, but on a leash, watched, and with files that have no names to be left behind.

    Attributes:
        stopped: whether the watch stopped it.
        text: what it printed.
    """

    def __init__(self, search: Search) -> None:
        super().__init__(
            path=cbcbox.cbc_bin_path(),
            msg=False,
            timeLimit=search.seconds,
            mip=not search.relaxed,
            gapRel=search.gap,
            maxNodes=None if search.nodes is None else NODES_OF_CBC * search.nodes,
            options=[
                f"randomSeed {search.seed + 1}",
                f"randomCbcSeed {search.seed + 1}",
                "clqstr off",  # strengthening cliques aborts on a model without any
            ],
        )
        self.search = search
        self.stopped = False
        self.text = ""

    def actualSolve(self, lp: pulp.LpProblem, **_: object) -> int:  # noqa: N802 -- PuLP's name
        with nameless() as model, nameless() as solution, nameless() as log:
            written, columns, rows, _objective = lp.writeMPS(path(model), rename=1)
            command = [self.path, path(model), *self._words(), "-solution", path(solution)]
            self._run(command, (model, solution), log)
            if self.stopped or _PROVED_INFEASIBLE in self.text:
                return int(pulp.LpStatusNotSolved)
            answer = self._read(path(solution), lp, written, columns, rows)
        status, values, costs, prices, slacks, found = answer
        lp.assignVarsVals(values)
        lp.assignVarsDj(costs)
        lp.assignConsPi(prices)
        lp.assignConsSlack(slacks, activity=True)
        lp.assignStatus(status, found)
        return int(status)

    def _read(self, *names: object) -> tuple[Any, ...]:
        try:
            return tuple(self.readsol_MPS(*names))
        except (IndexError, ValueError):
            raise SolverCrashed("cbc", "unreadable answer") from None

    def _words(self) -> list[str]:
        """Return the options in CBC's own words, in the order that PuLP writes them."""
        options = [f"-{each}" for each in (*self.options, *self.getOptions())]
        end = "-solve" if self.mip else "-initialSolve"
        words = ["-sec", self.timeLimit, *options, end, "-printingOptions all"]
        return " ".join(map(str, words)).split()

    def _run(self, command: list[str], handed: Sequence[IO[bytes]], log: IO[bytes]) -> None:
        watch = self.search.watch
        limit = self.search.seconds + CBC_OVERTIME
        try:
            code = run(command, handed, log, limit, lambda: watch is None or watch(None, None))
        except TimeoutError:
            raise SolverHung("cbc", self.search.seconds) from None
        log.seek(0)
        self.text = log.read().decode(errors="replace")
        self.stopped = code is None
        if code:
            raise failure("cbc", code, self.text)


def _cbc_outcome(lp: pulp.LpProblem, text: str) -> Outcome:
    printed = _LOWER_BOUND.search(text)
    bound = float(printed.group(1)) if printed else None
    if lp.sol_status == pulp.LpSolutionInfeasible or _PROVED_INFEASIBLE in text:
        return Outcome(Status.INFEASIBLE, None, None)
    if lp.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return Outcome(Status.NOTHING, None, bound)
    objective = sum(a * float(v.value() or 0.0) for v, a in lp.objective.items())
    if lp.sol_status == pulp.LpSolutionOptimal:
        return Outcome(Status.SOLVED, objective, objective if bound is None else bound)
    return Outcome(Status.STOPPED, objective, bound)


def loaded(lp: pulp.LpProblem) -> Any:  # noqa: ANN401 -- untyped in highspy
    """Return HiGHS as it stands after the search before, for ``optimizer.again``."""
    return lp.solverModel
