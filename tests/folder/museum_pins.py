"""Exhibits of dishes, meals and days that are pinned where they cannot stand."""

from __future__ import annotations

from tests.folder.exhibits import Exhibit, asked_for, kept, lock, plan

RICE = "S001 米饭 G001=55"

SOUP = "T002 萝卜排骨汤 V052=30 M008=20 S001=0.3 V057=1.1"

WHOLE = '[[lock]]\ndate = 2026-03-02\nmeal = "lunch"\ndishes = ["米饭", "萝卜排骨汤"]\n'

FEAST = '[[festival]]\nname = "节日"\ndate = 2026-03-02\n'

PINS: dict[str, Exhibit] = {
    "plan.lock-dish-or-dishes": Exhibit(
        "a lock of nothing", plan(add='[[lock]]\ndate = 2026-03-02\nmeal = "lunch"\n')
    ),
    "plan.lock-against-meal": Exhibit(
        "a whole meal locked, and another dish at it",
        plan(add=WHOLE + lock("2026-03-02", "lunch", "馒头")),
    ),
    "plan.locked-meal-short": Exhibit(
        "a whole meal without soup", plan(add=WHOLE.replace(', "萝卜排骨汤"', ""))
    ),
    "plan.keep-not-there": Exhibit(
        "a day that the earlier plan does not have",
        kept('meals = [{ date = 2026-03-03, meal = "lunch" }]\n', RICE, SOUP),
    ),
    "plan.keep-unpriced": Exhibit(
        "a dish kept that no slot takes now", kept("", RICE, "M001 红烧肉 M018=50")
    ),
    "plan.keep-excluded": Exhibit(
        "a dish kept that is excluded", kept('[exclude]\ndishes = ["米饭"]\n', RICE, SOUP)
    ),
    "plan.keep-grams": Exhibit(
        "grams kept that no size prints", kept("", "S001 米饭 G001=81", SOUP)
    ),
    "plan.keep-slots": Exhibit("a meal kept without soup", kept("", RICE)),
    "plan.festival-no-slot": Exhibit(
        "a festival whose dish no slot takes", plan(add=FEAST + 'dishes = ["番茄炒蛋"]\n')
    ),
    "plan.festival-closed": Exhibit(
        "a festival on a day that is kept",
        kept(FEAST + 'dishes = ["馒头"]\n', RICE, SOUP),
    ),
    "plan.not-in-plan": Exhibit(
        "a dish that the plan does not serve", asked_for("周一", "午餐", "馒头")
    ),
}
