"""Checkers of the measuring forms: amounts, ratios and supplies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutrition.checking.attainment import KNOWN_ENOUGH, Attainment, Verdict, above, below
from nutrition.checking.case import Case
from nutrition.checking.spans import Span, spans
from nutrition.checking.sums import Sum, limit_of, lists, mean
from nutrition.clauses import Amount, Clause, Limit, Ratio, Supply
from nutrition.menu import Serving
from nutrition.pupil import PupilGroup

GRAMS_PER_KG = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured for one line, and the limits in the unit of the clause."""

    found: Sum
    low: float | None
    high: float | None
    target: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Judge a floor on the known sum, and a ceiling only when enough is known."""
        value = self.found.value
        if below(value, self.low) or above(value, self.high):
            return Verdict.NOT_MET
        if self.high is not None and self.found.known < KNOWN_ENOUGH:
            return Verdict.UNKNOWN
        ceiling = self.low is None and self.high is not None
        if above(value, self.target) if ceiling else below(value, self.target):
            return Verdict.AMBER
        return Verdict.MET


def check_amount(rule: Amount, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Measure each span, for each group or (``across``) for the mean pupil of all groups."""
    parts: list[Sequence[PupilGroup]] = [[g] for g in case.groups]
    for span in spans(case.menu, rule.per, rule.meals):
        listed = clause.needs_listed is None or lists(span, clause.needs_listed, case)
        for groups in [case.groups] if rule.across else parts:
            reading = Reading(
                _mean_pupil(rule, span, groups, case),
                _limit(clause, rule.low, span, groups, case),
                _limit(clause, rule.high, span, groups, case),
                _limit(clause, rule.target, span, groups, case),
            )
            verdict = reading.verdict
            if not listed and not above(reading.found.value, reading.high):
                verdict = Verdict.UNKNOWN
            yield Attainment(
                clause.id,
                verdict,
                case.mode(clause),
                "" if rule.across else groups[0].code,
                span.where,
                reading.found.value,
                reading.low,
                reading.high,
                reading.target,
                clause.unit,
                reading.found.known,
            )


def _mean_pupil(rule: Amount, span: Span, groups: Sequence[PupilGroup], case: Case) -> Sum:
    """Measure the mean pupil of ``groups`` on the mean day of ``span``."""
    sums = [(g.headcount, mean(span, rule.measure, g.code, case.foods)) for g in groups]
    pupils = sum(count for count, _ in sums)
    return Sum(sum(count * s.value for count, s in sums) / pupils, min(s.known for _, s in sums))


def _limit(
    clause: Clause, limit: Limit | None, span: Span, groups: Sequence[PupilGroup], case: Case
) -> float | None:
    """Return the limit of the mean pupil of ``groups``."""
    if limit is None:
        return None
    pupils = sum(g.headcount for g in groups)
    return sum(g.headcount * limit_of(clause, limit, span, g, case) for g in groups) / pupils


def check_ratio(rule: Ratio, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Divide the two sums of each span; where the whole is nothing there is nothing to keep."""
    for span in spans(case.menu, rule.per):
        listed = clause.needs_listed is None or lists(span, clause.needs_listed, case)
        for group in case.groups:
            part = mean(span, rule.part, group.code, case.foods)
            whole = mean(span, rule.whole, group.code, case.foods)
            known = min(part.known, whole.known)
            share = part.value / whole.value if whole.value > 0 else None
            yield Attainment(
                clause.id,
                _share_verdict(share, rule, known=known, listed=listed),
                case.mode(clause),
                group.code,
                span.where,
                share,
                rule.low,
                rule.high,
                unit=clause.unit,
                known=known,
            )


def _share_verdict(share: float | None, rule: Ratio, *, known: float, listed: bool) -> Verdict:
    """Judge a share: with much unknown above or below the line, neither side can be judged."""
    if not listed or known < KNOWN_ENOUGH:
        return Verdict.UNKNOWN
    if share is None:
        return Verdict.MET
    outside = below(share, rule.low) or above(share, rule.high)
    return Verdict.NOT_MET if outside else Verdict.MET


def check_supply(rule: Supply, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Weigh, as bought, what the whole menu takes of the foods for all pupils."""
    servings = [serving for _, _, serving in case.menu.servings()]
    kilograms = sum(
        group.headcount * _bought(serving, group.code, rule, case)
        for serving in servings
        for group in case.groups
    )
    reading = Reading(Sum(kilograms / GRAMS_PER_KG), rule.low_kg, rule.high_kg)
    yield Attainment(
        clause.id,
        reading.verdict,
        case.mode(clause),
        measured=reading.found.value,
        low=rule.low_kg,
        high=rule.high_kg,
        unit=clause.unit,
    )


def _bought(serving: Serving, group: str, rule: Supply, case: Case) -> float:
    """Return the grams as bought of the rule's foods in one pupil's portion."""
    return sum(
        grams / case.foods[code].edible
        for code, grams in serving.portions[group].grams.items()
        if rule.foods.takes(case.foods[code])
    )
