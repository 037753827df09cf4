"""What the checkers found becomes the lines that sheets and terminals print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from api.language import Lang, terminal_words
from food_tables.loading import load_nutrients
from nutrition.checking.attainment import Attainment as Found
from nutrition.checking.attainment import Verdict as Judged
from nutrition.checking.attainment import above, worst
from nutrition.checking.places import Place
from nutrition.clauses import Amount, Attribute, Clause, OnDates, Per, Ratio, Standard
from nutrition.dish import Dish
from nutrition.food import COST, Food
from nutrition.menu import Menu
from nutrition.pupil import PupilGroup
from reports.week_view import Attainment, Verdict
from reports.words import words

FEN_PER_YUAN = 100

_VERDICTS = {
    Judged.MET: Verdict.MET,
    Judged.AMBER: Verdict.BELOW_TARGET,
    Judged.UNKNOWN: Verdict.UNKNOWN,
    Judged.REVIEW: Verdict.REVIEW,
    Judged.OFF: Verdict.OFF,
    Judged.NOT_SERVED: Verdict.OFF,
}


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a menu.

    Attributes:
        measured: the worst line of each clause and group, in the order of the standard.
        review: titles of clauses that a person signs for.
        not_served: titles of clauses that do not concern the menu.
        off: titles of clauses that the school has switched off.
    """

    measured: tuple[Attainment, ...]
    review: tuple[str, ...] = ()
    not_served: tuple[str, ...] = ()
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """How groups, dishes and clauses are called.

    Attributes:
        dishes: name -> name in the language spoken.
        values: attribute of dishes -> its values -> what they are called.  Codes of dishes and
            of foods are told apart by the attribute: S001 is one of each.
        weeks: whether the menu has more than one week, so that weeks are named.
        meals: the meals that are served; empty means any.
    """

    lang: Lang
    groups: Sequence[PupilGroup]
    dishes: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    weeks: bool = False
    meals: tuple[str, ...] = ()

    def unsure(self, clause: Clause, code: str = "") -> bool:
        """Say whether what the clause asks of the group (or, for "", of anybody) carries †."""
        return clause.unsure_for([g for g in self.groups if code in ("", g.code)], self.meals)

    @classmethod
    def of(
        cls, lang: Lang, groups: Sequence[PupilGroup], menu: Menu, foods: Iterable[Food]
    ) -> Labels:
        """Return the labels of a menu."""
        served = [s.dish for _, _, s in menu.servings()]
        values = {
            Attribute.CODE.value: {dish.code: called(dish, lang) for dish in served},
            Attribute.VEGETABLE.value: {food.code: called(food, lang) for food in foods},
        }
        names = {dish.name: called(dish, lang) for dish in served}
        weeks = len({day.week for day in menu.days}) > 1
        return cls(lang, groups, names, values, weeks, menu.meals_served)

    def title(self, clause: Clause) -> str:
        return clause.title if self.lang == "zh" else clause.title_en

    def group(self, code: str) -> str:
        """Return the group's name; "" stands for everybody, and so does the only group."""
        return next((g.name for g in self.groups if g.code == code), "")

    def where(self, place: Place, rule: object = None) -> str:
        """Say where in the menu a line of ``rule`` was measured."""
        say = words(self.lang)
        dated = self.weeks or bool(place.until)
        parts = [
            say.listed([self._day(day, dated=dated) for day in (place.day, place.until) if day]),
            place.meal and say.name("meal", place.meal),
        ]
        values = self.values.get(getattr(rule, "attribute", None) or "", {})
        parts += [
            self.dishes.get(place.dish, place.dish),
            values.get(place.value, place.value),
        ]
        if self.weeks and place.week is not None and not place.day:
            parts.insert(0, terminal_words(self.lang)("plan.week", number=place.week + 1))
        return " ".join(p for p in parts if p)

    def _day(self, label: str, *, dated: bool) -> str:
        """Write a day as a weekday, with month and day where needed; other labels stay."""
        if not _DATE.fullmatch(label):
            return label
        day = date.fromisoformat(label)
        weekday = words(self.lang).weekday(day)
        return f"{weekday} {day:%m-%d}" if dated else weekday


def called(each: Dish | Food, lang: Lang) -> str:
    """Return the name in ``lang``; Chinese where there is no other."""
    return (each.name_en if lang == "en" else "") or each.name


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def lines_of(found: Iterable[Found], standard: Standard, labels: Labels) -> Lines:
    """Return the lines to print, one for each clause and group: the worst."""
    by_row: dict[tuple[str, str], list[Found]] = {}
    for each in found:
        by_row.setdefault((each.clause, each.group), []).append(each)
    measured: list[Attainment] = []
    aside: dict[Judged, dict[str, None]] = {}
    for (code, _), rows in by_row.items():
        line, clause = worst(rows), standard.clauses[code]
        if line.verdict in (Judged.REVIEW, Judged.NOT_SERVED, Judged.OFF):
            aside.setdefault(line.verdict, {})[labels.title(clause)] = None
            continue
        measured += spread(line, clause, labels)
    return Lines(
        tuple(measured),
        tuple(aside.get(Judged.REVIEW, ())),
        tuple(aside.get(Judged.NOT_SERVED, ())),
        tuple(aside.get(Judged.OFF, ())),
    )


def spread(line: Found, clause: Clause, labels: Labels) -> list[Attainment]:
    """Return the line for its group; a line for all pupils is printed once for each group."""
    codes = [line.group] if line.group else [g.code for g in labels.groups]
    scale, unit = (FEN_PER_YUAN, "元") if _is_cost(clause) else (1, line.unit or clause.unit)
    low, high, target = (v / scale if v is not None else None for v in _limits(line))
    return [
        Attainment(
            clause=line.clause,
            title=labels.title(clause),
            group=labels.group(code),
            span=_span(clause, labels.lang),
            unit=terminal_words(labels.lang).table["unit"].get(unit, unit),
            measured=None if line.measured is None else line.measured / scale,
            verdict=_verdict(line),
            mode=line.mode,
            low=low,
            high=high,
            target=target,
            known=line.known,
            where="" if line.verdict is Judged.MET else labels.where(line.where, clause.rule),
            decimals=_decimals(clause),
            recalled=labels.unsure(clause, code),
        )
        for code in codes
    ]


def _limits(line: Found) -> tuple[float | None, float | None, float | None]:
    return line.low, line.high, line.target


def _verdict(line: Found) -> Verdict:
    if line.verdict is not Judged.NOT_MET:
        return _VERDICTS[line.verdict]
    over = line.measured is not None and above(line.measured, line.high)
    return Verdict.ABOVE if over else Verdict.MISSED


def _is_cost(clause: Clause) -> bool:
    return isinstance(clause.rule, Amount) and any(t.nutrient == COST for t in clause.rule.measure)


def _span(clause: Clause, lang: Lang) -> str:
    say = terminal_words(lang)
    per = getattr(clause.rule, "per", None)
    if isinstance(clause.rule, OnDates):
        return ""  # the title names the day
    if per is None:
        return say("span.all")
    counted = not isinstance(clause.rule, Amount | Ratio)
    name = f"count-{per.value}" if counted and per in (Per.WEEK, Per.PERIOD) else per.value
    return say(f"span.{name}")


@cache
def _nutrients() -> dict[str, dict[str, object]]:
    return load_nutrients()


def _decimals(clause: Clause) -> int:
    """Return the places printed: the nutrient's own, one for grams and shares, none for counts."""
    rule = clause.rule
    if isinstance(rule, Ratio):
        return 1
    if not isinstance(rule, Amount):
        return 0
    if _is_cost(clause):
        return 2
    known = _nutrients().get(rule.measure[0].nutrient, {})
    places = known.get("decimals", 1)
    return places if isinstance(places, int) and known.get("unit") == clause.unit else 1
