"""canteen books allergies: how many pupils may not eat what; their names only where asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.store.allergies import Allergic, allergic
from food_tables.vocabulary import vocabulary
from reports.words import UNKNOWN, words


def flagged(desk: Desk, text: str, *, names: bool, as_json: bool) -> Exit:
    """Print the allergies of the pupils who eat, class by class."""
    day = date_given("--day", text) if text else desk.hand.today
    with desk.reads() as books:
        found = allergic(books, day)
    if as_json:
        rows = [
            {
                "class": each.school_class,
                "allergens": each.allergens,
                **({"pupil": each.pupil, "name": each.name or None} if names else {}),
            }
            for each in found
        ]
        print_data(json.dumps(rows, ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    paragraph(console, own("books.allergies", day=day, count=len(found)), "bold")
    if found:
        console.print(_by_name(desk, found) if names else _by_class(desk, found))
        whole = Counter(each.allergens for each in found)
        asked = " ".join(f"{_asked(desk, a)}={n}" for a, n in sorted(whole.items()))
        paragraph(console, own("books.allergies_asked", asked=asked), "dim")
    return Exit.DONE


def _by_class(desk: Desk, found: Sequence[Allergic]) -> Grid:
    grid = _grid(desk, ("class", "allergens", "people"))
    counts = Counter((each.school_class, each.allergens) for each in found)
    for (room, allergens), count in counts.items():
        grid.add_row(room, _called(desk, allergens), str(count))
    return grid


def _by_name(desk: Desk, found: Sequence[Allergic]) -> Grid:
    grid = _grid(desk, ("class", "code", "name", "allergens"))
    for each in found:
        allergens = _called(desk, each.allergens)
        grid.add_row(each.school_class, each.pupil, each.name or UNKNOWN, allergens)
    return grid


def _grid(desk: Desk, columns: Sequence[str]) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in columns:
        grid.add_column(desk.words(f"books.col_{name}"), overflow="fold")
    return grid


def _called(desk: Desk, allergens: Sequence[str]) -> str:
    return desk.words.listed([words(desk.lang).name("allergen", each) for each in allergens])


def _asked(desk: Desk, allergens: Sequence[str]) -> str:
    """Return allergens as ``canteen allergy`` takes them."""
    known, named = vocabulary("allergen"), words(desk.lang)
    called = ((each, named.name("allergen", each)) for each in allergens)
    return "+".join(word if known.find(word) == each else each for each, word in called)
