"""The READMEs say what the program does: commands, options, exit codes, the price example."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.outcome import Exit
from food_tables.loading import load_foods
from tests.house.tree import ROOT

READMES = ("README.md", "README.zh-CN.md")

COMMAND = re.compile(
    r"^canteen (foods import|(?:books|db|sheet|publish) [a-z-]+|[a-z]+)\b(.*?)(?:#.*)?$",
    re.MULTILINE,
)


def _words(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_of_a_readme_exists(name: str) -> None:
    commands = COMMAND.findall(_words(name))
    assert commands
    for command, rest in commands:
        done = CliRunner().invoke(app, [*command.split(), "--help"])
        assert done.exit_code == 0, command
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in done.output, f"{command} has no {option}"


@pytest.mark.parametrize("name", READMES)
def test_a_readme_explains_every_exit_code_once(name: str) -> None:
    told = [int(code) for code in re.findall(r"^\| (\d+) \|", _words(name), re.MULTILINE)]
    assert told == sorted(int(code) for code in Exit)


def test_the_price_example_names_foods_that_exist() -> None:
    block = re.search(
        r"```csv\nfood,yuan_per_kg,date,source\n(.*?)```", _words("README.zh-CN.md"), re.DOTALL
    )
    assert block
    named = [line.split(",")[0] for line in block[1].splitlines()]
    known = {row["name"] for row in load_foods("canteen")}
    assert set(named) <= known
