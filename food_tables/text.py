"""A stranger's text: bytes in whichever charset become rows of cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from food_tables.table_errors import BrokenText, NotATable, TableTooLarge
from food_tables.workbook import MOST_COLUMNS, MOST_ROWS

RARE = 20  # in UTF-16 at least one byte in so many is zero: commas, digits, ends of lines

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"),
)


def decode(content: bytes, file: str) -> str:
    """Return the text of ``content``: UTF-8, UTF-16 or GB18030, with or without a BOM.

    Raises:
        NotATable: the bytes are no text.
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise NotATable(file, kind)
    for name in _charsets(content):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if any(c < " " and c not in "\t\r\n" for c in text):
            raise NotATable(file, "nul" if 0 in content and name == "utf-8" else "binary")
        return text.removeprefix("\ufeff")
    raise NotATable(file, "binary")


def _charsets(content: bytes) -> Iterator[str]:
    for bom, name in _BOMS:
        if content.startswith(bom):
            yield name
            return
    head = content[:4096]
    if head.count(0) * RARE > len(head):  # no other charset of a text has so many zero bytes
        yield "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return
    yield "utf-8"
    yield "gb18030"


def text_rows(text: str, file: str) -> list[list[str]]:
    """Split a text into rows of cells.

    Raises:
        TableTooLarge: it has too many rows or columns, or a cell is too long.
        BrokenText: its quotation marks do not close.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        for cells in islice(reader, MOST_ROWS + 1):
            if len(rows) == MOST_ROWS:
                raise TableTooLarge(file, "rows", MOST_ROWS)
            if sum(1 for c in cells if c.strip()) > MOST_COLUMNS:
                raise TableTooLarge(file, "columns", MOST_COLUMNS)
            rows.append(cells)
    except csv.Error as error:
        if "field limit" in str(error):
            raise TableTooLarge(file, "cell", csv.field_size_limit()) from None
        raise BrokenText(file, len(rows) + 1) from None
    return rows


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;", key=first.count)
