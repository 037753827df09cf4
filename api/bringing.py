"""What a plan folder brings: its tables by name, and the files that nobody reads."""

from __future__ import annotations

from pathlib import Path

from api.errors import CannotRead, NotAFolder, TwoTables
from api.files import kind

TABLES = ("foods", "dishes", "recipes", "prices", "history", "ratings")

SUPPLIES = ("offers", "stock")
"""Tables that orders are made from; a plan does not look into them."""

PLAN = "plan.toml"

STANDARD = "standard.toml"

READ = {f"{name}.{end}" for name in TABLES + SUPPLIES for end in ("csv", "xlsx")} | {PLAN, STANDARD}

WRITTEN = {"week.xlsx"}

_TABLE_LIKE = (".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".et", ".ods", ".toml")


def refuse_strange(folder: Path) -> None:
    """Refuse what is no folder.

    Raises:
        NotAFolder: there is no such folder.
        CannotRead: the system does not let us look.
    """
    found = kind(folder)
    if found == "refused":
        raise CannotRead(str(folder), "refused")
    if found != "folder":
        raise NotAFolder(str(folder))


def bring(folder: Path) -> dict[str, Path]:
    """Return table -> the file of the folder that holds it.

    Raises:
        NotAFolder: there is no such folder.
        TwoTables: a table is there as CSV and as XLSX.
        CannotRead: what goes by a table's name is no file, or a link that leads nowhere.
    """
    refuse_strange(folder)
    found: dict[str, Path] = {}
    for name in TABLES + SUPPLIES:
        files = [p for p in (folder / f"{name}.csv", folder / f"{name}.xlsx") if there(p)]
        if len(files) > 1:
            raise TwoTables([p.name for p in files])
        if files:
            found[name] = files[0]
    if there(folder / STANDARD):
        found["standard"] = folder / STANDARD
    return found


def there(path: Path) -> bool:
    """Say whether a file stands at ``path``.

    Raises:
        CannotRead: something else does.
    """
    found = kind(path)
    if found == "missing" and not path.is_symlink():
        return False
    if found != "file":
        raise CannotRead(str(path), "directory" if found == "folder" else found)
    return True


def strays(folder: Path) -> list[str]:
    """Return the names of files that look like tables and are not read: foods.xls, Foods.CSV."""
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:
        return []
    return [
        name
        for name in names
        if name.lower().endswith(_TABLE_LIKE)
        and name not in READ | WRITTEN
        and not name.startswith((".", "~$"))
    ]
