"""What a school decides for itself, as clauses beside those of the standard, and its changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from api.bringing import PLAN
from api.plan_file import PlanFile, RuleSpec
from api.unknown_words import unknown_rule
from food_tables.table_errors import Fault
from nutrition.clauses import (
    Amount,
    Clause,
    Exclusion,
    Limit,
    Mode,
    OnDates,
    Per,
    Rule,
    Seen,
    Servings,
    Standard,
    Supply,
    Term,
)
from nutrition.dish import DishSelector
from nutrition.food import COST, FoodSelector
from nutrition.meal_names import meal_id
from nutrition.quantities import Money
from nutrition.standard_faults import ends

DOCUMENT = "plan.toml"

HALAL_TAGS = frozenset({"alcohol", "blood", "lard", "not_halal", "pork"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What plan.toml names, resolved into codes.

    Attributes:
        banned_foods: codes.
        banned_dishes: codes.
        allergens: ids.
        supplies: food codes of each [[supply]], in order.
        festivals: dish codes of each [[festival]], in order.
    """

    banned_foods: frozenset[str]
    banned_dishes: frozenset[str]
    allergens: frozenset[str]
    supplies: tuple[frozenset[str], ...]
    festivals: tuple[frozenset[str], ...] = ()


def school_standard(
    standard: Standard, plan: PlanFile, choices: Choices, on: date
) -> tuple[Standard, list[Fault]]:
    """Return ``standard`` with the school's numbers, prices and own clauses."""
    clauses = dict(standard.clauses)
    own = _own(plan, choices, on)
    clauses |= {c.id: c for c in own}
    faults: list[Fault] = []
    for code, spec in plan.rules.items():
        if code not in clauses:
            faults.append(unknown_rule(f"rules.{code}", code, clauses))
            continue
        clauses[code] = _changed(clauses[code], spec, faults)
    return replace(standard, clauses=clauses), faults


def modes_of(plan: PlanFile) -> dict[str, Mode]:
    """Return the modes that the school sets."""
    modes = {code: spec.mode for code, spec in plan.rules.items() if spec.mode is not None}
    if plan.budget is not None:
        modes.setdefault("school_budget", plan.budget.mode)
    return modes


def _changed(clause: Clause, spec: RuleSpec, faults: list[Fault]) -> Clause:
    """Put the school's numbers into a rule; a number that the rule cannot have is a fault."""
    rule: Any = clause.rule
    key = f"rules.{clause.id}"
    has = {f.name: f for f in fields(rule)}
    for name in ("low", "high", "weekly", "gap_days", "at_least"):
        value = getattr(spec, name)
        if value is None:
            continue
        if name not in has:
            allowed = "、".join(n for n in has if n in RuleSpec.model_fields)
            facts = {"value": name, "name": clause.title, "allowed": allowed or "mode"}
            faults.append(Fault("plan.rule-has-no-number", PLAN, None, f"{key}.{name}", facts))
        elif _counts(rule, name) and value != int(value):
            facts = {"value": f"{value:g}"}
            faults.append(Fault("plan.not-whole", PLAN, None, f"{key}.{name}", facts))
        else:
            rule = replace(rule, **{name: _as(rule, name, value)})
    low, high = ends(rule)
    if low is not None and high is not None and low > high:
        facts = {"value": f"{low:g}", "limit": f"{high:g}", "name": clause.title}
        where = f"{key}.high" if spec.low is None else f"{key}.low"
        faults.append(Fault("plan.min-above-max", PLAN, None, where, facts))
    price = clause.soft_price if spec.price is None else spec.price
    return replace(clause, rule=rule, soft_price=price)


def _as(rule: Rule, name: str, value: float) -> object:
    if isinstance(rule, Amount) and name in ("low", "high"):
        return Limit(value=value)
    return int(value) if _counts(rule, name) else value


def _counts(rule: Rule, name: str) -> bool:
    """Say whether a number of the rule counts dishes, kinds or days."""
    return not isinstance(rule, Amount) and rule.form != "ratio" and name != "at_least"


def _own(plan: PlanFile, choices: Choices, on: date) -> Iterator[Clause]:
    def clause(code: str, words: tuple[str, str], key: str, unit: str, rule: Rule) -> Clause:
        return Clause(
            id=code,
            document=DOCUMENT,
            title=words[0],
            title_en=words[1],
            ref=key,
            unit=unit,
            rule=rule,
            seen=Seen.ORIGINAL,
            source=DOCUMENT,
            checked_on=on,
        )

    yield from _exclusions(plan, choices, clause)
    if plan.budget is not None:
        fen = Money.yuan(plan.budget.yuan_per_day).fen
        limit = Limit(value=float(fen))
        cost = Amount("amount", Per.PERIOD, (Term(COST),), high=limit, across=True)
        yield clause("school_budget", ("每生每日预算", "Budget"), "[budget]", "fen", cost)
    for per, capacity in ((Per.MEAL, plan.kitchen.per_meal), (Per.DAY, plan.kitchen.per_day)):
        for number, (method, high) in enumerate(capacity.items(), start=1):
            dishes = DishSelector(methods=frozenset({method}))
            words = (f"{method}的菜数量", f"Dishes by {method}")
            servings = Servings("servings", per, high=high, dishes=dishes)
            code = f"school_kitchen_{per.value}_{number}"
            yield clause(code, words, "[kitchen]", "道", servings)
    yield from _equipment(plan, clause)
    yield from _festivals(plan, choices, clause)
    for number, (spec, foods) in enumerate(zip(plan.supply, choices.supplies, strict=True), 1):
        words = (spec.reason or "、".join(spec.foods), spec.reason or ", ".join(spec.foods))
        supply = Supply("supply", FoodSelector(codes=foods), spec.min_kg, spec.max_kg)
        yield clause(f"school_supply_{number}", words, "[[supply]]", "kg", supply)


def _equipment(plan: PlanFile, clause: Callable[..., Clause]) -> Iterator[Clause]:
    for number, spec in enumerate(plan.kitchen.equipment, start=1):
        dishes = DishSelector(methods=frozenset(spec.methods))
        words = (f"{spec.name}做的菜数量", f"Dishes on {spec.name}")
        for per, high in ((Per.MEAL, spec.per_meal), (Per.DAY, spec.per_day)):
            if high is not None:
                servings = Servings("servings", per, high=high, dishes=dishes)
                code = f"school_equipment_{per.value}_{number}"
                yield clause(code, words, "[[kitchen.equipment]]", "道", servings)


def _festivals(plan: PlanFile, choices: Choices, clause: Callable[..., Clause]) -> Iterator[Clause]:
    for number, (spec, dishes) in enumerate(zip(plan.festival, choices.festivals, strict=True), 1):
        words = (f"{spec.name}（{spec.date}）的节令菜", f"{spec.name} ({spec.date}): its dishes")
        meals = frozenset() if spec.meal is None else frozenset({meal_id(spec.meal)})
        rule = OnDates("on_dates", frozenset({spec.date}), DishSelector(codes=dishes), 1, meals)
        yield clause(f"school_festival_{number}", words, "[[festival]]", "道", rule)


def _exclusions(
    plan: PlanFile, choices: Choices, clause: Callable[..., Clause]
) -> Iterator[Clause]:
    def out(code: str, words: tuple[str, str], key: str, rule: Exclusion) -> Clause:
        return clause(code, words, key, "", rule)

    if plan.halal:
        rule = Exclusion("exclusion", foods=FoodSelector(tags=HALAL_TAGS))
        yield out("school_halal", ("清真", "Halal"), "halal", rule)
    if choices.allergens:
        rule = Exclusion("exclusion", allergens=choices.allergens)
        yield out("school_allergens", ("避开的过敏原", "Allergens"), "[exclude]", rule)
    if choices.banned_foods:
        rule = Exclusion("exclusion", foods=FoodSelector(codes=choices.banned_foods))
        yield out("school_foods", ("不用的食材", "Foods not used"), "[exclude]", rule)
    if choices.banned_dishes:
        rule = Exclusion("exclusion", dishes=DishSelector(codes=choices.banned_dishes))
        yield out("school_dishes", ("不做的菜", "Dishes not served"), "[exclude]", rule)
