"""What a person sees of the exchanges of foods that appendix A allows."""

from __future__ import annotations

from collections.abc import Sequence

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
    table.add_column(own("swap.nutrients"), ratio=5, overflow="fold")
    table.add_column(own("table.verdict"), ratio=4, overflow="fold")
    last = ""
    for each in made:
        old, new = foods[each.old], foods[each.allowed.food]
        dagger = "†" if each.allowed.line.unsure else ""
        table.add_row(
            "" if each.old == last else f"{called(old, labels.lang)} {_grams(each.before)}",
            f"{called(new, labels.lang)} {_grams(each.grams)}{dagger}",
            signed(each.cost),
            _figures(each, labels),
            _verdict(each, listed, labels),
        )
        last = each.old
    console.print(table)


def _grams(grams: dict[str, float] | object) -> str:
    assert isinstance(grams, dict)
    amounts = dict.fromkeys(figure(Number(g, Kind.GRAMS)) for g in grams.values())
    return "/".join(amounts) + " g"


def _figures(each: Exchange, labels: Labels) -> str:
    """Write what a portion gains and loses of a few nutrients."""
    known = load_nutrients()
    parts = []
    for nutrient, change in each.figures.items():
        unit = known[nutrient]["unit"]
        name = known[nutrient][labels.lang]
        if change is None:
            parts.append(f"{name} {UNKNOWN}")
        else:
            parts.append(f"{name} {change:+.2g} {unit}".replace("-", "−"))
    return "\n".join(parts)


def _verdict(each: Exchange, listed: Listed, labels: Labels) -> Text:
    if each.lawful:
        return Text("✓", style="green")
    by = {line.clause: [a for a in each.broken if a.clause == line.clause] for line in each.broken}
    return Text(
        "✗ " + "; ".join(missed_words(worst(g), listed.standard, labels) for g in by.values()),
        style="red",
    )
