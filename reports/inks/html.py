"""Draw a sheet as one HTML page that needs nothing from outside and prints well."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from reports.inks.breaking import broken
from reports.inks.printing import printed
from reports.inks.qr import qr_svg

if TYPE_CHECKING:
    from reports.inks.printed import PrintedSheet, PrintedTable
    from reports.sheet import Sheet

# Patterns that bars are filled with; drawn once, before the body's text.
PATTERNS: Final = Markup(
    '<svg class="unseen" aria-hidden="true" width="0" height="0"><defs>'
    '<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<path d="M-1 1l2-2M0 4l4-4M3 5l2-2" stroke="#141414" stroke-width=".9"/></pattern>'
    '<pattern id="dots" width="3" height="3" patternUnits="userSpaceOnUse">'
    '<circle cx="1.5" cy="1.5" r=".75" fill="#141414"/></pattern></defs></svg>'
)


def draw(sheet: Sheet) -> bytes:
    """Return the page in UTF-8; one sheet gives the same bytes always."""
    page = printed(sheet)
    text = _template().render(
        sheet=page,
        css=_css(),
        widths=Markup(_widths(page)),  # noqa: S704  (numbers and selectors of our own)
        qr=Markup(qr_svg(sheet.url)),  # noqa: S704  (drawn by segno, holds no text)
        patterns=PATTERNS,
    )
    return text.encode()


def percent(part: float) -> str:
    """Write a part of one as a length in SVG."""
    return f"{part * 100:.2f}%"


def _widths(page: PrintedSheet) -> str:
    """Return the rules that set column widths and type sizes: style attributes are not used."""
    rules = []
    for number, blocks in enumerate(page.pages, 1):
        for at, block in enumerate(blocks, 1):
            if block.table is not None:
                rules += _table_rules(f".t{number}-{at}", block.table)
    return "\n".join(rules)


def _table_rules(name: str, table: PrintedTable) -> list[str]:
    weight = sum(c.width for c in table.columns)
    sized = [f"{name} {{ font-size: {table.size:g}pt; }}"]
    return sized + [
        f"{name} col:nth-child({at}) {{ width: {percent(column.width / weight)}; }}"
        for at, column in enumerate(table.columns, 1)
    ]


@cache
def _template() -> Template:
    house = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    house.filters["percent"] = percent
    house.filters["broken"] = lambda text: Markup(broken(text, "<wbr>", escape))  # noqa: S704
    house.filters["reach"] = lambda zone: percent(zone[1] - zone[0])
    return house.get_template("_sheet.html")


@cache
def _css() -> Markup:
    return Markup((files("reports") / "templates" / "print.css").read_text("utf-8"))  # noqa: S704
