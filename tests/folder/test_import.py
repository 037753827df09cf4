"""A school's own food table is previewed, checked whole, and written whole or not at all."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from api.commands.importing import run, written
from api.errors import CannotWrite
from api.folder_tables import embedded_foods
from api.outcome import Exit
from food_tables.layout import layout
from food_tables.reading import read_table
from food_tables.table_errors import BadRows
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
    text = written(tuple(ours.values()))
    again = foods_of(read_table(text.encode(), "foods.csv", layout("foods")))
    assert {c: (f.per_100g, f.tags, f.months, f.edible) for c, f in again.items()} == {
        c: (f.per_100g, f.tags, f.months, f.edible) for c, f in ours.items()
    }
