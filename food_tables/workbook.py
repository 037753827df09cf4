"""The one boundary around openpyxl: a workbook's bytes become rows of text, or one error."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from food_tables.table_errors import BrokenWorkbook, TableError, TableTooLarge

MOST_MEMBERS = 200

MOST_INFLATED = 100 * 1024 * 1024

MOST_RATIO = 200

MOST_ROWS = 50_000

MOST_COLUMNS = 64

_ZEROS = re.compile(r"0{2,}")


def workbook_rows(content: bytes, file: str) -> list[list[str]]:
    """Return the first visible sheet with anything in it, cell by cell as text.

    A formula stays a text that begins with "=".  A number under a format of zeros ("0000")
    keeps its leading zeros.

    Raises:
        TableTooLarge: the archive, its rows or its columns are beyond the caps.
        BrokenWorkbook: openpyxl cannot make sense of it, for whatever reason.
    """
    try:
        _check_archive(content, file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _first_sheet(content, file)
    except TableError:
        raise
    except Exception:  # noqa: BLE001 - openpyxl raises a dozen kinds on damaged files
        raise BrokenWorkbook(file) from None


def _check_archive(content: bytes, file: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise TableTooLarge(file, "members", MOST_MEMBERS)
    # zipfile never inflates a member beyond its declared size, so the sum is a real cap
    inflated = sum(m.file_size for m in members)
    if inflated > MOST_INFLATED:
        raise TableTooLarge(file, "inflated", MOST_INFLATED)
    if any(m.file_size > MOST_RATIO * max(1, m.compress_size) for m in members):
        raise TableTooLarge(file, "ratio", MOST_RATIO)


def _first_sheet(content: bytes, file: str) -> list[list[str]]:
    import openpyxl  # noqa: PLC0415 - 200 ms that a CSV never needs

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        found: list[list[str]] = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                found = list(_rows(sheet, file))
            if any(any(row) for row in found):
                break
        return found
    finally:
        book.close()


def _rows(sheet: Any, file: str) -> Iterator[list[str]]:  # noqa: ANN401 - openpyxl is untyped
    for count, row in enumerate(sheet.iter_rows(), start=1):
        if count > MOST_ROWS:
            raise TableTooLarge(file, "rows", MOST_ROWS)
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise TableTooLarge(file, "columns", MOST_COLUMNS)
        yield texts


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl is untyped
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _digits(value, cell.number_format)
    return str(value)


def _digits(value: float, number_format: str | None) -> str:
    if value != value or abs(value) >= 1e15 or value != int(value):  # noqa: PLR0124, PLR2004
        return repr(float(value))
    whole = str(int(value))
    width = number_format or ""
    return whole.zfill(len(width)) if _ZEROS.fullmatch(width) else whole
