"""A school's own food table is previewed, checked whole, and written whole or not at all."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from api.commands.importing import run, written
from api.errors import CannotWrite
from api.folder_tables import embedded_foods
from api.language import Lang
from api.outcome import Exit
from food_tables.layout import layout
from food_tables.reading import read_table
from food_tables.table_errors import BadRows
from nutrition.food import Food
from nutrition.tables import foods_of

LICENSED = (
    "食物编码,食物名称,食部(%),能量(kJ),蛋白质(g)\n012001x,大米,100,1448,7.4\nZ9,自家酱,100,400,5\n"
)


def _written(folder: Path) -> str:
    return (folder / "foods.csv").read_text("utf-8-sig")


def test_a_food_of_our_name_takes_our_code_and_tags_but_never_our_figures(tmp_path: Path) -> None:
    source = tmp_path / "licensed.csv"
    source.write_bytes(LICENSED.encode("gb18030"))
    assert run(source, tmp_path / "school", "zh", yes=True) == Exit.DONE
    foods = foods_of(read_table(_written(tmp_path / "school").encode(), "f", layout("foods")))
    rice, ours = foods["G001"], embedded_foods("canteen")["G001"]
    assert rice.per_100g == {"energy_kcal": pytest.approx(346.08, abs=0.01), "protein_g": 7.4}
    assert rice.tags == ours.tags
    assert "012001x" in rice.source
    assert foods["Z9"].tags == frozenset()


def test_what_is_known_to_have_no_allergen_says_so_and_what_is_not_stays_open(
    tmp_path: Path,
) -> None:
    _imported(
        tmp_path,
        "食物编码,食物名称,食部(%),能量(kcal),过敏原\nZ1,大米,100,346,\nZ2,酱,100,9,\nZ3,汁,100,9,无\n",
    )
    rows = list(csv.DictReader(io.StringIO(_written(tmp_path / "school"))))
    assert {row["code"]: row["allergens"] for row in rows} == {"G001": "无", "Z2": "", "Z3": "无"}


def _foods(folder: Path) -> dict[str, Food]:
    return foods_of(read_table(_written(folder).encode(), "f", layout("foods")))


def _imported(folder: Path, text: str, lang: Lang = "en") -> dict[str, Food]:
    source = folder / "licensed.csv"
    source.write_text(text, "utf-8")
    run(source, folder / "school", lang, yes=True)
    return _foods(folder / "school")


def _refused(folder: Path, text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BadRows) as caught:
        _imported(folder, text)
    assert not (folder / "school").exists()
    return [(f.code, f.row, f.column) for f in caught.value.faults]


def test_a_food_of_our_code_and_name_keeps_our_allergens_and_tags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foods = _imported(tmp_path, "code,name,edible_share,iron_mg\nA031,虾皮,1,6\nv001,菠菜,.9,2\n")
    told, ours = " ".join(capsys.readouterr().err.split()), embedded_foods("canteen")
    for code in ("A031", "V001"):
        assert foods[code].allergens == ours[code].allergens
        assert foods[code].tags == ours[code].tags
        assert foods[code].months == ours[code].months
    assert "crustacean" in foods["A031"].allergens
    assert "used in its place (recipes take it at once): 2" in told
    assert "come from the embedded table: 2" in told


def test_an_alias_of_our_food_is_that_food(tmp_path: Path) -> None:
    assert set(_imported(tmp_path, "code,name,edible_share\nG001,稻米,1\n")) == {"G001"}


def test_our_code_on_another_food_is_refused(tmp_path: Path) -> None:
    text = "编码,名称,edible_share\nM001,鳕鱼柳,1\nm002,大米,1\nX1,面粉,1\n"
    code = "row.code-of-another-food"
    assert _refused(tmp_path, text) == [(code, 2, "编码"), (code, 3, "编码")]


def test_what_the_table_says_of_allergens_wins_even_when_it_says_none(tmp_path: Path) -> None:
    foods = _imported(tmp_path, "code,name,edible_share,allergens\nA031,虾皮,1,\n")
    assert foods["A031"].allergens == frozenset()


def test_a_new_food_without_allergens_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _imported(tmp_path, "code,name,edible_share\nQ1,鳕鱼柳,1\n")
    assert "taken to hold none: 1" in " ".join(capsys.readouterr().err.split())


def test_a_group_that_no_clause_knows_is_refused(tmp_path: Path) -> None:
    text = "code,name,edible_share,类别\nQ1,粟,1,谷类\nQ2,稷,1,谷薯类\n"
    assert _refused(tmp_path, text) == [("row.unknown-group", 2, "类别")]


def test_a_folder_with_its_own_standard_has_its_own_groups(tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()
    (tmp_path / "school" / "standard.toml").write_text("", "utf-8")
    foods = _imported(tmp_path, "code,name,edible_share,类别\nQ1,粟,1,谷类\n")
    assert foods["Q1"].group == "谷类"


def test_more_than_the_whole_is_refused_at_its_largest_part(tmp_path: Path) -> None:
    text = "code,name,edible_share,水分(g),protein_g\nQ1,粟,1,80,22\nQ2,稷,1,80,21.5\n"
    assert _refused(tmp_path, text) == [("row.more-than-the-whole", 2, "水分(g)")]


@pytest.mark.parametrize(
    ("columns", "figures", "told"),
    [
        ("energy_kcal,protein_g,fat_g,carbohydrate_g,fibre_g", "120,10,0,10,0", "energy misses"),
        ("energy_kcal,protein_g,fat_g,carbohydrate_g", "120,10,0,10", "energy misses"),
        ("carbohydrate_g,fibre_g", "5,6", "more fibre than carbohydrate"),
        ("vitamin_a_ug_rae,carotene_ug", "40,600", "below carotene/12"),
        ("视黄醇当量(ugRE),carotene_ug", "100,600", "may be retinol equivalents"),
        ("energy_kj,protein_g,fat_g,carbohydrate_g", "80,10,0,10", "header says kJ"),
        ("energy_kcal,protein_g,fat_g,carbohydrate_g", "330,10,0,10", "look like kJ"),
        ("食部(%),protein_g", "0.9,1", "no figure is above 1"),
    ],
)
def test_a_figure_that_is_hardly_right_is_told_and_yet_taken(
    columns: str, figures: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    share = ("", "") if "食部" in columns else (",edible_share", ",1")
    head = f"code,name,group{share[0]},{columns}"
    assert set(_imported(tmp_path, f"{head}\nQ1,粟,蔬菜类{share[1]},{figures}\n")) == {"Q1"}
    assert told in " ".join(capsys.readouterr().err.split())


def test_figures_that_agree_are_not_doubted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "code,name,group,食部(%),能量(kJ),protein_g,fat_g,carbohydrate_g,allergens"
    _imported(tmp_path, f"{head}\nQ1,粟,谷薯类,100,335,10,0,10,\n")
    assert "check" not in capsys.readouterr().err


def test_retinol_follows_from_vitamin_a_and_carotene_where_it_is_not_given(tmp_path: Path) -> None:
    head = "code,name,edible_share,vitamin_a_ug_rae,carotene_ug,retinol_ug"
    foods = _imported(
        tmp_path, f"{head}\nQ1,干酪,1,150,600,\nQ2,奶皮,1,150,600,90\nV001,菠菜,1,243,2920,\n"
    )
    retinol = {code: food.per_100g["retinol_ug"] for code, food in foods.items()}
    assert retinol == {"Q1": 100, "Q2": 90, "V001": 0}


def test_a_trace_stays_a_trace(tmp_path: Path) -> None:
    foods = _imported(tmp_path, "code,name,edible_share,iron_mg,zinc_mg\nQ1,粟,1,Tr,0\n")
    assert foods["Q1"].trace == {"iron_mg"}
    assert foods["Q1"].per_100g == {"iron_mg": 0, "zinc_mg": 0}


def test_every_row_says_which_file_it_came_from(tmp_path: Path) -> None:
    text = "code,name,edible_share,来源\nQ1,粟,1,省表\nG001,大米,1,\nQ2,白面,1,\n"
    foods = _imported(tmp_path, text)
    assert {code: food.source for code, food in foods.items()} == {
        "Q1": "licensed.csv Q1 (省表)",
        "G001": "licensed.csv G001",
        "Q2": "licensed.csv Q2",
    }


def test_one_bad_row_writes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "licensed.csv"
    source.write_text(LICENSED + "Q1,坏行,0,1,x\n", "utf-8")
    with pytest.raises(BadRows) as caught:
        run(source, tmp_path / "school", "zh", yes=True)
    assert {f.row for f in caught.value.faults} == {4}
    assert not (tmp_path / "school").exists()


@pytest.mark.parametrize(("answer", "kept"), [("y\n", True), ("n\n", False), ("", False)])
def test_nothing_is_written_unless_the_person_agrees(
    answer: str, *, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "licensed.csv"
    source.write_text(LICENSED, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    run(source, tmp_path / "school", "zh", yes=False)
    assert (tmp_path / "school" / "foods.csv").exists() == kept


def test_the_preview_tells_what_is_known_and_what_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "licensed.csv"
    source.write_text(LICENSED.replace("400,5", "—,5"), "utf-8")
    run(source, tmp_path, "en", yes=True)
    told = capsys.readouterr().err
    assert "2 foods" in told
    assert "3 figures, 1 unknown" in told


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "licensed.csv"
    source.write_text(LICENSED, "utf-8")
    with pytest.raises(CannotWrite):
        run(source, source, "zh", yes=True)


def test_the_embedded_table_written_out_reads_back_unchanged() -> None:
    ours = embedded_foods("canteen")
    text = written(tuple(ours.values()), frozenset())
    again = foods_of(read_table(text.encode(), "foods.csv", layout("foods")))
    assert {c: (f.per_100g, f.tags, f.months, f.edible, f.trace) for c, f in again.items()} == {
        c: (f.per_100g, f.tags, f.months, f.edible, f.trace) for c, f in ours.items()
    }
