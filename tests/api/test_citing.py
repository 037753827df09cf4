"""Figures of a table that asks to be cited are cited, wherever they were borrowed."""

from __future__ import annotations

from api.citing import citations
from api.folder_tables import embedded_foods

JAPANESE = ("日本食品標準成分表(八訂)から引用",)


def test_a_food_of_the_japanese_table_or_with_a_figure_of_it_asks_for_its_citation() -> None:
    canteen, mext = embedded_foods("canteen"), embedded_foods("mext")
    assert citations([mext["G001"]]) == JAPANESE
    assert canteen["G001"].figures_from == {"CFCT6"}
    assert citations([canteen["G001"]]) == ()
    filled = [f for f in canteen.values() if f.figures_from == {"CFCT6", "MEXT"}]
    assert len(filled) > 30
    assert citations(filled[:1]) == JAPANESE


def test_no_food_asks_for_nothing() -> None:
    assert citations([]) == ()
