"""A spreadsheet program opens every workbook, as it is, and reads the same figures."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from reports.inks import xlsx
from reports.inks.printing import printed
from tests.sheets.reading_back import squeezed
from tests.sheets.wall import SHEETS

PROGRAM = "soffice"

SECONDS = 180


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of every workbook, opened by LibreOffice and saved as tables."""
    program = shutil.which(PROGRAM)
    if program is None:
        if os.environ.get("CANTEEN_TEST_NO_SKIP"):
            pytest.fail(f"{PROGRAM} is not there")
        pytest.skip(f"{PROGRAM} is not there")
    folder = tmp_path_factory.mktemp("books")
    for name, draw in SHEETS.items():
        (folder / f"{name}.xlsx").write_bytes(xlsx.draw(draw("zh")))
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1",
        "--outdir",
        str(folder),
        *(str(folder / f"{name}.xlsx") for name in SHEETS),
    ]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    assert b"repair" not in done.stderr.lower()
    return folder


@pytest.mark.parametrize("name", SHEETS)
def test_a_workbook_opens_without_repair_and_says_what_the_sheet_says(
    name: str, opened: Path
) -> None:
    with (opened / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        cells = [squeezed(cell) for row in csv.reader(file) for cell in row if cell]
    page = printed(SHEETS[name]("zh"))
    assert squeezed(page.title) in cells
    first = page.pages[0][0].table
    if first is not None and first.columns:
        head = first.columns[0]
        assert squeezed(f"{head.title}{head.unit}") in cells
