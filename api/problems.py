"""Which error becomes which sentence: facts come from the error, words from problems_*.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from api.books_words import named
from api.errors import DoorError
from api.language import plural
from canteen.errors import BooksError
from food_tables.errors import EmbeddedTableError
from food_tables.table_errors import Fault, TableError
from nutrition.errors import NutritionError
from optimizer.errors import PlanningError, Shortfall
from optimizer.order_errors import Missing
from reports.errors import ReportError
from reports.words import words

Lang = Literal["zh", "en"]

ROOM_ERRORS = (
    DoorError,
    TableError,
    EmbeddedTableError,
    NutritionError,
    PlanningError,
    ReportError,
    BooksError,
)

LONGEST_FACT = 120

LONGEST_LIST = 300

MOST_FAULTS = 20

_OF_KIND = {
    **dict.fromkeys(("kind", "what", "reason"), ""),
    **dict.fromkeys(("fund", "funds"), "fund."),
    "cost": "cost.",
    "who": "who.",
    **dict.fromkeys(("missing", "details"), "check."),
}
"""Facts that have words, and what these begin with."""

_LISTED = {"zh": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said about one error code."""

    message: str
    remedy: str


@cache
def sentences(lang: Lang) -> Mapping[str, Sentence]:
    """Return code -> sentence."""
    document = _document(lang)
    return {c: Sentence(**body) for c, body in document.items() if c != "words"}


@cache
def _document(lang: Lang) -> Mapping[str, Mapping[str, str]]:
    text = files("api").joinpath(f"problems_{lang}.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Problems:
    """Say what went wrong, in one language.

    Attributes:
        names: id of a clause, dish or meal -> what people call it.
    """

    lang: Lang
    names: Mapping[str, str]

    def say(self, code: str, facts: Mapping[str, object]) -> str:
        """Return the sentence of ``code`` with its remedy."""
        sentence = sentences(self.lang)[code]
        if code.startswith("books."):
            facts = named(facts, self.lang)
        shown = {name: self._shown(name, value) for name, value in facts.items()}
        shown["s"] = plural(facts)
        message = sentence.message.format_map(shown)
        space = "" if self.lang == "zh" else " "
        return space.join(p for p in (message, sentence.remedy.format_map(shown)) if p)

    def place(self, fault: Fault) -> str:
        """Say where a fault is: file, row and column as a person sees them."""
        column = _clean(fault.column)
        if self.lang == "zh":
            row = f" 第 {fault.row} 行" if fault.row else ""
            return f"{fault.file}{row}" + (f"“{column}”" if column else "") + ":"
        row = f", row {fault.row}" if fault.row else ""
        return f"{fault.file}{row}" + (f", “{column}”" if column else "") + ":"

    def fault(self, fault: Fault) -> str:
        """Return one line for one fault."""
        return f"{self.place(fault)} {self.say(fault.code, fault.facts)}"

    def lines(self, error: Exception) -> list[str]:
        """Return all that is to be said about an error that was raised on purpose."""
        facts = dict(vars(error))
        faults = facts.pop("faults", ())
        code = str(getattr(error, "code", "row.refused"))
        head = self.say(code, {**facts, "count": len(faults)})
        shown = [self.fault(f) for f in faults[:MOST_FAULTS]]
        rest = len(faults) - len(shown)
        more = {"zh": f"……另有 {rest} 处。", "en": f"… and {rest} more."}[self.lang]
        return [head, *(f"  {line}" for line in shown), *([f"  {more}"] if rest else [])]

    def _shown(self, name: str, value: object) -> str:
        if isinstance(value, Shortfall):
            amount = f"{value.amount:.3g} {value.unit}".strip()
            return f"{self._named(value.clause)} {value.where} {amount}".replace("  ", " ")
        if isinstance(value, Missing):
            return f"{self._named(value.food)} {value.date} {value.grams / 1000:g} kg"
        if isinstance(value, tuple | list | frozenset):
            between = _LISTED[self.lang]
            return _clean(between.join(self._shown(name, each) for each in value), between)
        if isinstance(value, float):
            return f"{(name == 'seconds' and round(value, 1)) or value:g}"
        text = str(value)
        if name in _OF_KIND:  # of “stock: G001” the first is a word
            word, sign, rest = text.partition(": ")
            return self._word(_OF_KIND[name], word) + (sign and self._join(_clean(rest)))
        if name in ("meal", "meals"):
            text = "、".join(self._meal(each) for each in text.split("、"))
        return _clean(self._named(text).replace("、", _LISTED[self.lang]), _LISTED[self.lang])

    def _word(self, kind: str, word: str) -> str:
        return _document(self.lang)["words"].get(kind + word, _clean(word))

    def _join(self, rest: str) -> str:
        return f"（{rest}）" if self.lang == "zh" else f" ({rest})"

    def _meal(self, meal: str) -> str:
        """Return what a meal is called in a sentence."""
        called = words(self.lang).name("meal", meal)
        return meal if called == meal else called.lower()

    def _named(self, text: str) -> str:
        return self.names.get(text, text)


def _clean(text: str, between: str = "") -> str:
    """Show a stranger's text safely: no control or direction characters, and not too long.

    A list, whose words stand ``between``, may be longer, and ends with a whole word.
    """
    flat = "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
    most = LONGEST_LIST if between and between in flat else LONGEST_FACT
    if len(flat) <= most:
        return flat
    cut = flat[:most]
    return (cut.rpartition(between)[0] + between if most == LONGEST_LIST else cut) + "…"
