"""Files spoilt in the ways in which files are spoilt, the same for the same seed."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl

Grid = list[list[str]]

CELLS = (
    *("NaN", "inf", "-Infinity", "1e999", "-1e999", "-0", "-1", "0", "0.001", "1e-9", "9" * 40),
    *("1.2.3", "1,234", "1,234.50", "１２３．５", "一百", "5万元", "¥5", "5 元", "5.005", "0x10"),
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("x")', "|cmd", "'5", '"', '""', "'"),
    *("2026-02-30", "2026/3/5", "20260305", "46086", "5-3-2026", "2126-01-01", "0001-01-01"),
    *("\u202e5", "5\u200b", "\ufeff5", "\x00", "a\x07b", "\ud800", "🍚", "\u0301" * 50, "nil"),
    *(
        " ",
        "\t",
        "\n",
        "大米\n菠菜",
        "；",
        "、、",
        "张三、张三",
        "<b>1</b>",
        "{value}",
        "%s",
        "${x}",
    ),
    *("'; DROP TABLE record;--", "../../x", "TRUE", "None", "null", "#REF!", "#N/A"),
    *("x" * 201, "长" * 5000, "001", "1", "S1", "午餐", "夜宵", "一(1)班", "学生伙食费", "补助"),
)

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "latin-1")

DELIMITERS = (",", ",", ",", ";", "\t", "|", "，")

ENDS = ("\n", "\r\n", "\r", "\n\n", "\u2028")

HALF = 0.5

BOMB = 30 * 1024 * 1024

ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "x.txt">]>'
)


def spoilt(text: str, seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a file made of a good table, spoilt by a seed."""
    chance = random.Random(seed)
    grid = [row[:] for row in csv.reader(io.StringIO(text))]
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        chance.choice(GRIDS)(grid, chance)
    if chance.random() < HALF:
        name, content = "x.csv", _csv(grid, chance)
    else:
        name, content = "x.xlsx", _xlsx(grid, chance)
        if chance.random() < 0.4:
            content = chance.choice(ARCHIVES)(content, chance)
    if chance.random() < 0.25:
        content = chance.choice(BYTES)(content, chance)
    if chance.random() < 0.05:
        name = chance.choice(("x.xlsx", "x.csv", "x.txt", "x", "=x.csv", "表 格.csv"))
    return name, content


def _csv(grid: Grid, chance: random.Random) -> bytes:
    plain = chance.random() < 0.6
    delimiter = "," if plain else chance.choice(DELIMITERS)
    end = "\n" if plain else chance.choice(ENDS)
    sink = io.StringIO()
    if delimiter in ",;\t|":
        writer = csv.writer(sink, delimiter=delimiter, lineterminator=end, escapechar="\\")
        writer.writerows(grid)
    else:
        sink.write(end.join(delimiter.join(row) for row in grid))
    encoding = "utf-8" if plain else chance.choice(ENCODINGS)
    return sink.getvalue().encode(encoding, "replace")


def _xlsx(grid: Grid, chance: random.Random) -> bytes:
    """Write a workbook; numbers and dates become such, or stay text, as chance will have it."""
    book, typed = openpyxl.Workbook(), chance.random() < HALF
    sheet = book.worksheets[0]
    for row in grid:
        sheet.append([_typed(cell) if typed else _legal(cell) for cell in row])
    if chance.random() < 0.1:
        sheet.merge_cells(start_row=2, start_column=1, end_row=3, end_column=2)
    if chance.random() < 0.1:
        book.create_sheet("另一张").append(["a", "b"])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _typed(cell: str) -> object:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    return float(cell) if re.fullmatch(r"\d{1,9}(\.\d+)?", cell) else _legal(cell)


def _legal(cell: str) -> str:
    """Return what a workbook can hold of a cell."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", cell)[:32_000]


def _place(grid: Grid, chance: random.Random) -> tuple[int, int] | None:
    rows = [i for i, row in enumerate(grid) if row]
    if not rows:
        return None
    row = chance.choice(rows)
    return row, chance.randrange(len(grid[row]))


def _cell(grid: Grid, chance: random.Random) -> None:
    if place := _place(grid, chance):
        grid[place[0]][place[1]] = chance.choice(CELLS)


def _body_cell(grid: Grid, chance: random.Random) -> None:
    if len(grid) > 1 and (row := grid[chance.randrange(1, len(grid))]):
        row[chance.randrange(len(row))] = chance.choice(CELLS)


def _add_to_cell(grid: Grid, chance: random.Random) -> None:
    if place := _place(grid, chance):
        grid[place[0]][place[1]] += chance.choice(CELLS)


def _empty_cell(grid: Grid, chance: random.Random) -> None:
    if place := _place(grid, chance):
        grid[place[0]][place[1]] = ""


def _drop_row(grid: Grid, chance: random.Random) -> None:
    if grid:
        grid.pop(chance.randrange(len(grid)))


def _double_row(grid: Grid, chance: random.Random) -> None:
    if grid:
        grid.insert(chance.randrange(len(grid) + 1), chance.choice(grid)[:])


def _swap_rows(grid: Grid, chance: random.Random) -> None:
    chance.shuffle(grid)


def _drop_column(grid: Grid, chance: random.Random) -> None:
    if place := _place(grid, chance):
        for row in grid:
            del row[place[1] : place[1] + 1]


def _double_column(grid: Grid, chance: random.Random) -> None:
    if place := _place(grid, chance):
        for row in grid:
            row.extend(row[place[1] : place[1] + 1])


def _swap_cells(grid: Grid, chance: random.Random) -> None:
    one, other = _place(grid, chance), _place(grid, chance)
    if one and other:
        a, b = grid[one[0]][one[1]], grid[other[0]][other[1]]
        grid[one[0]][one[1]], grid[other[0]][other[1]] = b, a


def _titles(grid: Grid, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 8)):
        grid.insert(0, ["某某学校 2026 年 3 月"])


def _many_rows(grid: Grid, chance: random.Random) -> None:
    if grid:
        grid.extend(chance.choice(grid)[:] for _ in range(chance.choice((50, 300))))


def _many_columns(grid: Grid, chance: random.Random) -> None:
    if grid:
        chance.choice(grid).extend(["x"] * chance.choice((60, 70, 3000)))


GRIDS: tuple[Callable[[Grid, random.Random], None], ...] = (
    *(_body_cell, _body_cell, _body_cell, _cell, _add_to_cell, _empty_cell, _drop_row),
    *(_double_row, _swap_rows, _drop_column, _double_column, _swap_cells, _titles),
    *(_many_rows, _many_columns),
)


def _flip(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 5, 50))):
        if found:
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[: chance.randrange(2000)] + content[at:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    odd = (b"\x00", b"\xff\xfe", b'"', b"\x1a", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-1.7")
    return content[:at] + chance.choice(odd) + content[at:]


BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _repeat, _insert)


def _rewritten(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive with its members changed; None leaves one out."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            made = change(member, old.read(member))
            if made is not None:
                new.writestr(member, made)
    return sink.getvalue()


def _drop_member(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lost = chance.choice(archive.namelist())
    return _rewritten(content, lambda name, body: None if name == lost else body)


def _spoil_xml(content: bytes, chance: random.Random) -> bytes:
    return _rewritten(
        content, lambda _, body: _flip(body, chance) if chance.random() < HALF else body
    )


def _entities(content: bytes, _: random.Random) -> bytes:
    def change(name: str, body: bytes) -> bytes:
        if not name.endswith(("sheet1.xml", "sharedStrings.xml")):
            return body
        text = body.decode()
        head, sign, rest = text.partition("?>")
        if not sign:
            head, rest = '<?xml version="1.0"', text
        return f"{head}?>{ENTITIES}{rest.replace('<t>', '<t>&c;&d;')}".encode()

    return _rewritten(content, change)


def _bomb(content: bytes, chance: random.Random) -> bytes:
    body = b"<x>" + b"0" * chance.choice((BOMB, BOMB // 30)) + b"</x>"
    return _rewritten(content, lambda name, old: body if "sheet" in name else old)


def _many_members(content: bytes, _: random.Random) -> bytes:
    sink = io.BytesIO(content)
    with zipfile.ZipFile(sink, "a") as archive:
        for n in range(250):
            archive.writestr(f"x/{n}.xml", "<x/>")
    return sink.getvalue()


def _nested(content: bytes, _: random.Random) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("inner.xlsx", content)
    return sink.getvalue()


ARCHIVES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_drop_member, _spoil_xml, _spoil_xml, _entities, _bomb, _many_members, _nested),
)
