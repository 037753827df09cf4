"""Names of children on a wall: recognised by those who know them, by nobody else."""

from __future__ import annotations

STAR = "*"


def masked(name: str) -> str:
    """Return the first sign of a name and a star for each other one; of a single sign only a star.

    >>> masked("示例甲"), masked("甲"), masked("")
    ('示**', '*', '')
    """
    plain = "".join(name.split())
    return plain[0] + STAR * (len(plain) - 1) if len(plain) > 1 else STAR * len(plain)
