"""`make gallery`: the first page of every sheet as a picture, and docs/gallery.md around them."""

from __future__ import annotations

from pathlib import Path

import typst

from canteen.publicity.duties import duties
from reports.inks import pdf, png
from reports.inks.fonts import face, shared_fonts
from reports.inks.printing import printed
from reports.menu_picture import picture
from reports.sheet import Sheet
from tests.sheets import stand_in
from tests.sheets.wall import SHEETS

DOCS = Path(__file__).parents[2] / "docs"

PIXELS_PER_INCH = 75.0

HEAD = """\
# Gallery

Every sheet, as `canteen sheet NAME` draws it: the first page of each, made by `make gallery` from
stand-in figures that nobody booked. Each comes as a page, as PDF and as a workbook, in Chinese and,
by `--lang en`, in English.
"""


def main() -> None:
    """Write the pictures and the page."""
    folder = DOCS / "gallery"
    folder.mkdir(exist_ok=True)
    for name, draw in SHEETS.items():
        (folder / f"{name}.png").write_bytes(first_page(draw("zh")))
    (folder / "picture.png").write_bytes(png.draw(picture(stand_in.lunch())))
    (DOCS / "gallery.md").write_text(page(), "utf-8")


def page() -> str:
    """Return the page, with every sheet in the order of the table of sheets."""
    blocks = [HEAD]
    for name in (*SHEETS, "picture"):
        duty = duties().get(name)
        said = f" {duty.title}" if duty else ""
        blocks.append(f"## {name}{said}\n\n![{name}](gallery/{name}.png)\n")
    return "\n".join(blocks)


def first_page(sheet: Sheet) -> bytes:
    """Return the first page as PNG."""
    font = face()
    done: object = typst.compile(
        pdf._template(),
        font_paths=shared_fonts(font.path),
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs=pdf.inputs(printed(sheet), sheet.url, font.family),
    )
    first = done[0] if isinstance(done, list) else done
    assert isinstance(first, bytes)
    return first


if __name__ == "__main__":
    main()
