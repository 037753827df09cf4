"""A stand-in for ``solving_apart``: a door shows a plan wherever it was made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import pytest

from api.commands import planning
from optimizer.isolating import Job
from optimizer.settings import Settings


def plan_instead(monkeypatch: pytest.MonkeyPatch, stand_in: Callable[..., object]) -> None:
    """Have ``canteen plan`` call ``stand_in`` with the problem and the settings, here and now."""

    def apart(_job: Job[object], problem: object, *, settings: Settings) -> object:
        return stand_in(problem, settings)

    monkeypatch.setattr(planning, "solving_apart", lambda _lang: nullcontext(apart))
