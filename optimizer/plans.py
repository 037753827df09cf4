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
