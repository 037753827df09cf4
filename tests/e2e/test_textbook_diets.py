"""Diets whose optimum was printed long ago, as plan folders.

A package of a food is a dish of one size, ten days are ten chances to serve it, and what the
diet asks in all is asked of the mean day.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from api.folder import read_folder
from optimizer.errors import NoLawfulMenu
from optimizer.planning import plan
from optimizer.plans import Plan
from optimizer.settings import Settings, SolverName
from tests.optimizer.test_basket import AMPL, VITAMINS

DAYS = 10

PACKAGE = 100.0

COLUMNS = ("vit_a", "vit_c", "vit_b1", "vit_b2", "book_na", "book_cal")

PLAN = """
[school]
name = "AMPL"
[calendar]
start = 2026-03-02
end = 2026-03-13
[tables]
foods = "only"
dishes = "only"
prices = "only"
[[meal]]
name = "supper"
slots = [{ name = "diet", min = 0, max = 9 }]
[[group]]
name = "one"
factor = 1.0
cohorts = [{ age = "adult", boys = 1 }]
"""

STANDARD = """
[document]
id = "AMPL"
title = "AMPL, chapter 2"
title_en = "AMPL, chapter 2"
[source.book]
name = "Fourer, Gay, Kernighan: AMPL"
[meal_share.supper]
low = 1
high = 1
"""

CLAUSE = """
[clause.{id}]
title = "{id}"
title_en = "{id}"
ref = "2"
unit = ""
seen = "original"
source = "book"
checked_on = 2026-03-01
rule = {{ {rule} }}
"""


def amount(name: str, low: float, high: float) -> str:
    """Ask between ``low`` and ``high`` of a nutrient over all days."""
    limits = f"low = {{ value = {low / DAYS} }}, high = {{ value = {high / DAYS} }}"
    measure = f'measure = [{{ nutrient = "{name}" }}]'
    rule = f'form = "amount", per = "period", {measure}, {limits}'
    return CLAUSE.format(id=name, rule=rule)


def packages(name: str, low: int, high: int) -> str:
    """Ask between ``low`` and ``high`` packages of a food over all days."""
    rule = f'form = "servings", per = "period", low = {low}, high = {high}'
    return CLAUSE.format(id=f"some_{name}", rule=f'{rule}, dishes = {{ codes = ["{name}"] }}')


def ampl(folder: Path, sodium: float = 50_000) -> Path:
    """Write the diet with variety of chapter 2: 2 to 10 packages of each food."""
    lines = [line.split() for line in AMPL.strip().splitlines()]
    foods = [f"code,name,edible_share,{','.join(COLUMNS)}"]
    foods += [f"{name.lower()},{name} food,1,{','.join(values)}" for name, _, *values in lines]
    dishes = ["code,name,category,portion", *(f"{n},{n},diet,fixed" for n, *_ in lines)]
    recipes = ["dish,food,grams", *(f"{n},{n.lower()},{PACKAGE:g}" for n, *_ in lines)]
    prices = ["food,yuan_per_kg"]
    prices += [f"{n.lower()},{float(price) * 1000 / PACKAGE:.1f}" for n, price, *_ in lines]
    tables = {"foods": foods, "dishes": dishes, "recipes": recipes, "prices": prices}
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    clauses = [amount(name, 700, 20_000) for name in COLUMNS[: len(VITAMINS)]]
    clauses += [amount("book_na", 0, sodium), amount("book_cal", 16_000, 24_000)]
    clauses += [packages(name, 2, 10) for name, *_ in lines]
    (folder / "standard.toml").write_text(STANDARD + "".join(clauses), "utf-8")
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    return folder


def planned(folder: Path, solver: SolverName) -> Plan:
    return plan(read_folder(folder).problem, Settings(gap=1e-6, seconds=60, solver=solver))


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_the_ampl_diet_in_whole_packages_as_a_folder(tmp_path: Path, solver: SolverName) -> None:
    found = planned(ampl(tmp_path), solver)
    assert found.proof.cost * DAYS / 100 == pytest.approx(119.30)
    assert found.proof.bound * DAYS / 100 == pytest.approx(119.30, abs=1e-3)
    bought = Counter(s.dish.code for _, _, s in found.menu.servings())
    assert all(2 <= bought[line.split()[0]] <= 10 for line in AMPL.strip().splitlines())


def test_the_ampl_diet_with_less_salt_has_no_menu(tmp_path: Path) -> None:
    with pytest.raises(NoLawfulMenu) as caught:
        planned(ampl(tmp_path, sodium=40_000), "highs")
    assert "book_na" in caught.value.clauses
