"""The page of the rules says what the code says, and no link of the chain is missing."""

from __future__ import annotations

from food_tables.loading import load_standard
from nutrition.checking.attaining import CHECKS
from nutrition.clauses import Standard
from optimizer.rules.registry import RULES
from tests.house.rules_page import PAGE, page


def test_the_page_of_the_rules_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make rules`"


def test_every_form_that_a_row_can_keep_has_a_writer_and_a_checker() -> None:
    forms = {clause.rule.form for clause in Standard.of(load_standard()).clauses.values()}
    assert forms - {"review"} <= set(RULES)
    assert forms <= set(CHECKS)
    assert set(RULES) <= set(CHECKS)
