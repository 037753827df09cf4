"""Checkers of the counting forms: distinct kinds, servings, and dishes alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from nutrition.checking.attainment import Attainment, Verdict, above, below
from nutrition.checking.case import Case
from nutrition.checking.places import Place
from nutrition.checking.spans import Span, spans
from nutrition.checking.sums import grams_of, total
from nutrition.clauses import Alike, Attribute, Clause, Distinct, Servings
from nutrition.dish import Dish, DishSelector
from nutrition.menu import Serving


def attribute_of(dish: Dish, attribute: Attribute) -> str:
    """Return what ``dish`` says of ``attribute``; empty when it does not say."""
    if attribute is Attribute.CODE:
        return dish.known_as
    return str(getattr(dish, attribute.value))


def left_open(dish: Dish, attribute: Attribute) -> bool:
    """Say whether ``dish`` leaves ``attribute`` open; what follows from its recipe never is."""
    return attribute is not Attribute.VEGETABLE and not attribute_of(dish, attribute)


def undecided(selector: DishSelector, dish: Dish) -> bool:
    """Say whether ``dish`` leaves open what ``selector`` asks, and is not refused otherwise."""
    asked = (
        (selector.categories, dish.category),
        (selector.methods, dish.method),
        (selector.codes, dish.known_as),
        (selector.kinds, dish.kind),
    )
    if any(wanted and said and said not in wanted for wanted, said in asked):
        return False
    return any(wanted and not said for wanted, said in asked)


def check_distinct(rule: Distinct, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Count the kinds of each span; a kind is there when every group gets enough of it.

    A span that serves none of the dishes whose attribute is compared is left out.
    """
    for span in spans(case.menu, rule.per, rule.meals):
        count, unsaid = _kinds_present(rule, span, case), 0
        if rule.attribute is not None:
            if not any(_concerns(rule.dishes, s.dish) for s in span.servings()):
                continue
            values, unsaid = _values(rule.dishes, rule.attribute, span)
            count = len(values)
        verdict = Verdict.MET
        if count < rule.low:
            verdict = Verdict.UNKNOWN if count + unsaid >= rule.low else Verdict.NOT_MET
        yield Attainment(
            clause.id,
            verdict,
            case.mode(clause),
            where=span.where,
            measured=count,
            low=rule.low,
            unit=clause.unit,
        )


def _concerns(selector: DishSelector, dish: Dish) -> bool:
    return selector.takes(dish) or undecided(selector, dish)


def _kinds_present(rule: Distinct, span: Span, case: Case) -> int:
    """Count the named kinds, or the foods, of which every group gets enough in ``span``."""
    amounts = [
        [total(kind.measure, span.servings(), g.code, case.foods).value for g in case.groups]
        for kind in rule.kinds
    ]
    least = [kind.at_least for kind in rule.kinds]
    if rule.foods is not None:
        amounts = [
            [_grams(span, g.code, food) for g in case.groups]
            for food in _foods_in(span)
            if rule.foods.takes(case.foods[food])
        ]
        least = [rule.at_least] * len(amounts)
    return sum(
        all(_enough(a, at_least) for a in each)
        for each, at_least in zip(amounts, least, strict=True)
    )


def _foods_in(span: Span) -> dict[str, None]:
    """Return the foods of all portions, in the order in which they first occur."""
    return {
        food: None
        for serving in span.servings()
        for portion in serving.portions.values()
        for food in portion.grams
    }


def _grams(span: Span, group: str, food: str) -> float:
    return sum(s.portions[group].grams.get(food, 0.0) for s in span.servings())


def _enough(amount: float, at_least: float) -> bool:
    """Say whether there is ``at_least`` so much, and more than none."""
    return amount > 0 and not below(amount, at_least)


def _values(selector: DishSelector, attribute: Attribute, span: Span) -> tuple[Counter[str], int]:
    """Count the dishes chosen by value, and apart those that might add to any of them."""
    values: Counter[str] = Counter()
    unsaid = 0
    for serving in span.servings():
        said = attribute_of(serving.dish, attribute)
        if undecided(selector, serving.dish):
            unsaid += 1
        elif selector.takes(serving.dish):
            values.update([said] if said else [])
            unsaid += left_open(serving.dish, attribute)
    return values, unsaid


def check_alike(rule: Alike, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Report the value that most of the dishes chosen share in each span."""
    for span in spans(case.menu, rule.per, rule.meals):
        values, unsaid = _values(rule.dishes, rule.attribute, span)
        if not values and not unsaid:
            continue
        value, count = values.most_common(1)[0] if values else ("", 0)
        verdict = Verdict.MET
        if count > rule.high:
            verdict = Verdict.NOT_MET
        elif count + unsaid > rule.high:
            verdict = Verdict.UNKNOWN
        yield Attainment(
            clause.id,
            verdict,
            case.mode(clause),
            where=span.where.at(value=value),
            measured=count,
            high=rule.high,
            unit=clause.unit,
        )


def check_servings(rule: Servings, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Count the servings of each span, and report each one that is too large."""
    without_floor = replace(rule, low=None)
    for span in spans(case.menu, rule.per, rule.meals):
        asked = rule if len(span.days) >= rule.from_days else without_floor
        enough, more = _tally(rule, span, case, _holds)
        full, fuller = _tally(rule, span, case, _recipe_holds)
        over = rule.high is not None and full > rule.high
        yield Attainment(
            clause.id,
            _count_verdict(asked, enough, enough + more, full, full + fuller),
            case.mode(clause),
            where=span.where,
            measured=full if over or asked.low is None else enough,
            low=asked.low,
            high=rule.high,
            unit=clause.unit,
        )
        yield from _too_large(rule, clause, span, case)


Test = Callable[[Servings, Serving, Case], bool]


def _tally(rule: Servings, span: Span, case: Case, holds: Test) -> tuple[int, int]:
    """Count the servings of the dishes chosen that ``holds``, and those that might be chosen."""
    full = [s for s in span.servings() if holds(rule, s, case)]
    chosen = sum(rule.dishes.takes(s.dish) for s in full)
    return chosen, sum(undecided(rule.dishes, s.dish) for s in full)


def _holds(rule: Servings, serving: Serving, case: Case) -> bool:
    """Say whether every group's portion holds enough of the rule's foods."""
    foods = rule.foods
    return foods is None or all(
        _enough(grams_of(foods, serving, g.code, case), rule.at_least) for g in case.groups
    )


def _recipe_holds(rule: Servings, serving: Serving, case: Case) -> bool:
    """Say whether the recipe, whatever the size of a portion, holds enough of the rule's foods."""
    foods = rule.foods
    if foods is None:
        return True
    recipe = serving.dish.ingredients
    held = sum(i.grams for i in recipe if i.food in case.foods and foods.takes(case.foods[i.food]))
    return _enough(held, rule.at_least)


def _count_verdict(rule: Servings, least: int, most: int, full: int, fuller: int) -> Verdict:
    """Judge counts of which more is unsaid: a floor by portions, a ceiling by recipes."""
    low, high = rule.low or 0, rule.high
    if most < low or (high is not None and full > high):
        return Verdict.NOT_MET
    sure = least >= low and (high is None or fuller <= high)
    return Verdict.MET if sure else Verdict.UNKNOWN


def _too_large(rule: Servings, clause: Clause, span: Span, case: Case) -> Iterator[Attainment]:
    """Yield a line for each group's serving with more of the foods than ``at_most``."""
    if rule.foods is None or rule.at_most is None:
        return
    for day in span.days:
        for serving in day.servings:
            for group in case.groups:
                grams = grams_of(rule.foods, serving, group.code, case)
                if rule.dishes.takes(serving.dish) and above(grams, rule.at_most):
                    yield Attainment(
                        clause.id,
                        Verdict.NOT_MET,
                        case.mode(clause),
                        group.code,
                        Place(span.where.week, day.day.label, dish=serving.dish.name),
                        grams,
                        high=rule.at_most,
                        unit="g",
                    )
