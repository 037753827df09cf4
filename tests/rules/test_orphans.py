"""Nothing stands alone: clause, row writer, checker and golden come together or not at all."""

from __future__ import annotations

import re
from typing import get_args

from food_tables.loading import load_standard
from nutrition.checking.attaining import CHECKS
from nutrition.clauses import Review, Rule, Standard
from optimizer.rules import RULES
from tests.conftest import GOLDEN
from tests.rules.kitchen import standard
from tests.rules.test_goldens import BY_FORM

SIGNED = "review"


def forms() -> set[str]:
    """Return every form that a clause can have, as the union of rules spells it."""
    spelled = (str(each.__dataclass_fields__["form"].type) for each in get_args(get_args(Rule)[0]))
    return {re.findall(r"\w+", text)[-1] for text in spelled}


def test_every_form_has_a_checker_and_every_checker_a_form() -> None:
    assert set(CHECKS) == forms()


def test_every_form_but_the_signed_one_has_a_row_writer_and_every_writer_a_form() -> None:
    assert set(RULES) == forms() - {SIGNED}


def test_every_form_with_rows_is_written_soft_and_summed_too() -> None:
    assert set(BY_FORM) == set(RULES)
    assert all(standard().clauses[c].rule.form == form for form, c in BY_FORM.items())


def test_every_clause_that_no_row_keeps_is_signed_and_has_no_golden() -> None:
    signed = {c.id for c in standard().clauses.values() if isinstance(c.rule, Review)}
    assert signed == {c.id for c in standard().clauses.values() if c.rule.form not in RULES}
    assert not [c for c in signed if (GOLDEN / "lp" / f"{c}.lp").exists()]


def test_every_clause_with_rows_has_a_golden_for_one_group_and_for_two() -> None:
    written = {c.id for c in standard().clauses.values() if c.rule.form in RULES}
    ends = ("lp", "two_groups.lp")
    assert [
        f for c in written for e in ends if not (GOLDEN / "lp" / (f := f"{c}.{e}")).exists()
    ] == []


def test_every_golden_has_a_clause() -> None:
    written = {c.id for c in standard().clauses.values() if c.rule.form in RULES}
    found = {path.name.split(".")[0] for path in (GOLDEN / "lp").iterdir()}
    assert found == written


def test_the_kitchen_keeps_every_clause_of_the_real_standard() -> None:
    assert set(Standard.of(load_standard()).clauses) <= set(standard().clauses)
