"""canteen basket: two tables in, the cheapest basket out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from api.files import read_bytes
from api.language import Lang, Terminal, terminal_words
from api.outcome import Exit
from api.solving_apart import solving_apart
from api.terminal import print_data, terminal
from food_tables.cells import Figure, Named, Number, figure
from food_tables.layout import layout, plain_header
from food_tables.reading import Row, Table, fault_of, parse, read_table, repeated
from food_tables.table_errors import BadRows, Fault
from nutrition.tables import in_order
from optimizer.baskets import Basket, BasketFood, Requirement
from optimizer.errors import PlanningError
from optimizer.isolating import Apart, Job
from optimizer.settings import Settings

BASKET: Job[Basket] = Job("optimizer.basket:cheapest")

SMALLEST = 5e-7


class FoodRow(BaseModel):
    """A row of the foods without its nutrients."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    food: Named
    price: Number
    min: Figure = None
    max: Figure = None


class RequirementRow(BaseModel):
    """A row of the requirements."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    nutrient: Named
    min: Figure = None
    max: Figure = None


@dataclass(frozen=True, slots=True)
class BasketRequest:
    """What is asked for."""

    foods: Path
    requirements: Path
    integer: bool
    as_json: bool


def run(request: BasketRequest, lang: Lang) -> Exit:
    """Find the basket and print it.

    Raises:
        TableError, PlanningError: a table cannot be read, or there is no basket.
    """
    with solving_apart(lang) as apart:
        return _run(request, lang, apart)


def _run(request: BasketRequest, lang: Lang, apart: Apart) -> Exit:
    foods = _foods(_read(request.foods, "basket_foods"))
    table = _read(request.requirements, "requirements")
    needs = _requirements(table, foods)
    try:
        basket = apart(BASKET, foods, needs, integer=request.integer, settings=Settings())
    except PlanningError as error:
        if request.as_json:
            short = [asdict(each) for each in getattr(error, "nutrients", ())]
            data = {"error": error.code, **vars(error), "nutrients": short}
            print_data(json.dumps(data, ensure_ascii=False, indent=1))
        raise
    if request.as_json:
        print_data(json.dumps(_data(basket), ensure_ascii=False, indent=1))
    else:
        _print(terminal(), basket, request, terminal_words(lang))
    return Exit.DONE


def _read(path: Path, kind: str) -> Table:
    return read_table(read_bytes(path), path.name, layout(kind))


def _foods(table: Table) -> list[BasketFood]:
    """Read the foods; every column that is not one of FoodRow is a nutrient."""
    faults: list[Fault] = []
    rows = parse(table, FoodRow, faults)
    faults += repeated(table, ((row, line.food) for row, line in rows), "food")
    found = []
    for row, line in rows:
        low, high = line.min or 0.0, line.max
        if high is not None and low > high:
            facts = {"value": f"{low:g}", "limit": f"{high:g}"}
            faults.append(table.fault("row.min-above-max", row, "min", **facts))
        found.append(BasketFood(line.food, line.price, _nutrients(table, row, faults), low, high))
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def _nutrients(table: Table, row: Row, faults: list[Fault]) -> Mapping[str, float]:
    found = {}
    for column, text in row.cells.items():
        if column in FoodRow.model_fields:
            continue
        try:
            value = figure(text)
        except ValueError as error:
            faults.append(fault_of(table, row, column, error))
            continue
        if value is not None:
            found[column] = value
    return found


def _requirements(table: Table, foods: list[BasketFood]) -> list[Requirement]:
    faults: list[Fault] = []
    known = {plain_header(n): n for food in foods for n in food.per_unit}
    rows = parse(table, RequirementRow, faults)
    faults += repeated(
        table, ((row, plain_header(line.nutrient)) for row, line in rows), "nutrient"
    )
    found = []
    for row, line in rows:
        name = known.get(plain_header(line.nutrient))
        if name is None:
            facts = {"value": line.nutrient, "allowed": "、".join(known.values())}
            faults.append(table.fault("row.unknown-nutrient", row, "nutrient", **facts))
        elif line.min is not None and line.max is not None and line.min > line.max:
            facts = {"value": f"{line.min:g}", "limit": f"{line.max:g}"}
            faults.append(table.fault("row.min-above-max", row, "min", **facts))
        else:
            found.append(Requirement(name, line.min, line.max))
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def _print(console: Console, basket: Basket, request: BasketRequest, own: Terminal) -> None:
    console.print(own("basket.title", cost=f"{basket.cost:.4f}"), style="bold")
    if request.integer:
        console.print(own("basket.integer", bound=f"{basket.bound:.4f}"), style="dim")
    foods = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for key in ("food", "amount", *(["reduced"] if basket.reduced_costs else [])):
        foods.add_column(own(f"basket.{key}"), justify="left" if key == "food" else "right")
    for name, amount in sorted(basket.amounts.items(), key=lambda item: -item[1]):
        cells = [name, _figure(amount)]
        if basket.reduced_costs:
            cells.append(_figure(basket.reduced_costs[name]))
        foods.add_row(*cells)
    console.print(foods)
    supplied = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for key in ("nutrient", "supplied", *(["shadow"] if basket.shadow_prices else [])):
        supplied.add_column(own(f"basket.{key}"), justify="left" if key == "nutrient" else "right")
    for name, amount in basket.supplied.items():
        cells = [name, _figure(amount)]
        if basket.shadow_prices:
            cells.append(_figure(basket.shadow_prices[name]))
        supplied.add_row(*cells)
    console.print(supplied)


def _figure(value: float) -> str:
    return "·" if abs(value) < SMALLEST else f"{value:.6g}"


def _data(basket: Basket) -> dict[str, object]:
    return {
        "cost": basket.cost,
        "bound": basket.bound,
        "amounts": dict(basket.amounts),
        "supplied": dict(basket.supplied),
        "shadow_prices": dict(basket.shadow_prices),
        "reduced_costs": dict(basket.reduced_costs),
    }
