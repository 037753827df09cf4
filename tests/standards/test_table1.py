"""A second witness of the figures: stated here again, row by row, and compared with the data."""

from __future__ import annotations

import pytest

from tests.checking.embedded import standard

BANDS = ("6-8", "9-11", "12-14", "15-17")

# Boys and girls of each band, in the order of the bands, as table 1 is printed.
TABLE_1 = {
    "t1_energy_day": ((1700, 1550), (2100, 1900), (2450, 2100), (2900, 2350)),
    "t1_protein_low": ((40, 40), (50, 50), (65, 60), (75, 60)),
    "t1_calcium": ((750, 750), (850, 850), (950, 950), (800, 800)),
    "t1_iron": ((12, 12), (14, 14), (18, 18), (18, 18)),
    "t1_zinc": ((6.5, 6.5), (8, 8), (10.5, 9), (11.5, 8.5)),
    "t1_vitamin_a": ((450, 450), (550, 550), (720, 630), (820, 630)),
    "t1_thiamin": ((0.9, 0.9), (1.1, 1.1), (1.4, 1.2), (1.6, 1.3)),
    "t1_riboflavin": ((0.9, 0.9), (1.1, 1.1), (1.4, 1.2), (1.6, 1.3)),
    "t1_vitamin_c": ((60, 60), (75, 75), (95, 95), (100, 100)),
    "t1_fibre": ((20, 20), (20, 20), (20, 20), (25, 25)),
}

SAME_TABLE = {
    "t1_energy_mean": "t1_energy_day",
    "t1_energy_mean_whole_day": "t1_energy_day",
    "meal_energy": "t1_energy_day",
    "t1_protein_high": "t1_protein_low",
}

# Low and high of each band.
TABLE_3 = {
    "grains": ((75, 90), (90, 105), (105, 120), (105, 120)),
    "vegetables": ((90, 105), (105, 120), (120, 135), (130, 150)),
    "fruit": ((45, 60), (60, 75), (75, 90), (90, 105)),
    "meat": ((9, 12), (12, 15), (15, 18), (18, 21)),
    "fish": ((9, 12), (12, 15), (15, 18), (15, 18)),
    "egg": ((15, 15), (15, 15), (25, 25), (25, 25)),
    "dairy": ((60, 60), (60, 60), (75, 75), (75, 75)),
    "soy": ((9, 9), (11, 11), (12, 12), (15, 15)),
    "oil": ((5, 5), (5, 5), (5, 5), (5, 5)),
    "salt": ((1.5, 1.5), (1.5, 1.5), (1.5, 1.5), (2, 2)),
}

TABLE_4 = {
    "grains": ((100, 120), (120, 140), (140, 160), (140, 160)),
    "vegetables": ((120, 140), (140, 160), (160, 180), (180, 200)),
    "fruit": ((60, 80), (80, 100), (100, 120), (120, 140)),
    "meat": ((12, 16), (16, 20), (20, 24), (24, 28)),
    "fish": ((12, 16), (16, 20), (20, 24), (20, 24)),
    "egg": ((20, 20), (20, 20), (30, 30), (30, 30)),
    "dairy": ((80, 80), (80, 80), (100, 100), (100, 100)),
    "soy": ((30, 30), (35, 35), (40, 40), (50, 50)),
    "oil": ((10, 10), (10, 10), (10, 10), (15, 15)),
    "salt": ((2, 2), (2, 2), (2, 2), (2.5, 2.5)),
}

UPPER_LEVELS = {
    "ul_retinol": (1300, 1500, 2100, 2800),
    "ul_iron": (35, 35, 40, 40),
    "ul_zinc": (21, 21, 28, 35),
    "ul_calcium": (2000, 2000, 2000, 2000),
    "ul_selenium": (150, 200, 300, 350),
}

BY_BAND = {
    **UPPER_LEVELS,
    "salt_added": (5, 5, 5, 6),
    "sodium_total": (1200, 1500, 1900, 2100),
    "milk": (200, 200, 250, 250),
}


@pytest.mark.parametrize("clause", [*TABLE_1, *SAME_TABLE])
def test_table_1_is_as_printed(clause: str) -> None:
    printed = TABLE_1[SAME_TABLE.get(clause, clause)]
    expected = [
        (age, sex, figure)
        for age, pair in zip(BANDS, printed, strict=True)
        for sex, figure in zip("MF", pair, strict=True)
    ]
    found = [(v.age, v.sex, v.value) for v in standard().clauses[clause].value]
    assert found == expected


@pytest.mark.parametrize(("number", "table"), [(3, TABLE_3), (4, TABLE_4)])
def test_tables_3_and_4_are_as_printed(
    number: int, table: dict[str, tuple[tuple[float, float], ...]]
) -> None:
    for group, rows in table.items():
        values = standard().clauses[f"t{number}_{group}"].value
        expected = [(age, *row) for age, row in zip(BANDS, rows, strict=True)]
        assert [(v.age, v.low, v.high) for v in values] == expected


@pytest.mark.parametrize("clause", BY_BAND)
def test_limits_by_age_are_those_decided(clause: str) -> None:
    expected = list(zip(BANDS, BY_BAND[clause], strict=True))
    assert [(v.age, v.value) for v in standard().clauses[clause].value] == expected


@pytest.mark.parametrize("clause", UPPER_LEVELS)
def test_an_upper_level_never_falls_with_age(clause: str) -> None:
    figures = [v.value or 0.0 for v in standard().clauses[clause].value]
    assert figures == sorted(figures)


@pytest.mark.parametrize("clause", UPPER_LEVELS)
def test_single_days_are_shown_against_the_same_upper_level(clause: str) -> None:
    clauses = standard().clauses
    assert clauses[f"{clause}_day"].value == clauses[clause].value


def test_table_2_is_table_3_over_30_percent_and_table_4_over_40_percent_nearly() -> None:
    for group in ("grains", "fruit", "meat", "fish", "dairy"):
        for at, value in enumerate(standard().clauses[f"t2_{group}"].value):
            assert value.low == pytest.approx(TABLE_3[group][at][0] / 0.3)
            assert value.low == pytest.approx(TABLE_4[group][at][0] / 0.4)


def test_meal_shares_are_as_printed_and_leave_room_around_the_whole_day() -> None:
    shares = standard().meal_shares
    assert {m: (s.low, s.high) for m, s in shares.items()} == {
        "breakfast": (0.25, 0.30),
        "lunch": (0.35, 0.40),
        "dinner": (0.30, 0.35),
    }
    assert sum(s.low for s in shares.values()) < 1 < sum(s.high for s in shares.values())
