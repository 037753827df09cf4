"""What can go wrong while ordering: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from optimizer.errors import PlanningError


@dataclass(frozen=True, slots=True)
class Missing:
    """Grams of a food that nobody can deliver for one day."""

    food: str
    date: date
    grams: int


class ShortOfFood(PlanningError):
    """What the menu needs cannot be bought.

    Attributes:
        missing: food, day and grams, in the order of the days.
    """

    def __init__(self, missing: Sequence[Missing]) -> None:
        listed = (f"{m.grams} g of {m.food} on {m.date}" for m in missing)
        super().__init__(f"cannot be bought: {', '.join(listed)}")
        self.missing = tuple(missing)


class NoOffer(ShortOfFood):
    """Nobody offers a food that the menu needs."""

    code = "order.no-offer"


class NoDeliveryInTime(ShortOfFood):
    """A food is offered, but no day of delivery is early enough and late enough for its use."""

    code = "order.no-delivery-in-time"


class OffersTooSmall(ShortOfFood):
    """All that may be delivered of a food is less than the menu needs."""

    code = "order.offers-too-small"


class ThresholdOutOfReach(PlanningError):
    """Suppliers ask for more a delivery than may be bought of them (proved).

    Attributes:
        suppliers: whose least worth of a delivery cannot all be reached.
        foods: what would have to be bought there.
    """

    code = "order.threshold-out-of-reach"

    def __init__(self, suppliers: Sequence[str], foods: Sequence[str]) -> None:
        super().__init__(f"{', '.join(suppliers)}: their least worth of a delivery is out of reach")
        self.suppliers, self.foods = tuple(suppliers), tuple(foods)


class NoOrderInTime(PlanningError):
    """The time ran out before any order was found; nothing was proved.

    Attributes:
        seconds: the limit that was given.
    """

    code = "order.gave-up"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no order within {seconds:g} s")
        self.seconds = seconds


class UnlawfulOrder(PlanningError):
    """An order that the optimiser made fails the independent check: a bug, never shown.

    Attributes:
        wrong: what the checker finds.
    """

    code = "order.unlawful"

    def __init__(self, wrong: Sequence[str]) -> None:
        super().__init__(f"the checker rejects the order: {', '.join(wrong)}")
        self.wrong = tuple(wrong)
