"""The order in which papers of several kinds go into the books."""

from __future__ import annotations

from collections.abc import Iterable

from canteen.receipts import Receipt
from canteen.stock_papers import Count, Issue, WriteOff

Paper = Receipt | Issue | WriteOff | Count

_RANK: dict[type, int] = {Receipt: 0, Issue: 1, WriteOff: 2, Count: 3}


def by_day(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return papers as they happened: by day; of one day goods come, go, and then are counted.

    Papers of one kind and day stay in the order in which they are handed in.
    """
    return tuple(sorted(papers, key=lambda paper: (paper.day, _RANK[type(paper)])))
