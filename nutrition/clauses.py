"""Standards as values: each clause says what is measured, over what, and between which limits.

A clause's ``rule`` is one of a few forms (amount, ratio, distinct, servings, alike,
spacing, repetition, on_dates, exclusion, supply, review).  The optimiser has one row
writer per form, the checkers one plain-arithmetic witness per form; both take every
number from the clause.
"""

from __future__ import annotations

from nutrition.clause import Clause, Mode, Seen, Value, When
from nutrition.meal_share import MealShare
from nutrition.rule_forms import (
    Alike,
    Allowance,
    Amount,
    Distinct,
    Exclusion,
    Kind,
    OnDates,
    Ratio,
    Repetition,
    Review,
    Rule,
    Servings,
    Spacing,
    Supply,
)
from nutrition.rule_parts import Attribute, Limit, Measure, Per, Term
from nutrition.standard import Standard

__all__ = [
    "Alike",
    "Allowance",
    "Amount",
    "Attribute",
    "Clause",
    "Distinct",
    "Exclusion",
    "Kind",
    "Limit",
    "MealShare",
    "Measure",
    "Mode",
    "OnDates",
    "Per",
    "Ratio",
    "Repetition",
    "Review",
    "Rule",
    "Seen",
    "Servings",
    "Spacing",
    "Standard",
    "Supply",
    "Term",
    "Value",
    "When",
]
