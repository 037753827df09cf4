"""Some calls have one file they may come from."""

from __future__ import annotations

import ast

from tests.house.tree import place, product_modules, syntax

SOLVERS_DOOR = "optimizer/solving.py"


SOLVERS = {"HiGHS", "COIN_CMD", "PULP_CBC_CMD", "getSolver", "solverModel", "sol_status"}

PROBLEMS = ("lp", "problem")


def _asks_a_solver(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    asked = ast.unparse(node.value).split(".")[-1]
    return node.attr in SOLVERS or (node.attr == "solve" and asked in PROBLEMS)


def test_only_one_file_calls_a_solver_and_reads_its_status() -> None:
    asking = {
        place(path)
        for path in product_modules()
        for node in ast.walk(syntax(path))
        if _asks_a_solver(node)
    }
    assert asking == {SOLVERS_DOOR}


def test_no_room_below_the_doors_prints_or_reads_the_clock() -> None:
    below = [p for p in product_modules() if place(p).split("/")[0] not in {"api", "food_tables"}]
    found = {
        f"{place(path)}:{node.lineno}"
        for path in below
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and _is_print_or_today(node.func)
    }
    assert found == set()


def _is_print_or_today(call: ast.expr) -> bool:
    if isinstance(call, ast.Name):
        return call.id == "print"
    return isinstance(call, ast.Attribute) and call.attr in {"today", "utcnow"}
