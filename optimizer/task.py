"""One planning task: the problem, what was worked out of it once, and how long it may take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from threading import Event

from nutrition.clauses import Clause
from optimizer.errors import Interrupted
from optimizer.model import Model
from optimizer.pool import Pool
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.settings import Progress, Report, Settings, Stage
from optimizer.solving import Outcome, Search, solve

__all__ = ["Progress", "Report", "Settings", "Stage", "Task"]


@dataclass(slots=True)
class Task:
    """A task and what it has reached.

    Attributes:
        pool: dishes that may lawfully be served, by day and meal.
        waiting: clauses left out of the models until a menu misses one of them; leaving a
            rule out keeps every bound valid, and a menu is checked against all.
        bound: proved lower bound of the whole problem, fen per pupil and day.
        spare: what weeks before left unspent of the gap asked, fen per pupil and day.
        incumbent: objective of the best lawful menu so far.
        stopped: set when the report asks to stop; every part of a task shares it.
    """

    problem: Problem
    table: PortionTable
    pool: Pool
    settings: Settings
    waiting: frozenset[str] = frozenset()
    bound: float | None = None
    spare: float = 0.0
    incumbent: float | None = None
    started: float = field(default_factory=time.monotonic)
    reported: float = 0.0
    stopped: Event = field(default_factory=Event)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return 0.0 if self.stopped.is_set() else self.settings.seconds - self.seconds

    @property
    def clauses(self) -> list[Clause]:
        """The clauses whose rows the models carry now."""
        every = self.problem.standard.clauses.values()
        return [clause for clause in every if clause.id not in self.waiting]

    def solve(self, model: Model, stage: Stage, search: Search) -> Outcome:
        """Solve inside what is left of the time, reporting as it goes.

        Raises:
            Interrupted: the report asked to stop, and there is no menu yet.
        """

        def watch(_incumbent: float | None, bound: float | None) -> bool:
            proved = search.enough is not None and bound is not None and bound >= search.enough
            return self._go_on(stage) and not proved

        self._go_on(stage)
        limited = replace(
            search,
            solver=self.settings.solver,
            seconds=max(0.05, min(search.seconds, self.left)),
            seed=self.settings.seed,
            watch=watch,
        )
        outcome = solve(model.lp, limited)
        if self.stopped.is_set() and self.incumbent is None:
            raise Interrupted
        return outcome

    def go_on(self, stage: Stage) -> None:
        """Report between two steps.

        Raises:
            Interrupted: the report asked to stop.
        """
        if not self._go_on(stage):
            raise Interrupted

    def _go_on(self, stage: Stage) -> bool:
        now = time.monotonic()
        if self.settings.report is not None and now - self.reported > REPORT_EVERY:
            self.reported = now
            progress = Progress(stage, self.incumbent, self.bound, self.seconds)
            if not self.settings.report(progress):
                self.stopped.set()
        return not self.stopped.is_set()

    def good_enough(self, objective: float, size: float) -> bool:
        """Say whether a menu is proved to be within the gap asked."""
        allowed = self.settings.gap * size + self.spare
        return self.bound is not None and objective - self.bound <= allowed


REPORT_EVERY = 0.1
