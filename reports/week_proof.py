"""The proof of a plan in plain sentences that never claim more than was proved."""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

from nutrition.proof import StopReason
from reports.sheet import Kind, Number, Paragraph
from reports.words import Words, figure, share_at_most, yuan, yuan_at_least

if TYPE_CHECKING:
    from nutrition.proof import Proof, Reached
    from reports.week_view import WeekView

STOPS: Final = {
    StopReason.GAP_REACHED: "stop.gap_reached",
    StopReason.TIME_LIMIT: "stop.time_limit",
    StopReason.NO_BETTER: "stop.no_better",
    StopReason.INTERRUPTED: "stop.interrupted",
}

FINE_GAP: Final = 0.002  # below it, whole fen are too coarse to show cost and bound apart

NO_PENALTY: Final = 0.005  # fen: less than half a hundredth of a fen is rounding of the search


def proof_paragraph(view: WeekView, say: Words) -> Paragraph:
    """Say what was proved, how the search ended, and by what the plan can be recognised."""
    lines = claims(view.proof, say) if view.proof else [say("proof.none")]
    marks = [say("proof.plan", plan=view.sources.plan)] if view.sources.plan else []
    if view.proof is not None:
        lines += _circumstances(view.proof, say)
        marks.append(say("proof.fingerprint", fingerprint=view.proof.fingerprint))
    if marks:
        lines.append(" ".join(marks))
    return Paragraph(say("proof.title"), tuple(lines), strong=view.proof is not None)


def claims(proof: Proof, say: Words) -> list[str]:
    """Say what was reached of each aim before the cost, and then what ``claim`` says."""
    return [*(_reached(each, say) for each in proof.reached), claim(proof, say)]


def _reached(each: Reached, say: Words) -> str:
    """Say one aim: a share is bounded from above, rounded up; a change from below, rounded down."""
    if each.unit == "%":
        value, bound = f"{each.value:.1f}%", share_at_most(each.bound / 100)
    else:
        places = 1 if each.unit else 0
        value = figure(Number(each.value, decimals=places))
        bound = f"{Decimal(repr(each.bound)).quantize(Decimal(1).scaleb(-places), ROUND_FLOOR):f}"
    return say(f"proof.reached_{each.aim}", value=value, bound=bound)


def claim(proof: Proof, say: Words) -> str:
    """Say in one sentence what the menu costs and how much cheaper it could be at most.

    The cost is rounded to the nearest, the bound down, the gap up.  A bound that says
    nothing (not finite, or not above zero) is said to be no proof.
    """
    least, gap = proof.least_cost, proof.gap
    fine = gap < FINE_GAP
    cost = figure(Number(proof.cost, Kind.MONEY, 3 if fine else 2))
    if not math.isfinite(least) or least <= 0:
        return say("proof.unproved", cost=yuan(proof.cost))
    soft = proof.penalty > NO_PENALTY
    same = [say("proof.same_kept", number=proof.kept)] if proof.kept else []
    same += [say("proof.same_reached")] if proof.reached else []
    same.append(say("proof.same_soft" if soft else "proof.same"))
    dearest = proof.price_lists > 1
    return say(
        "proof.proved_dearest" if dearest else "proof.proved",
        cost=cost,
        lists=proof.price_lists,
        same=say("proof.join").join(same),
        least=yuan_at_least(least, 3 if fine else 2),
        gap=share_at_most(max(gap, 0.0001), 2 if fine else 1),
    )


def _circumstances(proof: Proof, say: Words) -> list[str]:
    lines = []
    if proof.penalty > NO_PENALTY:
        lines.append(say("proof.penalty", penalty=yuan(proof.penalty)))
    lines.append(
        say(
            "proof.stopped",
            stop=say(STOPS[proof.stop]),
            seconds=figure(Number(proof.seconds, decimals=1)),
            solver=proof.solver,
            seed=proof.seed,
            versions=say.listed([f"{name} {at}" for name, at in sorted(proof.versions.items())]),
        )
    )
    return lines
