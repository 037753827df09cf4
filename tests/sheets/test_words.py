"""Figures as people read them, and claims that never exceed their proof."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.proof import Reached, StopReason
from reports.sheet import Cell, Column, Kind, Number, Section, Table
from reports.week_proof import STOPS, claim, claims
from reports.words import figure, plain, share_at_most, words, workbook, yuan, yuan_at_least
from tests.sheets import stand_in
from tests.sheets.reading_back import shown

money = st.floats(1, 10_000)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number(65.0, Kind.GRAMS), "65"),
        (Number(0.5, Kind.GRAMS), "0.5"),
        (Number(22.000000001, Kind.GRAMS), "22"),
        (Number(-0.0001), "0"),
        (Number(452, Kind.MONEY), "4.52"),
        (Number(123456789, Kind.MONEY), "1,234,567.89"),
        (Number(-50, Kind.MONEY), "-0.50"),
        (Number(0.384, Kind.SHARE, 0), "38%"),
        (Number(0.125, decimals=2), "0.13"),
        (Number(1.1, mark="†"), "1.1†"),
    ],
)
def test_a_figure_is_written_as_people_write_it(number: Number, text: str) -> None:
    assert figure(number) == text


@given(
    st.floats(-1e9, 1e9),
    st.sampled_from([Kind.NUMBER, Kind.MONEY, Kind.GRAMS, Kind.SHARE]),
    st.none() | st.integers(0, 4),
    st.sampled_from(["", "†", '"', "克"]),
)
def test_a_workbook_shows_the_text_that_the_page_prints(
    value: float, kind: Kind, decimals: int | None, mark: str
) -> None:
    number = Number(value, kind, decimals)
    assert shown(*workbook(number)) == figure(number)
    assert workbook(Number(value, kind, decimals, mark))[0] == workbook(number)[0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_no_figure(value: float) -> None:
    with pytest.raises(ValueError, match="not a figure"):
        Number(value)


def test_rows_that_do_not_fill_the_table_are_a_bug_found_at_once() -> None:
    columns = (Column("甲"), Column("乙"))
    with pytest.raises(ValueError, match="does not fill 2 columns"):
        Table("表", columns, (Section("", ((Cell("1"),),)),))
    with pytest.raises(ValueError, match="below the last row"):
        Table("表", columns, (Section("", ((Cell("1", rows=2), Cell("2")),)),))


def test_dates_are_read_as_people_say_them() -> None:
    zh, en = words("zh"), words("en")
    assert zh.day(date(2026, 3, 2)) == "3月2日 周一"
    assert en.day(date(2026, 3, 2)) == "Mon 2 Mar"
    assert zh.period(date(2026, 3, 2), date(2026, 3, 6)) == "2026年3月2日至3月6日"
    assert en.period(date(2026, 12, 28), date(2027, 1, 1)) == "28 Dec 2026 to 1 Jan 2027"


def test_both_languages_have_every_word_and_the_same_facts_in_it() -> None:
    tables = [
        tomllib.loads((files("reports") / f"words_{lang}.toml").read_text("utf-8"))
        for lang in ("zh", "en")
    ]
    assert [(room, list(names)) for room, names in tables[0].items()] == [
        (room, list(names)) for room, names in tables[1].items()
    ]


@given(st.text(max_size=40))
def test_plain_text_is_one_printable_line_and_stays_what_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert once.encode().decode() == once
    assert not set("\n\r\t\x00") & set(once)


@given(money, st.floats(0, 100), st.floats(0.5, 1))
def test_the_proof_never_claims_more_than_was_proved(
    cost: float, penalty: float, reached: float
) -> None:
    proof = stand_in.proof(
        objective=cost + penalty, cost=cost, penalty=penalty, bound=(cost + penalty) * reached
    )
    said = claim(proof, words("zh"))
    if "不可能低于" not in said:
        assert proof.least_cost <= 0
        return
    least = Decimal(said.split("不可能低于")[1].split("元")[0])
    gap = Decimal(said.split("差距不超过")[1].split("%")[0])
    assert least * 100 <= Decimal(repr(proof.least_cost))
    assert gap / 100 >= Decimal(repr(proof.gap))
    assert ("尽量" in said) == (penalty > 0.005)


def test_the_claim_reads_as_the_sheet_promises() -> None:
    assert claim(stand_in.proof(), words("zh")) == (
        "本期人均每日食材成本4.52元；在同样的规则、价格和菜品库下，"
        "不可能低于4.50元（已证明，差距不超过0.4%）。"
    )
    assert claim(stand_in.proof(bound=452.0), words("zh")) == (
        "本期人均每日食材成本4.522元；在同样的规则、价格和菜品库下，"
        "不可能低于4.520元（已证明，差距不超过0.05%）。"
    )


@pytest.mark.parametrize("bound", [float("-inf"), 0.0, -5.0])
def test_a_bound_that_says_nothing_is_no_proof(bound: float) -> None:
    assert claim(stand_in.proof(bound=bound), words("zh")).endswith("能否更低尚未证明。")


@given(money)
def test_bounds_round_away_from_boasting(fen: float) -> None:
    assert Decimal(yuan_at_least(fen)) * 100 <= Decimal(repr(fen))
    assert abs(Decimal(yuan(fen).replace(",", "")) * 100 - Decimal(repr(fen))) <= Decimal("0.5")
    assert Decimal(share_at_most(fen / 1e4).rstrip("%")) / 100 >= Decimal(repr(fen / 1e4))


@pytest.mark.parametrize("stop", StopReason)
def test_every_end_of_a_search_has_words(stop: StopReason) -> None:
    assert words("zh")(STOPS[stop])
    assert words("en")(STOPS[stop])


REACHED = (
    (Reached("worst", 97.46, 97.912, "%"), "97.5%", "98.0%"),
    (Reached("rating", 80.0, 80.04, "%"), "80.0%", "80.1%"),
    (Reached("changes", 2.0, 1.0, ""), "换了2道", "要换1道"),
    (Reached("grams", 12.36, 11.97, "g"), "增减12.4克", "至少11.9克"),
)


@pytest.mark.parametrize(("reached", "value", "bound"), REACHED)
def test_what_was_reached_is_said_before_the_cost_and_its_bound_never_too_strong(
    reached: Reached, value: str, bound: str
) -> None:
    proof = replace(stand_in.proof(), reached=(reached,))
    first, second = claims(proof, words("zh"))
    assert value in first
    assert bound in first
    assert "上述各项都不降低" in second


def test_the_cost_of_a_robust_plan_is_said_to_be_that_of_the_dearest_prices() -> None:
    said = claim(replace(stand_in.proof(), price_lists=3), words("zh"))
    assert "3天的价格中最贵的一天" in said
