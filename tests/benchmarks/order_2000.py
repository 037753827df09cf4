"""Print how long `canteen order` takes for 2,000 pupils: the whole command, as a user meets it.

The menu is not searched for: every day serves the next dishes of the library, as their cards say.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from api.folder import read_folder
from nutrition.food import COST

SAMPLE = Path(__file__).resolve().parents[2] / "food_tables" / "samples" / "primary_lunch"

PUPILS = 500
"""Boys, or girls, of each of the two groups."""

SACKS = {"谷薯类": 25, "植物油": 18.4, "蛋类": 22.5, "调味品": 5}


COLUMNS = (
    "food",
    "supplier",
    "kind",
    "yuan_per_kg",
    "pack",
    "least",
    "most",
    "weekdays",
    "threshold",
)


def main() -> None:
    """Write the folder, run the command, and say how long it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = (SAMPLE / "plan.toml").read_text("utf-8")
        for number in ("180", "170", "175"):
            text = text.replace(f"= {number}", f"= {PUPILS}")
        (folder / "plan.toml").write_text(text, "utf-8")
        _write(folder)
        command = [str(Path(sys.executable).with_name("canteen")), "order", name, "--json"]
        began = time.perf_counter()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        seconds = time.perf_counter() - began
    data = json.loads(done.stdout)
    facts = {"lines": len(data["lines"]), "proof": data["proof"]}
    print(json.dumps({"built_seconds": seconds, **facts}))
    sys.exit(done.returncode)


def _write(folder: Path) -> None:
    """Write a finished plan of one week, and who sells what it needs."""
    problem = read_folder(folder).problem
    served = defaultdict(list)
    for dish in problem.dishes.values():
        served[dish.category].append(dish)
    groups = [group.code for group in problem.groups]
    days = []
    for place, day in enumerate(problem.days):
        dishes = []
        for slot in problem.meals[0].slots:
            (category,) = slot.categories
            dish = served[category][(3 * place) % len(served[category])]
            portion = {"foods": [{"food": i.food, "grams": i.grams} for i in dish.ingredients]}
            portions = dict.fromkeys(groups, portion)
            dishes.append({"code": dish.code, "name": dish.name, "portions": portions})
        meal = {"meal": problem.meals[0].meal, "dishes": dishes}
        days.append({"date": day.date.isoformat(), "meals": [meal]})
    plan = {"folder": ".", "proof": {"fingerprint": ""}, "days": days}
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    with (folder / "offers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for food in problem.foods.values():
            price = food.per_100g[COST] * food.edible / 10
            pack = SACKS.get(food.group, "")
            kind = "central" if food.group in ("谷薯类", "植物油") else "contract"
            rows.writerow([food.code, "甲", kind, f"{price:.2f}", pack, "", 500, "1,4", 800])
            rows.writerow([food.code, "乙", "contract", f"{price * 1.04:.2f}", "", 10, "", "", 500])
            rows.writerow([food.code, "丙", "market", f"{price * 1.1:.2f}", "", "", "", "", ""])


if __name__ == "__main__":
    main()
