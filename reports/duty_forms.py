"""Forms for the week, prefilled with the menu: 陪餐, 留样, 验收; the rest is written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canteen.publicity.duties import figures
from reports.cells import blanks, kilograms, known
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Kind, Paper, Row, Section, Sheet, Table
from reports.words import Words, words

ACCOMPANYING, SAMPLES, ACCEPTANCE = "accompanying", "samples", "acceptance"


@dataclass(frozen=True, slots=True)
class ServedMeal:
    """One meal with the names of its dishes."""

    day: date
    meal: str
    dishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedGoods:
    """What should arrive on a day; ``supplier`` is "" where nobody is named."""

    day: date
    food: str
    supplier: str
    grams: int


@dataclass(frozen=True, slots=True)
class MealForms:
    """What forms about meals are filled with."""

    frame: Frame
    meals: tuple[ServedMeal, ...]
    plan: str


@dataclass(frozen=True, slots=True)
class GoodsForm:
    """What the form about goods is filled with."""

    frame: Frame
    goods: tuple[ExpectedGoods, ...]
    plan: str


def accompanying_form(view: MealForms) -> Sheet:
    """Build the record of who ate with the pupils: a line for each meal."""
    say = words(view.frame.lang)
    names = ("who", "post", "arrived", "taste", "problems", "signature")
    widths = (1.0, 0.9, 0.9, 1.2, 1.6, 1.0)
    return _form(
        view.frame,
        (
            Column(say("forms.meal"), width=0.7),
            Column(say("forms.menu"), width=3.0),
            *(Column(say(f"forms.{n}"), width=w) for n, w in zip(names, widths, strict=True)),
        ),
        _by_day([(m.day, _accompanied(m, say)) for m in view.meals], say),
        view.plan,
        ("accompany_note",),
    )


def samples_form(view: MealForms) -> Sheet:
    """Build the record of samples kept: a line for each dish of each meal."""
    say = words(view.frame.lang)
    names = ("taken_at", "by", "thrown_at", "by", "remark")
    rows = [
        (meal.day, _sample(meal, dish, number, say))
        for meal in view.meals
        for number, dish in enumerate(meal.dishes)
    ]
    return _form(
        view.frame,
        (
            Column(say("forms.meal"), width=0.7),
            Column(say("forms.dish"), width=2.4),
            Column(say("forms.sample"), unit=say("unit.grams"), width=0.8),
            Column(say("forms.hours"), unit=say("forms.h"), width=0.8),
            *(Column(say(f"forms.{name}"), width=1.1) for name in names),
        ),
        _by_day(rows, say),
        view.plan,
        ("sample_note",),
    )


def acceptance_form(view: GoodsForm) -> Sheet:
    """Build the record of goods received: a line for each food that should arrive."""
    say = words(view.frame.lang)
    names = ("spec", "made", "keeps", "looks", "ticket", "first", "second")
    widths = (0.9, 1.2, 0.8, 0.9, 1.1, 1.0, 1.0)
    return _form(
        view.frame,
        (
            Column(say("forms.food"), width=1.5),
            Column(say("forms.ordered"), Kind.NUMBER, unit=say("unit.kg"), width=0.9),
            Column(say("forms.received"), unit=say("unit.kg"), width=0.9),
            Column(say("forms.supplier"), width=1.5),
            *(Column(say(f"forms.{n}"), width=w) for n, w in zip(names, widths, strict=True)),
        ),
        _by_day([(goods.day, _received(goods)) for goods in view.goods], say),
        view.plan,
        ("acceptance_note",),
    )


def _accompanied(meal: ServedMeal, say: Words) -> Row:
    name = Cell(say.name("meal", meal.meal), header=True)
    return name, Cell(say.listed(list(meal.dishes))), *blanks(6)


def _sample(meal: ServedMeal, dish: str, number: int, say: Words) -> Row:
    first = (Cell(say.name("meal", meal.meal), rows=len(meal.dishes), header=True),)
    limits = figures()
    own = (
        Cell(dish),
        Cell(f"≥{limits['sample_grams']}"),
        Cell(f"≥{limits['sample_hours']}"),
        *blanks(5),
    )
    return (*(first if number == 0 else ()), *own)


def _received(goods: ExpectedGoods) -> Row:
    expected = (Cell(goods.food, header=True), kilograms(goods.grams), Cell(""))
    return (*expected, known(goods.supplier), *blanks(7))


def _by_day(rows: Sequence[tuple[date, Row]], say: Words) -> tuple[Section, ...]:
    days = dict.fromkeys(day for day, _ in rows)
    return tuple(Section(say.day(day), tuple(r for at, r in rows if at == day)) for day in days)


def _form(
    frame: Frame,
    columns: tuple[Column, ...],
    sections: tuple[Section, ...],
    plan: str,
    notes: Sequence[str],
) -> Sheet:
    say = words(frame.lang)
    table = Table("", columns, sections, name=say("forms.tab"), roomy=True, empty=say("week.empty"))
    said = tuple(say(f"forms.{note}", **figures()) for note in notes)
    body = Body((table,), notes=said, stamp=plan, paper=Paper.A4_LANDSCAPE)
    return framed(frame, body)
