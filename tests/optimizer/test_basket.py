"""The basket against answers that were printed long ago, and against its own definitions.

Stigler (1945) as solved by Laderman (39.66 dollars of 1939 a year; figures as reprinted with
OR-Tools), the diets of the AMPL book (chapter 2), and the cat food of PuLP's documentation.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.basket import cheapest
from optimizer.baskets import BasketFood, Requirement
from optimizer.errors import BasketHasNoSolution, BasketIsUnbounded
from optimizer.settings import Settings

STIGLER = """
needs     3    70    0.8   12   5      1.8   2.7   18   75
flour     44.7 1411  2     365  0      55.4  33.3  441  0
cornmeal  36   897   1.7   99   30.9   17.4  7.9   106  0
milk      8.4  422   15.1  9    26     3     23.5  11   60
liver     2.2  333   0.2   139  169.2  6.4   50.8  316  525
cabbage   2.6  125   4     36   7.2    9     4.5   26   5369
potatoes  14.3 336   1.8   118  6.7    29.4  7.1   198  2522
spinach   1.1  106   0     138  918.4  5.7   13.8  33   2755
sweet     9.6  138   2.7   54   290.7  8.4   5.4   83   1912
beans     26.9 1691  11.4  792  0      38.4  24.6  217  0
"""

CAT_FOOD = """
beef     0.008  0.200 0.100 0.005 0.005
chicken  0.013  0.100 0.080 0.001 0.002
mutton   0.010  0.150 0.110 0.003 0.007
rice     0.002  0.000 0.010 0.100 0.002
wheat    0.005  0.040 0.010 0.150 0.008
gel      0.001  0.000 0.000 0.000 0.000
"""

AMPL = """
BEEF 3.19 60 20 10 15  938 295
CHK  2.59  8  0 20 20 2180 770
FISH 2.29  8 10 15 10  945 440
HAM  2.89 40 40 35 10  278 430
MCH  1.89 15 35 15 15 1182 315
MTL  1.99 70 30 15 15  896 400
SPG  1.99 25 50 25 15 1329 370
TUR  2.49 60 20 15 10 1397 450
"""

VITAMINS = ("A", "C", "B1", "B2")


def table(text: str, nutrients: tuple[str, ...]) -> list[BasketFood]:
    foods = []
    for line in text.strip().splitlines():
        name, price, *amounts = line.split()
        foods.append(
            BasketFood(name, float(price), dict(zip(nutrients, map(float, amounts), strict=True)))
        )
    return foods


def stigler() -> tuple[list[BasketFood], list[Requirement]]:
    """Return foods by the dollar, and what a man needs a day."""
    names = ["kcal", "protein", "calcium", "iron", "A", "B1", "B2", "niacin", "C"]
    needs, *lines = STIGLER.strip().splitlines()
    foods = table("\n".join(line.replace(" ", " 1 ", 1) for line in lines), tuple(names))
    lows = map(float, needs.split()[1:])
    return foods, [Requirement(n, low) for n, low in zip(names, lows, strict=True)]


def ampl(sodium: float = 50_000) -> tuple[list[BasketFood], list[Requirement]]:
    foods = table(AMPL, (*VITAMINS, "NA", "CAL"))
    bounded = [replace(food, low=2.0, high=10.0) for food in foods]
    needs = [Requirement(v, 700, 20_000) for v in VITAMINS]
    return bounded, [*needs, Requirement("NA", 0, sodium), Requirement("CAL", 16_000, 24_000)]


def test_stiglers_diet_costs_39_dollars_and_66_cents_a_year() -> None:
    basket = cheapest(*stigler())
    assert basket.cost * 365 == pytest.approx(39.6617, abs=1e-3)
    bought = {name: amount for name, amount in basket.amounts.items() if amount > 1e-9}
    shares = {
        "flour": 0.0295,
        "liver": 0.0019,
        "cabbage": 0.0112,
        "spinach": 0.0050,
        "beans": 0.061,
    }
    assert bought == pytest.approx(shares, abs=1e-4)


def test_the_ampl_diet_is_all_macaroni() -> None:
    needs = [Requirement(v, 700) for v in VITAMINS]
    basket = cheapest(table(AMPL, (*VITAMINS, "NA", "CAL")), needs)
    assert basket.cost == pytest.approx(88.2)
    assert basket.amounts["MCH"] == pytest.approx(46.6667, abs=1e-4)


def test_the_ampl_diet_with_variety() -> None:
    basket = cheapest(*ampl())
    assert basket.cost == pytest.approx(118.0594, abs=1e-4)
    assert basket.amounts["BEEF"] == pytest.approx(5.36061, abs=1e-5)
    assert basket.amounts["SPG"] == pytest.approx(9.30605, abs=1e-5)


def test_the_ampl_diet_in_whole_packages() -> None:
    basket = cheapest(*ampl(), integer=True)
    assert basket.cost == pytest.approx(119.30)
    assert all(amount == round(amount) for amount in basket.amounts.values())
    assert basket.shadow_prices == {}


def test_the_cat_food_is_beef_and_gel() -> None:
    foods = table(CAT_FOOD, ("protein", "fat", "fibre", "salt"))
    weighed = [replace(f, per_unit={**f.per_unit, "weight": 1.0}) for f in foods]
    needs = [
        Requirement("weight", 100, 100),
        Requirement("protein", 8),
        Requirement("fat", 6),
        Requirement("fibre", high=2),
        Requirement("salt", high=0.4),
    ]
    basket = cheapest(weighed, needs)
    assert basket.cost == pytest.approx(0.52)
    assert basket.amounts["beef"] == pytest.approx(60)
    assert basket.amounts["gel"] == pytest.approx(40)


@pytest.mark.parametrize("nutrient", range(9))
def test_a_shadow_price_is_what_one_more_unit_of_the_floor_costs(nutrient: int) -> None:
    foods, needs = stigler()
    basket = cheapest(foods, needs)
    low = needs[nutrient].low or 0.0
    step = low * 1e-5
    needs[nutrient] = replace(needs[nutrient], low=low + step)
    slope = (cheapest(foods, needs).cost - basket.cost) / step
    assert basket.shadow_prices[needs[nutrient].nutrient] == pytest.approx(slope, abs=1e-7)


def test_a_shadow_price_of_a_ceiling_is_what_loosening_it_saves() -> None:
    foods, needs = ampl()
    tight = cheapest(foods, needs)
    loose = cheapest(*ampl(sodium=50_001))
    assert tight.shadow_prices["NA"] == pytest.approx(loose.cost - tight.cost, abs=1e-9)
    assert tight.shadow_prices["NA"] <= 0


@pytest.mark.parametrize("name", ["cornmeal", "milk", "potatoes", "sweet"])
def test_a_food_is_bought_once_it_is_cheaper_by_more_than_its_reduced_cost(name: str) -> None:
    foods, needs = stigler()
    basket = cheapest(foods, needs)
    assert basket.amounts[name] == pytest.approx(0)
    fall = basket.reduced_costs[name]
    assert 0 < fall < 1

    def with_price(price: float) -> float:
        offered = [replace(f, price=price) if f.name == name else f for f in foods]
        return cheapest(offered, needs).amounts[name]

    assert with_price(1 - fall * 0.999) == pytest.approx(0)
    assert with_price(1 - fall * 1.001) > 0


def test_what_is_bought_has_no_reduced_cost_and_what_binds_has_a_price() -> None:
    foods, needs = stigler()
    basket = cheapest(foods, needs)
    assert all(
        basket.reduced_costs[f] == pytest.approx(0) for f, a in basket.amounts.items() if a > 0
    )
    for need in needs:
        binds = basket.supplied[need.nutrient] == pytest.approx(need.low)
        assert binds == (basket.shadow_prices[need.nutrient] > 1e-12)


def test_prices_times_needs_are_the_cost() -> None:
    foods, needs = stigler()
    basket = cheapest(foods, needs)
    worth = sum(basket.shadow_prices[n.nutrient] * (n.low or 0.0) for n in needs)
    assert worth == pytest.approx(basket.cost)


def test_an_impossible_basket_names_the_nutrient_and_the_shortfall() -> None:
    foods = [BasketFood("bread", 1.0, {"kcal": 100.0}, high=5.0)]
    with pytest.raises(BasketHasNoSolution) as caught:
        cheapest(foods, [Requirement("kcal", 600), Requirement("iron", 2)])
    misses = {s.clause: s.amount for s in caught.value.nutrients}
    assert misses == pytest.approx({"kcal": 100, "iron": 2})


def test_too_little_salt_names_what_cannot_hold_together() -> None:
    with pytest.raises(BasketHasNoSolution) as caught:
        cheapest(*ampl(sodium=10_000))
    assert {s.clause for s in caught.value.nutrients} <= {*VITAMINS, "NA", "CAL"}
    assert "NA" in {s.clause for s in caught.value.nutrients}


def test_whole_units_may_be_impossible_where_parts_are_not() -> None:
    foods = [BasketFood("egg", 1.0, {"protein": 6.0})]
    needs = [Requirement("protein", 8, 10)]
    assert cheapest(foods, needs).amounts["egg"] == pytest.approx(8 / 6)
    with pytest.raises(BasketHasNoSolution) as caught:
        cheapest(foods, needs, integer=True)
    assert {s.clause for s in caught.value.nutrients} == {"protein"}


def test_a_food_that_pays_its_buyer_needs_an_upper_limit() -> None:
    gift = BasketFood("gift", -1.0, {"kcal": 1.0})
    with pytest.raises(BasketIsUnbounded) as caught:
        cheapest([gift], [])
    assert caught.value.foods == ("gift",)
    assert cheapest([replace(gift, high=3.0)], []).cost == pytest.approx(-3)


def test_an_unknown_figure_adds_nothing() -> None:
    foods = [BasketFood("a", 1.0, {"kcal": 10.0}), BasketFood("b", 0.1, {})]
    assert cheapest(foods, [Requirement("kcal", 20)]).amounts == pytest.approx({"a": 2, "b": 0})


@pytest.mark.parametrize("whole", [False, True])
def test_both_solvers_fill_the_basket_alike(*, whole: bool) -> None:
    highs, cbc = (
        cheapest(*ampl(), integer=whole, settings=Settings(solver=solver))
        for solver in ("highs", "cbc")
    )
    assert cbc.cost == pytest.approx(highs.cost)
    assert cbc.bound == pytest.approx(highs.bound)
    assert cbc.shadow_prices == pytest.approx(highs.shadow_prices, abs=1e-6)
    assert cbc.reduced_costs == pytest.approx(highs.reduced_costs, abs=1e-6)
