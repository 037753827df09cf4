"""A folder becomes the problem that it describes: what it brings wins, the rest is ours."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from api.errors import BadPlan, BrokenToml, CannotRead
from api.folder import FolderPlan, read_folder
from api.folder_tables import embedded_foods
from api.prechecks import refuse_impossible
from api.problems import Problems
from food_tables.table_errors import BadRows
from nutrition.clauses import Amount, Exclusion, Limit, Mode, Repetition
from nutrition.dish import PortionClass
from nutrition.errors import BadStandard
from nutrition.food import COST
from optimizer.errors import RuleCannotFit
from tests.folder.exhibits import PLAN
from tests.folder.foreign import STANDARD, foreign

SAMPLES = Path(__file__).parents[2] / "food_tables" / "samples"


def read(folder: Path, text: str = PLAN, **tables: str) -> FolderPlan:
    (folder / "plan.toml").write_text(text, "utf-8")
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return read_folder(folder)


@pytest.mark.parametrize("name", ["primary_lunch", "boarding", "halal_lunch"])
def test_a_sample_is_a_whole_problem_inside_2026_and_names_itself_a_sample(name: str) -> None:
    folder = read_folder(SAMPLES / name)
    problem = folder.problem
    assert folder.plan.school.name.startswith("示例")
    assert {d.date.year for d in problem.days} == {2026}
    assert len(problem.days) == 5
    for meal in problem.meals:
        for slot in meal.slots:
            fits = [d for d in problem.dishes.values() if d.category in slot.categories]
            assert len(fits) >= slot.low
    for dish in problem.dishes.values():
        assert all(COST in problem.foods[i.food].per_100g for i in dish.ingredients)
    refuse_impossible(problem)


def test_the_boarding_sample_has_the_slots_of_its_kind_of_school() -> None:
    problem = read_folder(SAMPLES / "boarding").problem
    assert problem.meal_names == ("breakfast", "lunch", "dinner")
    assert [c.age for g in problem.groups for c in g.cohorts if c.sex == "M"] == [
        "6-8",
        "9-11",
        "12-14",
        "15-17",
    ]
    breakfast = [(s.low, s.high) for s in problem.meals[0].slots]
    assert breakfast == [(1, 2), (1, 1), (1, 2)]


def test_a_group_without_a_factor_follows_the_energy_of_its_pupils(tmp_path: Path) -> None:
    # table 1: boys 1700, girls 1550 at 6-8; reference = mean of 1700, 1550, 2100, 1900
    small = read(tmp_path).problem.groups[0]
    assert small.factor == pytest.approx((1700 + 1550) / 2 / ((1700 + 1550 + 2100 + 1900) / 4))
    given = read(tmp_path, PLAN.replace('"低年级"', '"低年级"\nfactor = 0.5')).problem.groups[0]
    assert given.factor == 0.5


def test_days_skip_weekends_and_closed_days_and_share_calendar_weeks(tmp_path: Path) -> None:
    text = PLAN.replace("end = 2026-03-06", "end = 2026-03-10\nskip = [2026-03-05]")
    days = read(tmp_path, text).problem.days
    assert [d.date.day for d in days] == [2, 3, 4, 6, 9, 10]
    assert [d.week - days[0].week for d in days] == [0, 0, 0, 0, 1, 1]


def test_own_prices_win_and_the_latest_before_the_price_date_counts(tmp_path: Path) -> None:
    prices = (
        "食材,单价(元/斤),日期\n大米,2.00,2026-02-01\n大米,2.50,2026-02-20\n大米,9.99,2026-03-05\n"
    )
    folder = read(tmp_path, PLAN + "[prices]\ndate = 2026-03-01\n", prices=prices)
    assert folder.tables.prices["G001"].price.li_per_kg == 5000
    assert folder.tables.prices["G001"].basis == "own"
    assert folder.tables.prices["G002"].basis != "own"


def test_two_prices_of_one_food_on_one_day_are_refused(tmp_path: Path) -> None:
    prices = "food,yuan_per_kg,date\n大米,2,2026-02-01\n稻米,3,2026-02-01\n"
    with pytest.raises(BadRows):
        read(tmp_path, prices=prices)


def test_suggestions_are_looked_for_as_long_as_somebody_reads_them(tmp_path: Path) -> None:
    rows = "".join(f"大米饭{n},5\n" for n in range(100))
    with pytest.raises(BadRows) as caught:
        read(tmp_path, prices="food,yuan_per_kg\n" + rows)
    likely = [f.code.endswith("-like") for f in caught.value.faults]
    assert likely == [n < 40 for n in range(100)]


def test_a_dish_that_needs_a_food_without_a_price_is_left_out_and_said(tmp_path: Path) -> None:
    foods = "code,name,edible_share\nX1,紫米饭团,1\n"
    dishes = "code,name,category\nX1,饭团,主食\nX2,米饭,主食\n"
    recipes = "dish,food,grams\nX1,X1,80\nX2,大米,80\n"
    folder = read(tmp_path, foods=foods, dishes=dishes, recipes=recipes)
    assert set(folder.problem.dishes) == {"X2"}
    assert folder.notes[0].facts["foods"] == "紫米饭团"


def test_own_dishes_stand_alone_unless_the_plan_adds_them(tmp_path: Path) -> None:
    dishes, recipes = "code,name,category\nX2,农家糙米饭,主食\n", "dish,food,grams\nX2,糙米,80\n"
    alone = read(tmp_path, dishes=dishes, recipes=recipes).problem.dishes
    assert set(alone) == {"X2"}
    text = PLAN + '[tables]\ndishes = "add"\n'
    assert len(read(tmp_path, text, dishes=dishes, recipes=recipes).problem.dishes) > 20


def test_dishes_whose_foods_a_smaller_table_lacks_are_left_out_and_said(tmp_path: Path) -> None:
    folder = read(tmp_path, PLAN.replace("[school]", 'table = "mext"\n[school]', 1))
    known = embedded_foods("mext")
    assert folder.notes[0].code == "note.dishes-without-foods"
    for dish in folder.problem.dishes.values():
        assert all(i.food in known for i in dish.ingredients)


def test_a_list_of_our_own_dishes_takes_our_recipes(tmp_path: Path) -> None:
    dishes = "code,name,category,weekly_max\nS001,米饭,主食,5\n"
    dish = read(tmp_path, dishes=dishes).problem.dishes["S001"]
    assert dish.weekly_max == 5
    assert dish.ingredients


def test_own_figures_of_a_food_win_over_ours(tmp_path: Path) -> None:
    foods = "code,name,edible_share,protein_g,my_nutrient\nG001,大米,1,9.99,3\n"
    rice = read(tmp_path, foods=foods).problem.foods["G001"]
    assert rice.per_100g["protein_g"] == 9.99
    assert rice.per_100g["my_nutrient"] == 3
    assert "calcium_mg" not in rice.per_100g
    assert embedded_foods("canteen")["G001"].per_100g["protein_g"] != 9.99


def test_gross_grams_become_net_by_the_edible_share(tmp_path: Path) -> None:
    foods = "code,name,edible_share\nX1,带骨肉,0.6\n"
    recipes = "dish,food,grams,basis\nX1,X1,100,毛重\n"
    dishes = "code,name,category\nX1,炖肉,主食\n"
    prices = "food,yuan_per_kg\n带骨肉,30\n"
    folder = read(tmp_path, foods=foods, dishes=dishes, recipes=recipes, prices=prices)
    assert folder.problem.dishes["X1"].ingredients[0].grams == pytest.approx(60)
    # 30 yuan/kg as bought = 300 fen per 100 g bought = 500 fen per 100 g edible
    assert folder.problem.foods["X1"].per_100g[COST] == pytest.approx(500)


def test_a_dish_is_in_season_when_its_main_vegetable_is(tmp_path: Path) -> None:
    foods = (
        "code,name,edible_share,tags,months\nA,春菜,1,vegetable_kind,3-5\n"
        "B,常菜,1,vegetable_kind,1-12\nC,香葱,1,,1\n"
    )
    dishes = "code,name,category\nX1,a,主食\nX2,b,主食\nX3,c,主食\n"
    recipes = (
        "dish,food,grams\nX1,春菜,50\nX1,常菜,40\nX1,香葱,90\n"
        "X2,春菜,40\nX2,常菜,50\nX3,春菜,50\nX3,常菜,50\n"
    )
    found = read(tmp_path, foods=foods, dishes=dishes, recipes=recipes).tables.dishes
    assert found["X1"].months == {3, 4, 5}
    assert found["X2"].months == set(range(1, 13))
    assert found["X3"].months == {3, 4, 5}


def test_months_of_its_own_win_over_those_of_the_foods(tmp_path: Path) -> None:
    dishes = "编码,名称,类别,供应月份\nX1,绿豆羹,汤,5-9\nX2,绿豆水,汤,\n"
    recipes = "菜品,食材,克\nX1,绿豆,20\nX2,绿豆,20\n"
    found = read(tmp_path, dishes=dishes, recipes=recipes).problem.dishes
    assert found["X1"].months == {5, 6, 7, 8, 9}
    assert found["X2"].months == set(range(1, 13))


def test_rules_take_the_schools_modes_numbers_and_prices(tmp_path: Path) -> None:
    text = PLAN + (
        '[rules.t1_protein_high]\nmode = "hard"\nhigh = 40\n'
        "[rules.dish_repeat]\ngap_days = 7\nweekly = 2\n"
        "[rules.variety_day_part]\nprice = 3.5\n"
    )
    problem = read(tmp_path, text).problem
    clauses = problem.standard.clauses
    assert problem.modes == {"t1_protein_high": Mode.HARD}
    protein, repeat = clauses["t1_protein_high"].rule, clauses["dish_repeat"].rule
    assert isinstance(protein, Amount)
    assert protein.high == Limit(value=40)
    assert isinstance(repeat, Repetition)
    assert (repeat.weekly, repeat.gap_days) == (2, 7)
    assert clauses["variety_day_part"].soft_price == 3.5


def test_bans_become_exclusions_by_code(tmp_path: Path) -> None:
    text = "halal = true\n" + PLAN
    text += '[exclude]\nfoods = ["西红柿"]\nallergens = ["花生"]\ndishes = ["米饭"]\n'
    clauses = read(tmp_path, text).problem.standard.clauses
    tomato = next(c for c, f in embedded_foods("canteen").items() if f.name == "番茄")
    foods, halal = clauses["school_foods"].rule, clauses["school_halal"].rule
    allergens, dishes = clauses["school_allergens"].rule, clauses["school_dishes"].rule
    assert isinstance(foods, Exclusion)
    assert foods.foods is not None
    assert foods.foods.codes == {tomato}
    assert isinstance(halal, Exclusion)
    assert halal.foods is not None
    assert {"pork", "lard", "alcohol"} <= halal.foods.tags
    assert isinstance(allergens, Exclusion)
    assert allergens.allergens == {"peanut"}
    assert isinstance(dishes, Exclusion)
    assert dishes.dishes is not None
    assert dishes.dishes.codes == {"S001"}


TAGGED = "code,name,edible_share,tags,allergens\n"

OWN = {
    "dishes": "code,name,category\nX1,甲饭,主食\nX2,乙饭,主食\n",
    "recipes": "dish,food,grams\nX1,甲米,80\nX2,乙米,80\n",
    "prices": "food,yuan_per_kg\n甲米,5\n乙米,5\n",
}


ALLERGENS = ("花生", "Peanut", "peanuts", "牛奶,花生", "大豆、花生", "egg;花生仁")


@pytest.mark.parametrize("word", ALLERGENS)
def test_allergens_of_own_foods_are_understood_as_people_write_them(
    word: str, tmp_path: Path
) -> None:
    foods = f'{TAGGED}A,甲米,1,,"{word}"\nB,乙米,1,,\n'
    folder = read(tmp_path, PLAN + '[exclude]\nallergens = ["花生"]\n', foods=foods, **OWN)
    assert "peanut" in folder.problem.foods["A"].allergens
    [note] = [n for n in folder.notes if n.code == "note.allergens-unsaid"]
    assert note.facts["foods"] == "乙米"


def test_halal_asks_for_tags_and_tells_of_foods_that_have_none(tmp_path: Path) -> None:
    foods = f"{TAGGED}A,甲米,1,无,\nB,乙米,1,,\nC,丙肉,1,猪肉,\n"
    folder = read(tmp_path, "halal = true\n" + PLAN, foods=foods, **OWN)
    assert folder.tables.foods["C"].tags == {"pork"}
    [note] = [n for n in folder.notes if n.code == "note.halal-unsaid"]
    assert note.facts["foods"] == "乙米"


def test_a_word_for_no_does_not_disable_a_dish(tmp_path: Path) -> None:
    dishes = "编码,名称,类别,停用\nX1,甲饭,主食,否\nX2,乙饭,主食,0\nX3,丙饭,主食,太贵\n"
    recipes = "dish,food,grams\nX1,大米,80\nX2,大米,80\n"
    assert set(read(tmp_path, dishes=dishes, recipes=recipes).problem.dishes) == {"X1", "X2"}


def test_a_dish_of_no_meal_that_we_know_is_refused(tmp_path: Path) -> None:
    dishes = "code,name,category,meals\nX1,甲饭,主食,Lunch、午饭\nX2,乙饭,主食,lunhc\n"
    with pytest.raises(BadRows) as caught:
        read(tmp_path, dishes=dishes, recipes="dish,food,grams\nX1,大米,80\nX2,大米,80\n")
    assert [(f.row, f.column, f.facts["value"]) for f in caught.value.faults] == [
        (3, "meals", "lunhc")
    ]


def test_prices_of_a_later_day_are_said_and_of_no_day_are_refused(tmp_path: Path) -> None:
    later = "food,yuan_per_kg,date\n大米,5,2030-01-01\n"
    notes = read(tmp_path, PLAN + "[prices]\ndate = 2026-03-01\n", prices=later).notes
    assert [n.facts["foods"] for n in notes if n.code == "note.later-prices"] == ["大米"]
    with pytest.raises(BadRows):
        read(tmp_path, prices=later.replace("2030-01-01", "2026-13-45"))


def test_a_history_of_nothing_is_a_history_and_strange_files_are_named(tmp_path: Path) -> None:
    for name in ("foods.xls", "Foods.CSV", "food.csv", "week.xlsx", "notes.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    folder = read(tmp_path, history="date,dish\n")
    assert folder.problem.history == {}
    [note] = [n for n in folder.notes if not n.printed]
    assert note.facts["files"] == "Foods.CSV、food.csv、foods.xls"
    (tmp_path / "prices.csv").symlink_to(tmp_path / "nowhere.csv")
    with pytest.raises(CannotRead):
        read(tmp_path)


def test_a_budget_is_one_row_for_the_whole_school_in_fen(tmp_path: Path) -> None:
    problem = read(tmp_path, PLAN + "[budget]\nyuan_per_day = 5.05\n").problem
    rule = problem.standard.clauses["school_budget"].rule
    assert isinstance(rule, Amount)
    assert rule.across
    assert rule.high == Limit(value=505.0)
    assert [t.nutrient for t in rule.measure] == [COST]


def test_portion_bands_that_are_not_given_stay_ours(tmp_path: Path) -> None:
    text = PLAN + "[portions]\nbands = { staple = [0.9, 1.1] }\n"
    bands = read(tmp_path, text).problem.portioning.bands
    assert bands[PortionClass.STAPLE] == (0.9, 1.1)
    assert bands[PortionClass.DISH] == (0.85, 1.15)


def test_history_counts_by_name_and_code_and_tells_dishes_that_are_gone(tmp_path: Path) -> None:
    history = "date,dish\n2026-02-27,米饭\n2026-02-27,V001\n2026-02-26,老菜\n"
    folder = read(tmp_path, history=history)
    assert folder.problem.history[date(2026, 2, 27)] == {"S001", "V001"}
    assert folder.notes[-1].facts["dishes"] == "老菜"


def test_nothing_of_ours_enters_a_folder_that_brings_everything(tmp_path: Path) -> None:
    problem = read_folder(foreign(tmp_path)).problem
    assert set(problem.foods) == {"OAT", "PEA"}
    assert set(problem.dishes) == {"PORR", "SOUP", "PEAS"}
    assert set(problem.standard.clauses) == {"vigour"}
    assert problem.groups[0].factor == 1.0
    assert problem.meal_names == ("supper",)


BAD_STANDARDS = [
    ('id = "HOUSE"', "number = 5", "document.id", "plan.missing-key"),
    ('[document]\nid = "HOUSE"', "document = 5\n[x]\ny = 1", "document", "plan.not-a-table"),
    ("[clause.vigour]", "[[clause.vigour]]", "clause.vigour", "plan.not-a-table"),
    ("[clause.vigour]", "[clause]", "clause.title", "plan.not-a-table"),
    ('title = "vigour"', "", "clause.vigour.title", "plan.missing-key"),
    ("rule = {", "rul = {", "clause.vigour.rul", "plan.unknown-key-like"),
    ('form = "amount"', 'form = "amont"', "clause.vigour.rule.form", "plan.not-one-of"),
    ('per = "day"', 'per = "daily"', "clause.vigour.rule.per", "plan.not-one-of"),
    ('nutrient = "vigour"', 'nutrent = "x"', "clause.vigour.rule.measure[1].nutrent", ""),
    ('nutrient = "vigour"', 'nutrient = "vigor"', "clause.vigour.rule", "row.unknown-nutrient"),
    ("value = 10", 'value = "10"', "clause.vigour.rule.low.value", "plan.not-a-number"),
    ("value = 10", "value = nan", "clause.vigour.rule.low.value", "plan.not-finite"),
    ("value = 10", "", "clause.vigour.rule.low.value", "plan.missing-key"),
    ("value = 10", 'column = "low"', "clause.vigour.value", "plan.missing-key"),
    ("{ value = 10 }", "{ value = 10 }, high = { value = 5 }", "clause.vigour.rule.low", ""),
    ("low = 1.0", "low = -4", "meal_share.supper.low", "plan.too-small"),
    ("2026-03-01", '"soon"', "clause.vigour.checked_on", "plan.not-a-date"),
]


@pytest.mark.parametrize(("old", "new", "key", "code"), BAD_STANDARDS)
def test_every_fault_of_a_standard_is_told_by_its_key(
    old: str, new: str, key: str, code: str, tmp_path: Path
) -> None:
    assert old in STANDARD
    folder = foreign(tmp_path)
    (folder / "standard.toml").write_text(STANDARD.replace(old, new, 1), "utf-8")
    with pytest.raises(BadStandard) as caught:
        read_folder(folder)
    told = {f.column: f.code for f in caught.value.faults}
    assert key in told
    assert code in ("", told[key])
    assert Problems("zh", {}).lines(caught.value)


OPTION = '{ name = "糖果", min = 0, max = 1 }, { name = "主食"'

BAD_PLANS = [
    ('{ name = "主食"', OPTION, "meal[1].slots[1].categories", "plan.unknown-category"),
    ("start = 2026-03-02", "start = 0", "calendar.start", "plan.not-a-date"),
    ('name = "低年级"', 'name = "低"\nfactor = true', "group[1].factor", "plan.not-a-number"),
    ('name = "低年级"', 'name = "低"\nfactor = "1"', "group[1].factor", "plan.not-a-number"),
    ("", "[portions]\nreference_ages = []\n", "portions.reference_ages", "plan.empty"),
    ("", '[portions]\nreference_ages = ["5-6"]\n', "portions.reference_ages", "plan.unknown-age"),
    ("", '[portions]\nfollow = "energie"\n', "portions.follow", "plan.unknown-rule"),
    ("", "[rules.fried_weekly]\nhigh = 0.5\n", "rules.fried_weekly.high", "plan.not-whole"),
    ("", "[rules.t1_iron]\nlow = 9\nhigh = 1\n", "rules.t1_iron.low", "plan.min-above-max"),
    ("", "[rules.t1_iron]\nlow = true\n", "rules.t1_iron.low", "plan.not-a-number"),
]


@pytest.mark.parametrize(("old", "new", "key", "code"), BAD_PLANS)
def test_what_a_plan_cannot_mean_is_told_by_its_key_and_line(
    old: str, new: str, key: str, code: str, tmp_path: Path
) -> None:
    text = PLAN.replace(old, new, 1) if old else PLAN + new
    with pytest.raises(BadPlan) as caught:
        read(tmp_path, text)
    assert [(f.column, f.code.removesuffix("-like")) for f in caught.value.faults] == [(key, code)]
    assert text.splitlines()[(caught.value.faults[0].row or 0) - 1]


@pytest.mark.parametrize("name", ["Lunch", "午饭", "LUNCH"])
def test_a_meal_and_an_age_are_known_however_they_are_written(name: str, tmp_path: Path) -> None:
    text = PLAN.replace('"lunch"', f'"{name}"').replace('"6-8"', '"６～８岁"')
    problem = read(tmp_path, text).problem
    assert problem.meal_names == ("lunch",)
    assert {c.age for c in problem.groups[0].cohorts} == {"6-8"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("start = 2026-03-02", "start = 2026-02-30", "toml-date"),
        ("start = 2026-03-02", "start = 2026/3/2", "toml-date"),
        ("[calendar]", "[school]", "toml-twice"),
        ('name = "示例小学"', "name ＝ “示例小学”", "toml-full-width"),
        ('name = "示例小学"', "name = 示例小学", "toml-text"),
    ],
)
def test_a_broken_plan_gets_the_likeliest_hint(
    old: str, new: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(BrokenToml) as caught:
        read(tmp_path, PLAN.replace(old, new, 1))
    assert caught.value.reason == reason


def test_a_long_list_of_choices_ends_with_a_whole_word(tmp_path: Path) -> None:
    with pytest.raises(BadPlan) as caught:
        read(tmp_path, PLAN + '[exclude]\nallergens = ["penut"]\n')
    assert "peanut(花生)" in "".join(Problems("zh", {}).lines(caught.value))
    facts = {"allowed": "、".join(f"word{n}" for n in range(200)), "value": ""}
    said = Problems("en", {}).say("plan.not-one-of", facts)
    assert 300 < len(said) < 400
    assert re.search(r"word\d+, …", said)


def test_all_bad_locks_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    locks = "".join(
        f'[[lock]]\ndate = 2026-03-02\nmeal = "午餐"\ndish = "{dish}"\n'
        for dish in ("米饭", "馒头", "番茄炒蛋")
    )
    with pytest.raises(BadPlan) as caught:
        read(tmp_path, PLAN + locks)
    first = len(PLAN.splitlines())
    assert [(f.row, f.code) for f in caught.value.faults] == [
        (first + 12, "plan.lock-no-slot"),
        (first + 8, "plan.locks-crowd"),
    ]
    assert caught.value.faults[1].facts["rows"] == f"{first + 4}、{first + 8}"


def test_a_rule_for_five_in_a_week_of_two_days_is_refused_with_its_numbers(tmp_path: Path) -> None:
    text = PLAN.replace("2026-03-06", "2026-03-03") + "[rules.liver_weekly]\nlow = 5\nhigh = 5\n"
    problem = read(tmp_path, text).problem
    liver = problem.standard.clauses["liver_weekly"]
    if problem.mode(liver) is not Mode.HARD:
        pytest.skip("no liver soup in the library")
    with pytest.raises(RuleCannotFit) as caught:
        refuse_impossible(problem)
    assert (caught.value.needed, caught.value.possible) == (5, 2)


def test_all_mistakes_of_a_plan_are_told_at_once(tmp_path: Path) -> None:
    text = PLAN.replace("boys = 10", "boys = -1").replace("min = 1, max = 1", "min = 1, max = 99")
    with pytest.raises(BadPlan) as caught:
        read(tmp_path, text + "[zzz]\n")
    assert len(caught.value.faults) >= 4
