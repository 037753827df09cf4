"""Say what each food is, in the words that clauses ask for."""

from __future__ import annotations

from food_tables.build.schema import Row

SEASONING_VEGETABLES = frozenset({"小葱", "大葱", "大蒜", "姜", "香菜"})
NOT_COUNTED_GROUPS = frozenset({"植物油", "盐", "调味品", "其他"})
STAPLE_SUBGROUPS = frozenset({"谷类", "糕点", "面点半成品"})
KERNELS_EATEN_AS_VEGETABLE = frozenset({"鲜玉米", "玉米粒(速冻)"})
SALTED_SUBGROUPS = frozenset({"盐", "酱油", "酱", "鲜味料", "腌菜", "加工肉", "膨松", "鱼糜"})
SALTED_BY_NAME = frozenset({"咖喱块", "虾皮", "虾米", "咸鸭蛋", "咸蛋黄", "盐水鸭", "皮蛋"})
SALTED_FROM_MG = 300
PROCESSED_BY_NAME = frozenset({"烤鸭", "盐水鸭"})
BANNED_BY_NAME = frozenset({"四季豆"})
PORK_BY_NAME = frozenset(
    {"猪肝", "猪血", "猪油", "速冻肉包", "速冻水饺(猪肉)", "速冻烧卖"}
    | {"火腿肠", "方腿", "香肠", "腊肉", "叉烧肉"}
)
TAG_ORDER = (
    *("vegetable_kind", "dark_vegetable", "variety", "staple", "tuber", "coarse_grain", "pulse"),
    *("fungi_algae", "soy_food", "dairy", "fruit", "seafood", "liver", "blood"),
    *("processed_meat", "pork", "lard", "oil", "seasoning", "added_salt", "alcohol"),
    *("fortified", "halal_cert", "not_halal", "banned"),
)
ALLERGENS = {
    "gluten": "allergen_gluten",
    "crustacean": "allergen_crustacean",
    "fish": "allergen_fish",
    "egg": "allergen_egg",
    "peanut": "allergen_peanut",
    "soy": "allergen_soy",
    "milk": "allergen_milk",
    "nuts": "allergen_nut",
    "sesame": "allergen_sesame",
    "mollusc": "allergen_mollusc",
}


def tags_of(food: Row, source: Row) -> str:
    """List the tags of a food; ``source`` is its row in the reference, or an added row."""
    says = {
        **_kitchen_tags(food),
        **_origin_tags(food, source),
        "dark_vegetable": source["dark_vegetable"] == "1",
        "coarse_grain": source["coarse_grain"] == "1",
        "pulse": source["pulse"] == "1",
        "fungi_algae": source["fungi_algae"] == "1",
        "liver": source["animal_liver"] == "1",
        "seafood": source["seafood"] == "1",
        "halal_cert": source["halal"] == "cert",
        "not_halal": source["halal"] == "no",
    }
    return ";".join(tag for tag in TAG_ORDER if says.get(tag, False))


def allergens_of(source: Row) -> str:
    return ";".join(name for name, column in ALLERGENS.items() if source[column] == "1")


def _kitchen_tags(food: Row) -> dict[str, bool]:
    name, group, subgroup = food["name"], food["group"], food["subgroup"]
    plain_vegetable = group == "蔬菜类" and name not in SEASONING_VEGETABLES
    return {
        "vegetable_kind": plain_vegetable and subgroup != "腌菜",
        "variety": group not in NOT_COUNTED_GROUPS and name not in SEASONING_VEGETABLES,
        "staple": subgroup in STAPLE_SUBGROUPS and name not in KERNELS_EATEN_AS_VEGETABLE,
        "tuber": subgroup == "薯类",
        "soy_food": subgroup in {"大豆", "豆制品"},
        "dairy": group == "奶及奶制品",
        "fruit": group == "水果类",
        "oil": subgroup in {"植物油", "动物油"},
        "seasoning": group in {"调味品", "盐"},
        "added_salt": _is_salted(food),
        "banned": name in BANNED_BY_NAME,
    }


def _origin_tags(food: Row, source: Row) -> dict[str, bool]:
    name, subgroup = food["name"], food["subgroup"]
    return {
        "blood": subgroup == "动物血",
        "processed_meat": subgroup == "加工肉" or name in PROCESSED_BY_NAME,
        "pork": subgroup == "猪" or name in PORK_BY_NAME or source.get("pork") == "1",
        "lard": name == "猪油",
        "alcohol": subgroup == "料酒",
    }


def _is_salted(food: Row) -> bool:
    """Salt that somebody added: at the stove, in the jar, or while curing."""
    if food["subgroup"] not in SALTED_SUBGROUPS and food["name"] not in SALTED_BY_NAME:
        return False
    sodium = food["sodium_mg"]
    return sodium == "" or float(sodium) >= SALTED_FROM_MG
