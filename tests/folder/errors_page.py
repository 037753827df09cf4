"""Write docs/errors.md: each error code with its reproducer, its sentences and the remedy."""

from __future__ import annotations

from pathlib import Path

from api.problems import sentences
from tests.folder.museum import EXHIBITS

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"

HEAD = """\
# Errors

Every error that the program raises on purpose, generated from the error museum
(tests/folder/museum.py) and the sentences in api/problems_zh.toml and api/problems_en.toml by
`python -m tests.folder.errors_page`. Words in braces are facts of the case. Errors in rows and in
plan.toml are printed behind the file, row and column they were found in; all of them at once.

"""


def page() -> str:
    """Return the page as it should be."""
    zh, en = sentences("zh"), sentences("en")
    lines = []
    for code, exhibit in EXHIBITS.items():
        lines += [
            f"## {code}",
            "",
            f"- Comes about by: {exhibit.words}",
            f"- 说明:{zh[code].message}{zh[code].remedy}",
            f"- Message: {en[code].message} {en[code].remedy}".rstrip(),
            "",
        ]
    return HEAD + "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
