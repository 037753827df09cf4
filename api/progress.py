"""Progress on stderr while a plan is searched for, and Ctrl-C as a wish to stop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.status import Status

from api.language import Lang, terminal_words
from optimizer.settings import Progress, Report
from reports.words import share_at_most, yuan

PLAIN_EVERY = 5.0
"""Seconds between lines where stderr is no terminal."""


@contextmanager
def watched(lang: Lang) -> Iterator[Report]:
    """Yield a report for the search; the first Ctrl-C asks it to stop, the second stops it."""
    console = Console(stderr=True)
    stop: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop:
            raise KeyboardInterrupt
        stop.append(number)

    before = signal.signal(signal.SIGINT, ask)
    try:
        if console.is_terminal:
            with console.status(terminal_words(lang)("progress.start")) as status:
                yield _on_terminal(status, stop, lang)
        else:
            yield _in_lines(stop, lang)
    finally:
        signal.signal(signal.SIGINT, before)


def _on_terminal(status: Status, stop: list[int], lang: Lang) -> Report:
    def report(progress: Progress) -> bool:
        status.update(sentence(progress, lang))
        return not stop

    return report


def _in_lines(stop: list[int], lang: Lang) -> Report:
    told = [0.0]

    def report(progress: Progress) -> bool:
        if progress.seconds - told[0] >= PLAIN_EVERY:
            told[0] = progress.seconds
            sys.stderr.write(sentence(progress, lang) + "\n")
            sys.stderr.flush()
        return not stop

    return report


def sentence(progress: Progress, lang: Lang) -> str:
    """Say where a search stands."""
    own = terminal_words(lang)
    facts = {"seconds": f"{progress.seconds:.0f}"}
    if progress.bound is None:
        return own("progress.solve", **facts)
    facts["bound"] = yuan(progress.bound)
    if progress.incumbent is None:
        return own("progress.bound", **facts)
    gap = max(0.0, progress.incumbent - progress.bound) / (progress.incumbent or 1.0)
    return own("progress.both", incumbent=yuan(progress.incumbent), gap=share_at_most(gap), **facts)
