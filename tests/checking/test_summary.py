from __future__ import annotations

from typing import get_args, get_type_hints

from nutrition.checking.attaining import CHECKS, attain
from nutrition.checking.attainment import (
    Attainment,
    Verdict,
    broken,
    worst,
    worst_by_clause,
)
from nutrition.checking.case import Case
from nutrition.checking.places import Place
from nutrition.clauses import Mode, Rule, Standard
from nutrition.menu import Menu
from tests.checking.tiny import FOODS, SMALL, lunch, menu, plate, standard


def line(
    verdict: Verdict, measured: float = 1.0, clause: str = "c", mode: Mode = Mode.HARD
) -> Attainment:
    return Attainment(clause, verdict, mode, measured=measured, low=10.0)


def test_the_worst_line_is_broken_before_it_is_unknown_and_farthest_from_its_limit() -> None:
    met, unknown = line(Verdict.MET, 12), line(Verdict.UNKNOWN)
    near, far = line(Verdict.NOT_MET, 9), line(Verdict.NOT_MET, 2)
    assert worst([met, near, unknown, far]) == far
    assert worst([met, unknown]) == unknown
    assert worst([line(Verdict.MET, 50), met]) == met


def test_each_clause_has_one_worst_line_in_the_order_of_the_standard() -> None:
    lines = [line(Verdict.MET, 11, "b"), line(Verdict.MET, 11, "a"), line(Verdict.NOT_MET, 9, "b")]
    assert {c: x.verdict.value for c, x in worst_by_clause(lines).items()} == {
        "b": "not_met",
        "a": "met",
    }
    assert list(worst_by_clause(lines)) == ["b", "a"]


def test_only_a_hard_rule_can_be_broken() -> None:
    hard = line(Verdict.NOT_MET)
    assert broken([hard, line(Verdict.NOT_MET, mode=Mode.SOFT), line(Verdict.UNKNOWN)]) == [hard]


def test_a_school_can_keep_a_hard_rule_soft() -> None:
    made = standard({"form": "distinct", "per": "day", "low": 9, "foods": {}})
    served = menu(lunch(plate(rice=100)))
    soft = Case(served, made, [SMALL], FOODS, modes={"c": Mode.SOFT})
    assert broken(attain(soft)) == []
    assert len(broken(attain(Case(served, made, [SMALL], FOODS)))) == 1


def test_a_clause_for_the_whole_day_does_not_concern_a_lunch_and_the_other_way_round() -> None:
    body = {"form": "amount", "per": "day", "measure": [{}], "low": {"value": 1}}
    lunches = menu(lunch(plate(rice=100)))
    days = menu({"lunch": [plate(rice=1)], "dinner": [plate(rice=1)]})

    def concerns(made: Standard, served: Menu) -> bool:
        return bool(attain(Case(served, made, [SMALL], FOODS)))

    whole, part = standard(body, when="whole_day"), standard(body, when="part_day")
    assert [concerns(whole, lunches), concerns(whole, days)] == [False, True]
    assert [concerns(part, lunches), concerns(part, days)] == [True, False]


def test_a_place_reads_from_the_large_to_the_small() -> None:
    assert str(Place(1, "周一", "lunch", "米饭")) == "2 周一 lunch 米饭"


def test_every_form_of_the_language_has_a_checker() -> None:
    forms = {get_args(get_type_hints(form)["form"])[0] for form in get_args(get_args(Rule)[0])}
    assert set(CHECKS) == forms
