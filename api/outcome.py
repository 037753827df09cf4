"""Exit codes of every command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command answers the shell."""

    DONE = 0
    BAD_DATA = 1
    USAGE = 2
    INFEASIBLE = 3
    GAP_LEFT = 4
    NOTHING_FOUND = 5
    RULE_BROKEN = 6
    INTERNAL = 70
    INTERRUPTED = 130
