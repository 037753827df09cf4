"""canteen books leave, move, consent, entitle and erase: what changes for one pupil."""

from __future__ import annotations

from datetime import date

import typer

from api.asking import agreed as asked
from api.books_desk import Desk
from api.books_said import say_made
from api.commands.books_entries import date_given
from api.errors import BadOption
from api.outcome import Exit
from canteen.ledger.accounts import FEES_PREPAID
from canteen.ledger.funds import Fund, fund_named
from canteen.pupils import GRANTS, MEALS, Admission, Consent, Entitlement
from canteen.spans import Span
from canteen.store.claims import owing
from canteen.store.journal import Journal
from canteen.store.leavers import settle_leaver
from canteen.store.persons import Persons
from canteen.store.pupil_lines import prepaid
from canteen.store.pupils import Roll
from food_tables.vocabulary import vocabulary
from nutrition.quantities import Money

Span_ = tuple[str, str]
"""First and last day, as they were given; the last may be ""."""


def left(desk: Desk, pupil: str, day: str, voucher: str) -> Exit:
    """Let a pupil leave; what is left of its prepaid money is owed to it."""
    last = date_given("--day", day)
    with desk.writes() as books:
        made = settle_leaver(books, pupil, last, voucher, f"leave {pupil} {voucher}")
        rest = prepaid(books).get(pupil, Money(0))
        fees = -Journal(books).balance(FEES_PREPAID, party=pupil)
        claims = [c for o in owing(books) if o.pupil == pupil for c in o.open if c.reason == "left"]
    say_made(desk, made[0], "books.left", pupil=pupil, day=last)
    for claim in claims:
        say_made(desk, None, "books.left_owed", amount=claim.amount, due=claim.due)
    if rest.fen < 0:
        say_made(desk, None, "books.left_owing", amount=-rest)
    if fees.fen:
        say_made(desk, None, "books.left_fees", amount=fees)
    return Exit.DONE


def moved(desk: Desk, pupil: str, school_class: str, since: str, voucher: str) -> Exit:
    """Move a pupil to another class."""
    first = date_given("--since", since)
    with desk.writes() as books:
        roll = Roll(books)
        made = roll.transfer(pupil, school_class, first, voucher, f"move {pupil} {voucher}")
        alone = roll.members(school_class, first) == {pupil}
    say_made(desk, made, "books.moved", pupil=pupil, school_class=school_class, day=first)
    if alone:
        say_made(desk, None, "books.moved_alone", school_class=school_class)
    return Exit.DONE


def agreed(desk: Desk, pupil: str, plan: str, span: Span_, voucher: str) -> Exit:
    """Write down that a pupil's guardian agrees to a meal plan.

    Raises:
        BadOption: no plan is named.
    """
    first, last = _span(span)
    with desk.writes() as books:
        roll = Roll(books)
        if not plan.strip():
            raise BadOption("--plan", plan, "、".join(roll.plans(first)) or "PLAN")
        given = Consent(pupil, voucher, first, plan, until=last)
        made = roll.admit(
            Admission(consents=(given,)), voucher, f"consent {pupil} {first} {voucher}"
        )
        holds = _holding(roll.agreed().get((pupil, MEALS), []), Span(plan, first, last))
    say_made(desk, made, "books.agreed", pupil=pupil, plan=plan, span=_days(desk, holds))
    return Exit.DONE


def withdrawn(desk: Desk, pupil: str, since: str, voucher: str) -> Exit:
    """End a consent to meals: from that day on nothing is charged."""
    first = date_given("--since", since)
    with desk.writes() as books:
        key = f"withdraw {pupil} {first} {voucher}"
        made = Roll(books).withdraw(pupil, MEALS, first, voucher, key)
    say_made(desk, made, "books.withdrawn", pupil=pupil, day=first)
    return Exit.DONE


def entitled(desk: Desk, pupil: str, fund: str, span: Span_, voucher: str) -> Exit:
    """Write down that a grant pays for a pupil."""
    grant, (first, last) = _grant(fund), _span(span)
    with desk.writes() as books:
        roll = Roll(books)
        given = Entitlement(pupil, grant, first, last)
        key = f"entitle {pupil} {grant} {first} {voucher}"
        made = roll.admit(Admission(entitlements=(given,)), voucher, key)
        holds = _holding(roll.entitled().get((pupil, grant), []), Span(grant, first, last))
    days = _days(desk, holds)
    say_made(desk, made, "books.entitled", pupil=pupil, fund=desk.fund(grant), span=days)
    return Exit.DONE


def revoked(desk: Desk, pupil: str, fund: str, since: str, voucher: str) -> Exit:
    """End what a grant pays for a pupil."""
    grant, first = _grant(fund), date_given("--since", since)
    with desk.writes() as books:
        key = f"revoke {pupil} {grant} {first} {voucher}"
        made = Roll(books).revoke(pupil, grant, first, voucher, key)
    say_made(desk, made, "books.revoked", pupil=pupil, fund=desk.fund(grant), day=first)
    return Exit.DONE


def erased(desk: Desk, pupil: str, *, unsettled: bool, yes: bool) -> Exit:
    """Forget the name and the allergies of a pupil, after a question."""
    if not yes and not asked(desk.words("books.ask_erase", pupil=pupil)):
        typer.echo(desk.words("books.nothing_erased"), err=True)
        return Exit.DONE
    with desk.writes() as books:
        Persons(books).erase(pupil, unsettled=unsettled)
    typer.echo(desk.words("books.erased", pupil=pupil), err=True)
    return Exit.DONE


def _grant(text: str) -> Fund:
    words = vocabulary("grant")
    found = words.find(text) or fund_named(text)
    if found not in GRANTS:
        raise BadOption("FUND", text, "、".join(words.choices))
    return Fund(found)


def _span(span: Span_) -> tuple[date, date | None]:
    first, last = span
    return date_given("--since", first), date_given("--until", last) if last else None


def _holding(held: list[Span[str]], asked: Span[str]) -> Span[str]:
    """Return what holds on the first day that was asked for; what was asked, if nothing does."""
    first = asked.first
    return next((span for span in held if span.covers(first, first)), asked)


def _days(desk: Desk, span: Span[str]) -> str:
    """Return from when to when something holds, which may be longer than was asked for."""
    if span.last is None:
        return desk.words("books.from_on", first=span.first)
    return desk.words("books.from_to", first=span.first, last=span.last)
