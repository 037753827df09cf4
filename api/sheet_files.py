"""Sheets as files: which suffix is which ink."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports.inks import html, pdf, xlsx
from reports.sheet import Sheet

INKS: Mapping[str, Callable[[Sheet], bytes]] = {
    ".html": html.draw,
    ".pdf": pdf.draw,
    ".xlsx": xlsx.draw,
}
