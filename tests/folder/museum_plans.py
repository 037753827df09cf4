"""Exhibits of what plan.toml may say wrongly."""

from __future__ import annotations

from tests.folder.exhibits import (
    COHORT,
    FOODS,
    RICE,
    SLOT,
    Exhibit,
    brought,
    lock,
    lock_unpriced,
    plan,
)

PLANS: dict[str, Exhibit] = {
    "plan.missing-key": Exhibit("no [school]", plan(('[school]\nname = "示例小学"\n', ""))),
    "plan.unknown-key": Exhibit("[zzz]", plan(add="[zzz]\n")),
    "plan.unknown-key-like": Exhibit("[kitchn]", plan(add="[kitchn]\n")),
    "plan.objective-needs-budget": Exhibit(
        "the best nutrition for any money", plan(("[school]", 'objective = "nutrition"\n[school]'))
    ),
    "plan.objective-needs-prices": Exhibit(
        "robust on one day's prices", plan(("[school]", 'objective = "robust"\n[school]'))
    ),
    "plan.objective-needs-ratings": Exhibit(
        "the best rating, and nobody rated",
        plan(("[school]", 'objective = "rating"\n[school]'), add='[budget]\nyuan_per_day = "5"\n'),
    ),
    "plan.later-key": Exhibit("[[wishes]]", plan(add="[[wishes]]\n")),
    "plan.not-one-of": Exhibit('mode = "often"', plan(add='[rules.soy_daily]\nmode = "often"\n')),
    "plan.not-whole": Exhibit("min = 1.5", plan(("min = 1", "min = 1.5"))),
    "plan.not-a-number": Exhibit(
        'factor = "big"', plan(('name = "低年级"', 'name = "低年级"\nfactor = "big"'))
    ),
    "plan.not-true-or-false": Exhibit(
        'halal = "yes"', plan(("[school]", 'halal = "yes"\n[school]'))
    ),
    "plan.not-a-text": Exhibit("name = 5", plan(('name = "示例小学"', "name = 5"))),
    "plan.not-a-date": Exhibit('start = "soon"', plan(("2026-03-02", '"soon"'))),
    "plan.not-a-list": Exhibit("foods = 5", plan(add="[exclude]\nfoods = 5\n")),
    "plan.double-brackets": Exhibit("[meal]", plan(("[[meal]]", "[meal]"))),
    "plan.not-a-table": Exhibit("calendar = 5", plan(("[school]", "budget = 5\n[school]"))),
    "plan.not-finite": Exhibit(
        "factor = nan", plan(('name = "低年级"', 'name = "低年级"\nfactor = nan'))
    ),
    "plan.bad-code": Exhibit(
        'code = "低"', plan(('name = "低年级"', 'name = "低年级"\ncode = "低"'))
    ),
    "plan.bad-yuan": Exhibit("5.555 yuan", plan(add="[budget]\nyuan_per_day = 5.555\n")),
    "plan.empty": Exhibit("slots = []", plan(("[" + SLOT, "[] #"))),
    "plan.too-long": Exhibit("a name of 101 characters", plan(("示例小学", "长" * 101))),
    "plan.not-above": Exhibit(
        "factor = 0", plan(('name = "低年级"', 'name = "低年级"\nfactor = 0'))
    ),
    "plan.too-small": Exhibit("boys = -1", plan(("boys = 10", "boys = -1"))),
    "plan.too-big": Exhibit("boys = 30000", plan(("boys = 10", "boys = 30000"))),
    "plan.days-or-range": Exhibit(
        "neither days nor start", plan(("start = 2026-03-02\nend = 2026-03-06\n", ""))
    ),
    "plan.start-after-end": Exhibit("it ends before it starts", plan(("03-06", "03-01"))),
    "plan.day-twice": Exhibit(
        "a day twice",
        plan(("start = 2026-03-02\nend = 2026-03-06", "days = [2026-03-02, 2026-03-02]")),
    ),
    "plan.no-days": Exhibit("a weekend", plan(("03-02", "03-07"), ("03-06", "03-08"))),
    "plan.too-many-days": Exhibit("61 days", plan(("2026-03-06", "2026-05-25"))),
    "plan.named-twice": Exhibit(
        "two groups of one name", plan(add=f'[[group]]\nname = "低年级"\n{COHORT}\n')
    ),
    "plan.min-above-max": Exhibit("min = 2, max = 1", plan(("min = 1", "min = 2"))),
    "plan.slot-of-nothing": Exhibit("max = 0", plan(("min = 1, max = 1", "min = 0, max = 0"))),
    "plan.category-twice": Exhibit("主食 in two slots", plan(('"汤"', '"主食"'))),
    "plan.no-pupils": Exhibit("a group of nobody", plan(("boys = 10, girls = 10", "boys = 0"))),
    "plan.unknown-age": Exhibit('age = "3-5"', plan(('"6-8"', '"3-5"'))),
    "plan.lock-day": Exhibit("a lock on a Sunday", plan(add=lock("2026-03-08", "lunch", "米饭"))),
    "plan.lock-meal": Exhibit("a lock at dinner", plan(add=lock("2026-03-02", "dinner", "米饭"))),
    "plan.unknown-meal": Exhibit("a meal of brunch", plan(('"lunch"', '"brunch"'))),
    "plan.unknown-category": Exhibit("a slot of 饮", plan(('"汤"', '"饮"'))),
    "plan.unknown-category-like": Exhibit("a slot of 小荤菜", plan(('"汤"', '"小荤菜"'))),
    "plan.unknown-method": Exhibit(
        "at most 2 of Q", plan(add='[kitchen]\nper_day = { "Q" = 2 }\n')
    ),
    "plan.unknown-method-like": Exhibit(
        "at most 2 of 油炸", plan(add='[kitchen]\nper_meal = { "油炸" = 2 }\n')
    ),
    "plan.lock-disabled": Exhibit(
        "a lock of a disabled dish",
        brought(
            "dishes.csv",
            "code,name,category,disabled\nS001,米饭,主食,\nX1,贵饭,主食,太贵\n",
            lock("2026-03-02", "lunch", "贵饭"),
        ),
    ),
    "plan.lock-no-slot": Exhibit(
        "a lock of 番茄炒蛋 where no slot takes it",
        plan(add=lock("2026-03-02", "lunch", "番茄炒蛋")),
    ),
    "plan.lock-not-at-meal": Exhibit(
        "a breakfast porridge locked at lunch", plan(add=lock("2026-03-02", "lunch", "大米粥"))
    ),
    "plan.lock-unpriced": Exhibit("a lock of a dish that has no price", lock_unpriced),
    "plan.lock-excluded": Exhibit(
        "a lock of a dish that is excluded",
        plan(add='[exclude]\ndishes = ["米饭"]\n' + lock("2026-03-02", "lunch", "米饭")),
    ),
    "plan.locks-crowd": Exhibit(
        "two locks in a slot of one",
        plan(add=lock("2026-03-02", "lunch", "米饭") + lock("2026-03-02", "lunch", "馒头")),
    ),
    "plan.unknown-rule": Exhibit("[rules.qqqq]", plan(add='[rules.qqqq]\nmode = "off"\n')),
    "plan.unknown-rule-like": Exhibit("[rules.t1_irn]", plan(add='[rules.t1_irn]\nmode = "off"\n')),
    "plan.rule-has-no-number": Exhibit(
        "gap_days of iron", plan(add="[rules.t1_iron]\ngap_days = 5\n")
    ),
    "plan.unknown-dish": Exhibit("a lock of Q", plan(add=lock("2026-03-02", "lunch", "Q"))),
    "plan.unknown-dish-like": Exhibit(
        "a lock of 小米饭饭", plan(add=lock("2026-03-02", "lunch", "小米饭饭"))
    ),
    "plan.unknown-food": Exhibit("without Q", plan(add='[exclude]\nfoods = ["Q"]\n')),
    "plan.unknown-food-like": Exhibit(
        "without 大米饭", plan(add='[exclude]\nfoods = ["大米饭"]\n')
    ),
    "plan.unknown-allergen": Exhibit(
        "without penut", plan(add='[exclude]\nallergens = ["penut"]\n')
    ),
    "plan.no-tag-column": Exhibit(
        "halal, and own foods that do not tell",
        brought("foods.csv", FOODS + RICE, halal=True),
    ),
    "plan.no-allergen-column": Exhibit(
        "without peanut, and own foods that do not tell",
        brought("foods.csv", FOODS + RICE, '[exclude]\nallergens = ["peanut"]\n'),
    ),
}
