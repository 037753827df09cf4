"""What a search comes back with: a menu, what was proved of it, what it attains."""

from __future__ import annotations

from dataclasses import dataclass

from nutrition.checking.attainment import Attainment
from nutrition.menu import Menu
from nutrition.proof import Proof


@dataclass(frozen=True, slots=True)
class Plan:
    """A menu, its proof, and what it attains of every clause.

    Attributes:
        binding: hard clauses within 1 % of their limit, in the order of the standard.
    """

    menu: Menu
    proof: Proof
    attainments: tuple[Attainment, ...]
    binding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The cheapest lawful menu with at most so many dishes exchanged.

    Attributes:
        plan: None where there is none, or none was found in time.
        impossible: whether it was proved that there is none.
    """

    swaps: int
    plan: Plan | None
    impossible: bool


@dataclass(frozen=True, slots=True)
class Repair:
    """What ``problem.near`` takes to be lawful.

    Attributes:
        smallest: fewest dishes exchanged, then least grams moved, then cheapest.
    """

    smallest: Plan
    nearby: tuple[Nearby, ...]
