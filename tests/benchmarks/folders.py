"""The folders that are measured: the samples, and cases derived from them by a few lines."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SAMPLES = ROOT / "food_tables" / "samples"

STANDARD = ROOT / "food_tables" / "standards" / "wst554_2017.toml"

MADE = ROOT / "build" / "bench"
"""Where derived folders are written, to be planned by hand as well."""

LUNCH, BOARDING, HALAL = SAMPLES / "primary_lunch", SAMPLES / "boarding", SAMPLES / "halal_lunch"

THREE_BANDS = Path(__file__).with_name("cases") / "lunch_three_bands"

DAYS = (5, 10, 20, 40, 60)

DAYS_OF_SERVICE, DAYS_OF_WEEK = 5, 7

ENDS = "end = 2026-03-06"

FRIDAY = date(2026, 3, 6)

TWICE = """
[clause.twice_in_four_weeks]
title = "四周内同一菜品至多两次"
title_en = "Each dish at most twice in four weeks"
ref = "示例"
unit = "次"
seen = "computed"
source = "project"
checked_on = 2026-03-01
rule = { form = "alike", per = "period", attribute = "code", high = 2 }
"""


def lunch(days: int) -> Path:
    """Return the sample lunch school planning so many days of service, whole weeks."""
    if days == DAYS_OF_SERVICE:
        return LUNCH
    folder = MADE / f"lunch_{days}"
    folder.mkdir(parents=True, exist_ok=True)
    text = (LUNCH / "plan.toml").read_text("utf-8")
    if text.count(ENDS) != 1:
        raise ValueError(f"the sample no longer says {ENDS!r}")
    last = FRIDAY + timedelta(DAYS_OF_WEEK * (days // DAYS_OF_SERVICE - 1))
    (folder / "plan.toml").write_text(text.replace(ENDS, f"end = {last}"), "utf-8")
    return folder


def four_weeks() -> Path:
    """Return the lunch of 20 days under one clause more: each dish at most twice in them."""
    folder = MADE / "four_weeks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.toml").write_bytes((lunch(20) / "plan.toml").read_bytes())
    (folder / "standard.toml").write_text(STANDARD.read_text("utf-8") + TWICE, "utf-8")
    return folder


def short_of_money(sample: Path, yuan: float) -> Path:
    """Return a sample whose budget, yuan per pupil and day, no lawful week keeps to."""
    folder = MADE / f"{sample.name}_for_{yuan}"
    folder.mkdir(parents=True, exist_ok=True)
    text = (sample / "plan.toml").read_text("utf-8")
    (folder / "plan.toml").write_text(f"{text}\n[budget]\nyuan_per_day = {yuan}\n", "utf-8")
    return folder
