"""Reference prices are positive, believable and remade from what was published."""

from __future__ import annotations

from datetime import date

import pytest

from food_tables.build.prices import derived_price, end_of
from food_tables.loading import (
    load_document,
    load_foods,
    load_price_decisions,
    load_price_observations,
    load_prices,
)

PRICES = {row["food"]: row for row in load_prices()}
OBSERVED = load_price_observations()
FOODS = {food["code"]: food for food in load_foods()}
CHEAPEST_LI, DEAREST_LI = 1_500, 130_000


def test_every_food_has_one_price_and_every_price_a_food() -> None:
    assert set(PRICES) == set(FOODS)
    assert len(load_prices()) == len(PRICES)


def test_prices_are_whole_li_within_what_a_canteen_pays() -> None:
    for row in PRICES.values():
        assert CHEAPEST_LI <= int(row["li_per_kg"]) <= DEAREST_LI


def test_each_price_says_what_it_rests_on() -> None:
    for row in PRICES.values():
        seen = [each for each in OBSERVED if each["food"] == row["food"]]
        assert row["basis"] in {"published", "derived", "estimate"}
        assert row["source"]
        if row["basis"] == "estimate":
            assert row["place"] == ""
            assert "估价" in row["source"]
        else:
            assert seen
            assert row["place"]


def test_published_prices_have_no_factor_in_them() -> None:
    for row in PRICES.values():
        kinds = {each["kind"] for each in OBSERVED if each["food"] == row["food"]}
        if row["basis"] == "published":
            assert kinds == {"wholesale"}


def test_derived_prices_follow_from_the_observations() -> None:
    rules = load_document("prices", "2026")["derivation"]
    for row in PRICES.values():
        if row["basis"] != "estimate":
            seen = [each for each in OBSERVED if each["food"] == row["food"]]
            assert int(row["li_per_kg"]) == derived_price(seen, rules)


def test_observations_carry_their_place_day_and_publisher() -> None:
    assert len(OBSERVED) >= 140
    for row in OBSERVED:
        assert int(row["li_per_kg"]) > 0
        assert row["kind"] in {"wholesale", "retail", "farm_gate"}
        assert row["place"]
        assert row["source"]
        if "-" in row["date"]:
            date.fromisoformat(row["date"])


def test_price_decisions_say_what_the_price_list_holds() -> None:
    for row in load_price_decisions():
        price = PRICES[row["food"]]
        assert price["li_per_kg"] == row["decided_li_per_kg"]
        assert price["basis"] == row["basis"]
        assert row["reason"]


def test_lean_cuts_cost_more_than_fat_ones_and_shelled_more_than_whole() -> None:
    li = {FOODS[code]["name"]: int(row["li_per_kg"]) for code, row in PRICES.items()}
    assert li["猪瘦肉"] > li["猪肉(肥瘦)"]
    assert li["虾仁"] > li["南美白对虾"]
    assert li["干香菇"] > 4 * li["香菇"]
    assert li["木耳(干)"] > 4 * li["木耳(水发)"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2024-W01", "2024-01-07"),
        ("2024-06-24/30", "2024-06-30"),
        ("2024-10", "2024-10-31"),
        ("2026-01-22", "2026-01-22"),
        ("undated(约2025)", "2025"),
    ],
)
def test_a_printed_period_ends_on_its_last_day(printed: str, day: str) -> None:
    assert end_of(printed) == day
