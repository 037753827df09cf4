"""Laws of names, groups, tags and allergens of the foods."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from food_tables.laws import GROUPS
from food_tables.loading import (
    Row,
    load_allergens,
    load_document,
    load_foods,
    load_recipes,
    load_standard_table,
)
from food_tables.vocabulary import vocabulary

CANTEEN = load_foods()
MEXT = load_foods("mext")
BY_NAME = {food["name"]: food for food in CANTEEN}
TAGS = {
    *("dark_vegetable", "vegetable_kind", "variety", "liver", "blood", "seafood"),
    *("coarse_grain", "pulse", "fungi_algae", "soy_food", "dairy", "fruit", "oil"),
    *("added_salt", "seasoning", "processed_meat", "staple", "pork", "lard", "alcohol"),
    *("halal_cert", "not_halal", "banned", "fortified", "tuber"),
}
MONTHS = re.compile(r"\d{1,2}(-\d{1,2})?(,\d{1,2}(-\d{1,2})?)*")
SEASONING_VEGETABLES = {"小葱", "大葱", "大蒜", "姜", "香菜"}


def words(food: Row, column: str) -> set[str]:
    return set(filter(None, food[column].split(";")))


def tagged(tag: str) -> set[str]:
    return {food["name"] for food in CANTEEN if tag in words(food, "tags")}


def marked(allergen: str) -> set[str]:
    return {food["name"] for food in CANTEEN if allergen in words(food, "allergens")}


def test_a_canteen_finds_at_least_340_foods() -> None:
    assert len(CANTEEN) >= 340
    assert len(MEXT) >= 280


def test_the_open_table_names_the_same_foods_by_the_same_codes() -> None:
    names = {food["code"]: food["name"] for food in CANTEEN}
    assert all(names[food["code"]] == food["name"] for food in MEXT)


def test_codes_names_and_english_names_are_unique() -> None:
    for column in ("code", "name", "name_en"):
        counts = Counter(food[column].casefold() for food in CANTEEN)
        assert [text for text, count in counts.items() if count > 1] == []
        assert all(counts)


def test_no_word_means_two_foods() -> None:
    meant: dict[str, set[str]] = {}
    for food in CANTEEN:
        for word in (food["code"], food["name"], food["name_en"], *food["aliases"].split(";")):
            meant.setdefault(word.casefold(), set()).add(food["code"])
    meant.pop("", None)
    assert {word: codes for word, codes in meant.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *(("西红柿", "番茄"), ("包菜", "圆白菜"), ("卷心菜", "圆白菜"), ("甘蓝", "圆白菜")),
        *(("马铃薯", "土豆"), ("青菜", "油菜"), ("上海青", "油菜"), ("花菜", "菜花")),
        *(("桔子", "橘子"), ("黄花菜", "黄花菜(干)"), ("葱", "大葱"), ("排骨", "猪小排")),
    ],
)
def test_everyday_words_find_their_food(word: str, name: str) -> None:
    assert word in BY_NAME[name]["aliases"].split(";")


@pytest.mark.parametrize("word", ["豆角", "木耳", "海带", "面条", "辣椒"])
def test_words_that_could_mean_a_banned_or_a_tenfold_other_food_stay_open(word: str) -> None:
    assert all(word not in (food["name"], *food["aliases"].split(";")) for food in CANTEEN)


def test_english_names_are_plain_english() -> None:
    for food in CANTEEN:
        assert re.fullmatch(r"[A-Z][A-Za-z' ,()-]+", food["name_en"]), food["name_en"]


def test_groups_tags_months_and_allergens_use_closed_vocabularies() -> None:
    allergens = {row["id"] for row in load_allergens()}
    for food in (*CANTEEN, *MEXT):
        assert food["group"] in GROUPS
        assert words(food, "tags") <= TAGS
        assert words(food, "allergens") <= allergens
        assert MONTHS.fullmatch(food["months"])
        assert all(1 <= int(month) <= 12 for month in re.findall(r"\d+", food["months"]))


def test_every_tag_is_explained_beside_the_table_and_has_its_words() -> None:
    assert set(load_document("foods", "canteen")["tags"]) == TAGS
    assert set(vocabulary("tag").ids.values()) == TAGS
    assert set(vocabulary("allergen").ids.values()) == {row["id"] for row in load_allergens()}


def test_every_source_is_described_and_every_row_has_one() -> None:
    for table, foods in (("canteen", CANTEEN), ("mext", MEXT)):
        sources = load_document("foods", table)["source"]
        for food in foods:
            assert food["source_table"] in sources
            assert food["source_code"]
            assert food["source_name"]
        for source in sources.values():
            assert source["title"]
            assert source["licence"]


def test_every_vegetable_counts_as_a_kind_unless_it_only_seasons_or_is_pickled() -> None:
    vegetables = {food["name"] for food in CANTEEN if food["group"] == "蔬菜类"}
    assert tagged("vegetable_kind") == vegetables - SEASONING_VEGETABLES - {"酸菜"}


def test_oil_condiments_and_seasoning_vegetables_never_count_as_variety() -> None:
    never = {
        food["name"] for food in CANTEEN if food["group"] in {"植物油", "盐", "调味品", "其他"}
    }
    assert not tagged("variety") & (never | SEASONING_VEGETABLES)
    assert {"大米", "菠菜", "苹果", "鸡蛋", "纯牛奶", "豆腐", "草鱼"} <= tagged("variety")


def test_a_fresh_vegetable_rich_in_carotene_is_dark_and_a_dark_one_says_why() -> None:
    for food in CANTEEN:
        dark = "dark_vegetable" in words(food, "tags")
        assert dark == bool(food["dark_basis"])
        if food["group"] == "蔬菜类" and "fungi_algae" not in words(food, "tags"):
            assert dark or float(food["carotene_ug"] or 0) < 500
        if food["dark_basis"].startswith("carotene>=500"):
            assert float(food["carotene_ug"]) >= 500


def test_salt_sauces_pickles_and_cured_meat_count_as_added_salt_and_sugar_does_not() -> None:
    salted = tagged("added_salt")
    assert {"食盐", "酱油", "蚝油", "味精", "榨菜", "酸菜", "香肠", "火腿肠", "咸鸭蛋"} <= salted
    assert not {"白砂糖", "食醋", "枸杞", "大豆油", "鲜海带", "猪肉(肥瘦)"} & salted
    for food in CANTEEN:
        if food["group"] in {"调味品", "盐"} and float(food["sodium_mg"] or 0) >= 1000:
            assert food["name"] in salted


def test_pork_lard_blood_and_alcohol_are_never_halal() -> None:
    barred = tagged("pork") | tagged("lard") | tagged("blood") | tagged("alcohol")
    assert barred == tagged("not_halal")
    assert not tagged("halal_cert") & tagged("not_halal")
    for food in CANTEEN:
        if "猪" in food["name"] or food["subgroup"] == "猪":
            assert food["name"] in tagged("pork")


def test_meat_of_halal_animals_needs_a_certified_source() -> None:
    for food in CANTEEN:
        if food["group"] == "畜禽肉类" and food["name"] not in tagged("not_halal"):
            assert food["name"] in tagged("halal_cert")


def test_green_beans_are_banned_and_yard_long_beans_are_not() -> None:
    assert tagged("banned") == {"四季豆"}
    codes = set().union(*(words(row, "foods") for row in load_standard_table("prohibited")))
    assert codes == {BY_NAME[name]["code"] for name in tagged("banned")}


def test_allergens_agree_with_what_a_food_obviously_is() -> None:
    for food in CANTEEN:
        name, group, subgroup = food["name"], food["group"], food["subgroup"]
        found = words(food, "allergens")
        assert group != "蛋类" or "egg" in found
        assert group != "奶及奶制品" or "milk" in found
        assert subgroup not in {"淡水鱼", "海鱼"} or "fish" in found
        assert subgroup != "虾" or "crustacean" in found
        assert subgroup != "软体" or "mollusc" in found
        assert subgroup not in {"大豆", "豆制品"} or "soy" in found
        assert "花生" not in name or "peanut" in found
        assert "芝麻" not in name or "sesame" in found
    assert {"面粉", "挂面", "馒头", "燕麦片", "青稞", "酱油"} <= marked("gluten")
    assert {"核桃", "腰果", "杏仁"} <= marked("nuts")
    assert not {"大米", "土豆", "猪瘦肉", "苹果", "菠菜"} & set().union(
        *(marked(row["id"]) for row in load_allergens())
    )


def test_every_food_of_a_recipe_card_is_in_the_table() -> None:
    assert {row["food"] for row in load_recipes()} <= {food["code"] for food in CANTEEN}
