"""Every error of pupils, meals and charges can be brought about, and is said in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.problems import Lang, Problems, sentences
from canteen import charge_errors, pupil_errors
from canteen.errors import BooksError
from food_tables.table_errors import BadRows
from tests.folder.museum_pupils import CHARGES, PUPILS

EXHIBITS = {**PUPILS, **CHARGES}

CODES = {
    each.code
    for module in (pupil_errors, charge_errors)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, BooksError) and each is not BooksError
}

LANGS: tuple[Lang, ...] = ("zh", "en")


def test_every_error_has_an_exhibit_and_a_sentence_in_both_languages() -> None:
    assert CODES - EXHIBITS.keys() == set()
    for lang in LANGS:
        assert EXHIBITS.keys() - sentences(lang).keys() == set()
        assert all(sentences(lang)[code].remedy for code in EXHIBITS)


@pytest.mark.parametrize("code", sorted(EXHIBITS))
def test_an_exhibit_brings_about_its_error_and_every_fact_finds_its_place(
    code: str, tmp_path: Path
) -> None:
    with pytest.raises((BooksError, BadRows)) as caught:
        EXHIBITS[code].run(tmp_path)
    error = caught.value
    faults = error.faults if isinstance(error, BadRows) else ()
    assert ([f.code for f in faults] or [vars(type(error))["code"]]) == [code]
    for lang in LANGS:
        lines = "".join(Problems(lang, {}).lines(error))
        assert not re.search(r"[{}]|None", lines)
