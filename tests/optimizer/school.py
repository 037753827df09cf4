"""A school small enough for the plain day model: 27 dishes, three lunches, every form of rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cache

from nutrition.clauses import (
    Alike,
    Allowance,
    Amount,
    Attribute,
    Clause,
    Distinct,
    Exclusion,
    Limit,
    Mode,
    OnDates,
    Per,
    Ratio,
    Repetition,
    Rule,
    Seen,
    Servings,
    Spacing,
    Standard,
    Supply,
    Term,
    Value,
)
from nutrition.dish import Dish, DishSelector
from nutrition.food import COST, FoodSelector
from nutrition.pupil import Cohort, PupilGroup
from optimizer.model import Model, build
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Problem, ServiceDay, Slot
from optimizer.rules import apply_all
from optimizer.settings import SolverName
from optimizer.solving import Outcome, Search, solve
from optimizer.spans import Period, single_days
from tests.rules.kitchen import PORTIONING, dish_of, foods

DAYS = tuple(ServiceDay(date(2026, 3, d), 0) for d in (2, 3, 4))

SMALL = PupilGroup("s", "低年级", (Cohort("6-8", "M", 20), Cohort("6-8", "F", 20)), 0.8)

LARGE = PupilGroup("b", "高年级", (Cohort("9-11", "M", 30), Cohort("9-11", "F", 30)), 1.0)

_CARDS = """
S001 米饭       主食 staple rice=100                          煮,白,米
S002 菜饭       主食 staple rice=90 leaf=30 oil=3 salt=0.5    煮,绿,米
S003 蛋炒饭     主食 staple rice=90 egg=25 oil=5 salt=0.5     炒,黄,米
S004 大碗饭     主食 staple rice=110                          蒸,白,米
M001 红烧肉     大荤 dish   pork=60 oil=5 salt=1              烧,红橙,猪
M002 炸鸡块     大荤 dish   chicken=80 oil=10                 炸,黄,鸡
M003 蒸鱼       大荤 dish   fish=100 oil=5 salt=1             蒸,白,鱼
M004 炒肉片     大荤 dish   pork=50 radish=30 oil=5 salt=1    炒,褐,猪
M005 白切鸡     大荤 dish   chicken=70 oil=3 salt=1           煮,白,鸡
M006 烧鱼块     大荤 dish   fish=90 oil=6 salt=1              烧,褐,鱼
L001 烧鱼豆腐   小荤 dish   tofu=60 fish=20 oil=5             烧,白,豆
L002 炒鸡蛋     小荤 dish   egg=50 oil=5 salt=1               炒,黄,蛋
L003 肉末豆腐   小荤 dish   tofu=80 pork=10 oil=3 salt=0.5    炒,白,豆
L004 蒸蛋       小荤 dish   egg=40 salt=0.5                   蒸,黄,蛋
L005 萝卜肉丝   小荤 dish   radish=40 pork=20 oil=4 salt=0.5  炒,红橙,猪
V001 炒青菜     素菜 dish   leaf=100 oil=5 salt=1             炒,绿,青菜
V002 烧萝卜     素菜 dish   radish=100 oil=4 salt=1           烧,白,萝卜
V003 拌青菜     素菜 dish   leaf=80 oil=2 salt=1              拌,绿,青菜
V004 青菜豆腐   素菜 dish   leaf=60 tofu=30 oil=4 salt=1      炒,绿,青菜
V005 拌萝卜     素菜 dish   radish=90 oil=2 salt=1            拌,白,萝卜
V006 双色蔬菜   素菜 dish   leaf=60 radish=50 oil=5 salt=1    炒,绿,青菜
T001 猪肝汤     汤   soup   liver=20 leaf=20 salt=0.5         煮,褐,猪肝
T002 青菜汤     汤   soup   leaf=30 oil=1 salt=0.5            煮,绿,青菜
T003 萝卜汤     汤   soup   radish=40 oil=1 salt=0.5          煮,白,萝卜
T004 蛋花汤     汤   soup   egg=15 leaf=10 salt=0.5           煮,黄,蛋
F001 苹果       水果 fixed  apple=100                         生食,红橙,苹果
D001 牛奶       奶   fixed  milk=200                          煮,白,奶
"""

MENU = tuple(Slot(name, frozenset({name}), 1, 1) for name in ("主食", "大荤", "小荤", "素菜", "汤"))

EXTRAS = tuple(Slot(name, frozenset({name}), 0, 1) for name in ("水果", "奶"))

COOKED = DishSelector(categories=frozenset({"大荤", "小荤", "素菜"}))


def some(**choice: str) -> FoodSelector:
    return FoodSelector(**{name: frozenset(text.split()) for name, text in choice.items()})


def clause(code: str, rule: Rule, *, price: float = 0.0, table: tuple[Value, ...] = ()) -> Clause:
    """Return a clause of this school: hard, or soft at ``price``."""
    return Clause(
        id=code,
        document="school",
        title=code,
        title_en=code,
        ref="",
        unit="",
        rule=rule,
        seen=Seen.COMPUTED,
        source="tests",
        checked_on=date(2026, 3, 1),
        mode=Mode.SOFT if price else Mode.HARD,
        soft_price=price,
        value=table,
    )


def _by_age(small: float, large: float) -> tuple[Value, ...]:
    pairs = (("6-8", small), ("9-11", large))
    return tuple(Value(Seen.COMPUTED, "tests", age=age, value=value) for age, value in pairs)


LOW, HIGH = Limit(column="value", times=0.9), Limit(column="value", times=1.1)


@cache
def rules() -> tuple[Clause, ...]:
    """Return one rule or two of every form."""
    energy, protein = (Term("energy_kcal"),), (Term("protein_g"),)
    dark, every = (
        (Term(foods=some(tags="dark_vegetable"), times=100.0),),
        (Term(foods=some(groups="蔬菜类")),),
    )
    main = DishSelector(categories=frozenset({"大荤"}))
    twice = (Allowance(DishSelector(categories=frozenset({"主食"})), 2),)
    often = (Allowance(DishSelector(categories=frozenset({"水果", "奶"})), 3),)
    return (
        clause("energy", Amount("amount", Per.DAY, energy, LOW, HIGH), table=_by_age(620, 800)),
        clause("protein", Amount("amount", Per.WEEK, protein, LOW), table=_by_age(24, 30)),
        clause("calcium", Amount("amount", Per.WEEK, (Term("calcium_mg"),), Limit(value=280))),
        clause("fat", Ratio("ratio", Per.WEEK, (Term("fat_g", times=900),), energy, 18, 32)),
        clause("dark", Ratio("ratio", Per.DAY, dark, every, low=40)),
        clause(
            "kinds",
            Distinct("distinct", Per.DAY, 2, foods=some(tags="vegetable_kind"), at_least=10),
        ),
        clause(
            "colours", Distinct("distinct", Per.MEAL, 2, attribute=Attribute.COLOUR, dishes=COOKED)
        ),
        clause(
            "soy", Servings("servings", Per.WEEK, low=1, foods=some(tags="soy_food"), at_least=30)
        ),
        clause(
            "liver", Servings("servings", Per.WEEK, high=1, foods=some(tags="liver"), at_most=20)
        ),
        clause("methods", Alike("alike", Per.MEAL, Attribute.METHOD, 2, COOKED)),
        clause("spacing", Spacing("spacing", Attribute.KIND, main)),
        clause("repeat", Repetition("repetition", 1, 3, (*twice, *often))),
        clause("allergens", Exclusion("exclusion", allergens=frozenset({"peanut"}))),
        clause(
            "feast",
            OnDates(
                "on_dates",
                frozenset({DAYS[1].date}),
                DishSelector(codes=frozenset({"L001", "L005"})),
            ),
        ),
        clause("fish", Supply("supply", some(codes="fish"), high_kg=40)),
        clause("vegetables", Amount("amount", Per.WEEK, every, Limit(value=190)), price=0.5),
    )


@cache
def cards() -> dict[str, Dish]:
    return {dish.code: dish for dish in map(dish_of, _CARDS.strip().splitlines())}


def school(*, groups: int = 1, days: int = 3, without: Collection[str] = ()) -> Problem:
    """Return the school, without some of its rules."""
    kept = {c.id: c for c in rules() if c.id not in without}
    return Problem(
        days=DAYS[:days],
        meals=(MealPlan("lunch", (*MENU, *EXTRAS)),),
        groups=(LARGE,) if groups == 1 else (SMALL, LARGE),
        foods=foods(),
        dishes=cards(),
        standard=Standard("school", "school", "school", {}, kept),
        portioning=replace(PORTIONING, salt_exponent=0.5),
    )


def with_clause(problem: Problem, *added: Clause) -> Problem:
    """Return ``problem`` with clauses added or replaced."""
    clauses = {**problem.standard.clauses, **{c.id: c for c in added}}
    return replace(problem, standard=replace(problem.standard, clauses=clauses))


def budget(fen: float) -> Clause:
    cost = Amount("amount", Per.PERIOD, (Term(COST),), high=Limit(value=fen), across=True)
    return clause("budget", cost)


def model_of(
    problem: Problem, periods: tuple[Period, ...] | None = None, *, whole_sizes: bool = False
) -> Model:
    """Return the model with all rules; of single days unless told otherwise."""
    divided = periods or single_days(len(problem.days))
    pool = lawful(problem)
    whole = range(len(divided)) if whole_sizes else ()
    model = build(problem, PortionTable(problem), divided, pool, whole_sizes=whole)
    apply_all(problem.standard.clauses.values(), model)
    return model


def oracle(problem: Problem, solver: SolverName = "highs") -> Outcome:
    """Solve the plain day model in whole sizes to the end."""
    model = model_of(problem, whole_sizes=True)
    return solve(model.lp, Search(solver=solver, seconds=60, gap=1e-6))
