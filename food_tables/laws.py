"""Laws that figures per 100 g obey, in our own tables and in a stranger's.

A figure that is absent is unknown; a law that needs it is then silent.
"""

from __future__ import annotations

from collections.abc import Mapping

Figures = Mapping[str, float]

GROUPS = (
    *("谷薯类", "蔬菜类", "水果类", "畜禽肉类", "鱼虾类", "蛋类", "奶及奶制品"),
    *("大豆类及其制品和坚果", "植物油", "盐", "调味品", "其他"),
)
"""The food groups that clauses ask for."""

WITHOUT_RETINOL = frozenset({"蔬菜类", "水果类", "大豆类及其制品和坚果", "植物油", "盐"})
"""Plants hold no retinol; cakes (谷薯类) and sauces may."""

CONSTITUENTS = ("protein_g", "fat_g", "carbohydrate_g", "water_g")

LARGEST_SUM = 101.5
"""Grams: what analysis and rounding add to a whole of 100."""

ENERGY_SLACK_KCAL = 5.0

ENERGY_SLACK_SHARE = 0.1

RAE_PER_CAROTENE = 1 / 12

ROUNDING_UG = 1.5
"""RAE and carotene are printed rounded."""

NEAR = 0.01

FIBRE_SLACK = 0.05
"""Share, and grams: two methods of analysis meet here."""


def energy_between(figures: Figures) -> tuple[float, float] | None:
    """Return the energy by the one rule, as its least and its most.

    energy = 4 protein + 9 fat + 4 (carbohydrate - fibre) + 2 fibre

    The two differ only where fibre is unknown: it is none of the carbohydrate, or all of it.
    """
    if not {"protein_g", "fat_g", "carbohydrate_g"} <= figures.keys():
        return None
    carbohydrate = figures["carbohydrate_g"]
    whole = 4 * figures["protein_g"] + 9 * figures["fat_g"] + 4 * carbohydrate
    if "fibre_g" in figures:
        exact = whole - 2 * figures["fibre_g"]
        return exact, exact
    return whole - 2 * carbohydrate, whole


def energy_is_far(energy: float, least: float, most: float) -> bool:
    """Say whether an energy misses the rule by more than 10 % and 5 kcal."""
    slack = max(ENERGY_SLACK_KCAL, ENERGY_SLACK_SHARE * energy)
    return energy < least - slack or energy > most + slack


def constituent_sum(figures: Figures) -> float:
    """Return the grams of protein, fat, carbohydrate and water, as far as they are known."""
    return sum(figures.get(part, 0.0) for part in CONSTITUENTS)


def fibre_exceeds_carbohydrate(figures: Figures) -> bool:
    """Say whether fibre, which is part of the carbohydrate, is more than all of it."""
    if not {"carbohydrate_g", "fibre_g"} <= figures.keys():
        return False
    return figures["fibre_g"] > figures["carbohydrate_g"] * (1 + FIBRE_SLACK) + FIBRE_SLACK


def vitamin_a_below_carotene(figures: Figures) -> bool:
    """Say whether vitamin A (RAE) is less than carotene/12 alone."""
    if not {"vitamin_a_ug_rae", "carotene_ug"} <= figures.keys():
        return False
    from_carotene = figures["carotene_ug"] * RAE_PER_CAROTENE
    return figures["vitamin_a_ug_rae"] < (1 - NEAR) * from_carotene - ROUNDING_UG


def vitamin_a_unexplained(figures: Figures, group: str) -> bool:
    """Say whether vitamin A (RAE) is more than carotene/12 and retinol explain.

    A table in retinol equivalents (carotene/6) is found out by its plants.
    """
    retinol = 0.0 if group in WITHOUT_RETINOL else figures.get("retinol_ug")
    if retinol is None or not {"vitamin_a_ug_rae", "carotene_ug"} <= figures.keys():
        return False
    explained = retinol + figures["carotene_ug"] * RAE_PER_CAROTENE
    return figures["vitamin_a_ug_rae"] > (1 + NEAR) * explained + ROUNDING_UG


def retinol_of(figures: Figures, group: str) -> float | None:
    """Return the retinol that vitamin A and carotene leave: RAE - carotene/12, 0 in plants."""
    if not {"vitamin_a_ug_rae", "carotene_ug"} <= figures.keys():
        return None
    rest = figures["vitamin_a_ug_rae"] - figures["carotene_ug"] * RAE_PER_CAROTENE
    return 0.0 if group in WITHOUT_RETINOL or rest < 1 else round(rest, 1)
