"""What a person sees of the exchanges of foods that appendix A allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.attainment_lines import Labels, called
from api.language import terminal_words
from api.swap_lines import Listed, missed_words, signed
from api.terminal import paragraph
from food_tables.loading import load_nutrients
from nutrition.checking.attainment import worst
from optimizer.exchanging import Exchange
from reports.sheet import Kind, Number
from reports.words import figure

NUTRIENTS = ("energy_kcal", "protein_g", "calcium_mg", "iron_mg")

UNKNOWN = "—"


def print_exchanges(
    console: Console, listed: Listed, made: Sequence[Exchange], labels: Labels
) -> None:
    """Print each food with what may stand for it, in grams for each group."""
    own, foods = terminal_words(labels.lang), listed.both.folder.problem.foods
    if not made:
        paragraph(console, own("swap.no_exchanges"), "dim")
        return
    tables = own.listed(list(dict.fromkeys(each.allowed.line.table for each in made)))
    console.print(own("swap.exchanges", table=tables), style="bold")
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    table.add_column(own("swap.food"), ratio=4, overflow="fold")
    table.add_column(own("swap.instead"), ratio=4, overflow="fold")
    table.add_column(own("swap.portion"), justify="right", no_wrap=True)
    for nutrient in NUTRIENTS:
        name, unit = (load_nutrients()[nutrient][key] for key in (labels.lang, "unit"))
        table.add_column(f"{name}\n{unit}", justify="right", no_wrap=True)
    table.add_column(own("table.verdict"), ratio=4, overflow="fold")
    last = ""
    for each in made:
        old, new = foods[each.old], foods[each.allowed.food]
        dagger = "†" if each.allowed.line.unsure else ""
        table.add_row(
            "" if each.old == last else f"{called(old, labels.lang)} {_grams(each.before)}",
            f"{called(new, labels.lang)} {_grams(each.grams)}{dagger}",
            signed(each.cost),
            *(_figure(nutrient, each.figures[nutrient]) for nutrient in NUTRIENTS),
            _verdict(each, listed, labels),
        )
        last = each.old
    console.print(table)


def _grams(grams: Mapping[str, float]) -> str:
    """Write the grams of the groups in their order, once where all are the same."""
    amounts = [figure(Number(g, Kind.GRAMS)) for g in grams.values()]
    return "/".join(amounts if len(set(amounts)) > 1 else amounts[:1]) + " g"


def _figure(nutrient: str, change: float | None) -> str:
    if change is None:
        return UNKNOWN
    decimals = load_nutrients()[nutrient]["decimals"]
    assert isinstance(decimals, int)
    text = figure(Number(abs(change), Kind.NUMBER, decimals))
    return text if not float(text) else f"{'+' if change > 0 else '−'}{text}"


def _verdict(each: Exchange, listed: Listed, labels: Labels) -> Text:
    """Name the rule that is missed most, and how many others are."""
    if each.lawful:
        return Text("✓", style="green")
    words = missed_words(worst(each.broken), listed.standard, labels)
    others = len({line.clause for line in each.broken}) - 1
    return Text(f"✗ {words}" + (f"; +{others}" if others else ""), style="red")
