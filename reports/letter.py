"""致学生和家长一封信: what is voluntary, what it costs, and a slip to choose and sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from canteen.fees import FeeItem
from nutrition.quantities import Money
from reports.cells import money
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Kind, Paragraph, Section, Sheet, Table
from reports.words import Words, words

LETTER: Final = "letter"


@dataclass(frozen=True, slots=True)
class LetterView:
    """What the letter says.

    Attributes:
        meals: meal plan -> meal -> what one meal costs its parents.
        items: voluntary items that are offered.
        working_days: within which what was not used is paid back.
    """

    frame: Frame
    meals: Mapping[str, Mapping[str, Money]]
    items: tuple[FeeItem, ...]
    working_days: int


def letter(view: LetterView) -> Sheet:
    """Build the letter, with the slip at its end."""
    say, phone = words(view.frame.lang), view.frame.people.phone
    ask = say("letter.ask", phone=phone) if phone else say("letter.ask_school")
    back = say("letter.back", days=view.working_days)
    text = Paragraph(
        say("letter.dear"),
        (say("letter.free"), say("letter.apart"), back, ask),
        strong=True,
        large=True,
    )
    blocks = (text, _offers(view, say), _slip(view, say))
    return framed(view.frame, Body(blocks, subtitle=view.frame.school))


def _offers(view: LetterView, say: Words) -> Table:
    meals = tuple(
        (
            Cell(_meal(plan, meal, say), header=True),
            money(fen),
            Cell(say("letter.meal")),
            Cell(""),
        )
        for plan, prices in view.meals.items()
        for meal, fen in prices.items()
    )
    items = tuple(
        (Cell(x.name, header=True), money(x.standard), Cell(x.unit), Cell(x.basis))
        for x in view.items
    )
    return Table(
        title=say("letter.offers"),
        columns=(
            Column(say("fees.item"), width=1.6),
            Column(say("fees.standard"), Kind.MONEY, unit=say("unit.yuan"), width=0.8),
            Column(say("letter.unit"), width=0.8),
            Column(say("fees.basis"), width=2.4),
        ),
        sections=(Section(say("letter.meals"), meals), Section(say("letter.items"), items)),
        name=say("letter.tab"),
        empty=say("fees.none"),
    )


def _meal(plan: str, meal: str, say: Words) -> str:
    """Return what a meal of a plan is called; a plan named after its meal is said once."""
    name = say.name("meal", meal)
    return plan if name in plan else f"{plan} {name}"


def _slip(view: LetterView, say: Words) -> Table:
    """Return the slip: a line for each choice, yes and no side by side, no choice made before."""
    chosen = [_meal(plan, meal, say) for plan, meals in view.meals.items() for meal in meals]
    chosen += [item.name for item in view.items]
    rows = tuple((Cell(name, header=True), Cell("□"), Cell("□"), Cell("")) for name in chosen)
    who = (Cell(say("letter.pupil"), header=True), Cell("", columns=3))
    signed = (Cell(say("letter.parent"), header=True), Cell("", columns=3))
    return Table(
        title=say("letter.slip"),
        columns=(
            Column(say("letter.choice"), width=1.6),
            Column(say("letter.yes"), width=0.8),
            Column(say("letter.no"), width=0.8),
            Column(say("letter.since"), width=2.4),
        ),
        sections=(Section("", (*rows, who, signed)),),
        note=say("letter.slip_note"),
        name=say("letter.slip_tab"),
        roomy=True,
    )
