"""A school that shares nothing with ours: its own meals, foods, nutrients, dishes and standard."""

from __future__ import annotations

from pathlib import Path

PLAN = """\
[school]
name = "Sample Grange"
[calendar]
days = [2026-03-02, 2026-03-03]
[tables]
foods = "only"
dishes = "only"
prices = "only"
[[meal]]
name = "supper"
slots = [{ name = "main", min = 1, max = 1 }, { name = "side", min = 0, max = 1 }]
[[group]]
name = "everyone"
cohorts = [{ age = "all", boys = 3, girls = 2 }]
"""

STANDARD = """\
[document]
id = "HOUSE"
title = "House rules"
title_en = "House rules"
[meal_share.supper]
low = 1.0
high = 1.0
[clause.vigour]
title = "vigour"
title_en = "Vigour"
ref = "1"
unit = "u"
seen = "original"
source = "the house"
checked_on = 2026-03-01
rule = { form = "amount", per = "day", measure = [{ nutrient = "vigour" }], low = { value = 10 } }
"""

TABLES = {
    "foods.csv": "code,name,edible_share,vigour\nOAT,oats,1,10\nPEA,peas,0.5,40\n",
    "dishes.csv": (
        "code,name,category,portion\nPORR,porridge,main,fixed\nSOUP,pea soup,main,fixed\n"
        "PEAS,peas,side,fixed\n"
    ),
    "recipes.csv": "dish,food,grams\nPORR,oats,100\nSOUP,peas,100\nPEAS,PEA,50\n",
    "prices.csv": "food,yuan_per_kg\noats,2\npeas,4\n",
}


def foreign(folder: Path, plan: str = PLAN, **changed: str) -> Path:
    """Write the folder; ``changed`` replaces tables by their name without .csv."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.toml").write_text(plan, "utf-8")
    (folder / "standard.toml").write_text(STANDARD, "utf-8")
    for name, text in TABLES.items():
        (folder / name).write_text(changed.get(name.removesuffix(".csv"), text), "utf-8")
    return folder
