"""Every refusal of purchases and stock is brought about, and says what it is and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.problems import Lang, Problems, sentences
from canteen import receipt_errors, supply_errors
from canteen.errors import BooksError
from food_tables.table_errors import BadRows
from tests.folder.museum_supplies import SUPPLIES

CODES = {
    each.code
    for room in (supply_errors, receipt_errors)
    for each in vars(room).values()
    if isinstance(each, type) and issubclass(each, BooksError) and each is not BooksError
}


def test_every_refusal_has_an_exhibit() -> None:
    assert SUPPLIES.keys() - {"row.no-worth", "row.two-heads", "row.which-lot"} == CODES


@pytest.mark.parametrize("code", sorted(SUPPLIES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fact_finds_its_place(code: str, lang: Lang, tmp_path: Path) -> None:
    with pytest.raises((BooksError, BadRows)) as caught:
        SUPPLIES[code].run(tmp_path)
    error = caught.value
    assert code in {str(vars(type(error))["code"])} | {
        each.code for each in getattr(error, "faults", ())
    }
    said = "".join(Problems(lang, {}).lines(error))
    assert not re.search(r"[{}]|None|Money|UnitPrice|datetime", said)
    assert sentences(lang)[code].remedy
