"""Rules: one writer per form of clause; each clause's rows bear its id."""

from optimizer.rules import amounts, calendar, variety
from optimizer.rules.registry import RULES, apply, apply_all

__all__ = ["RULES", "amounts", "apply", "apply_all", "calendar", "variety"]
