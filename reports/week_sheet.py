"""The weekly 带量食谱公示表: grid of dishes and grams, cost, attainment, proof, basis."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from reports.frame import Body, Frame, framed
from reports.sheet import (
    Align,
    Block,
    Cell,
    Column,
    Fact,
    Kind,
    Number,
    Paper,
    Paragraph,
    Row,
    Section,
    Sheet,
    Table,
)
from reports.week_attainment import attainment_table
from reports.week_detail import detail_table
from reports.week_dish import courses, dishes_cell
from reports.week_proof import proof_paragraph
from reports.words import Words, figure, words, yuan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.week_view import DayView, WeekView

RECIPE = "recipe"


def week_sheet(view: WeekView) -> Sheet:
    """Build the sheet: one page per week, then attainment, proof, basis and signatures."""
    say = words(view.lang)
    weeks = [tuple(days) for _, days in groupby(view.days, key=lambda d: d.week)]
    blocks: list[Block] = [
        _grid(days, view, say, number=n if len(weeks) > 1 else 0)
        for n, days in enumerate(weeks or [()], 1)
    ]
    blocks += [_cost_table(view, say)] if view.mean_cost_fen is not None else []
    blocks += [attainment_table(view, say)] if view.attainments else []
    blocks += [proof_paragraph(view, say), *_reviews(view, say), detail_table(view, say)]
    body = Body(
        blocks=tuple(blocks),
        subtitle=_subtitle(view, say),
        facts=_facts(view, say),
        notes=_notes(view, say),
        bases=view.sources.bases,
        stamp=view.sources.plan,
        paper=Paper.A4_LANDSCAPE,
    )
    return framed(Frame(RECIPE, view.school, view.published, view.people, view.lang), body)


def _subtitle(view: WeekView, say: Words) -> str:
    served = dict.fromkeys(meal.meal for day in view.days for meal in day.meals)
    meals = say.listed([say.name("meal", meal) for meal in served])
    period = _period(view.days, say)
    return say("week.subtitle", period=period, meals=meals) if period else meals


def _period(days: Sequence[DayView], say: Words) -> str:
    dates = [day.date for day in days if day.date is not None]
    return say.period(min(dates), max(dates)) if dates else ""


def _facts(view: WeekView, say: Words) -> tuple[Fact, ...]:
    sources = view.sources
    heads = [say("week.of_group", name=g.name, count=g.headcount) for g in view.groups]
    facts = [
        Fact(say("week.pupils"), say.listed(heads)),
        Fact(say("week.standard"), sources.standard),
        Fact(say("week.region"), sources.foods),
    ]
    if sources.price_date is not None:
        facts.append(Fact(say("week.prices"), say.full_date(sources.price_date)))
    return tuple(facts)


def _grid(days: Sequence[DayView], view: WeekView, say: Words, *, number: int) -> Table:
    """Build one week's grid: a column for each day, a band for each meal."""
    meals = dict.fromkeys(meal.meal for day in days for meal in day.meals)
    names = "/".join(g.name for g in view.groups)
    many = len(view.groups) > 1
    title = say("week.grid_of", number=number, period=_period(days, say))
    return Table(
        title=title if number else "",
        columns=(
            Column(say("week.category"), width=0.32 if view.lang == "zh" else 0.46),
            *(Column(say.day(day.date) if day.date else day.label) for day in days),
        ),
        sections=tuple(
            Section(say.name("meal", meal), _meal_rows(days, meal, say)) for meal in meals
        ),
        footers=_day_costs(days, say),
        name=say("week.tab_of", number=number) if number else say("week.tab"),
        note=say("week.legend_many", groups=names) if many else say("week.legend_one"),
        new_page=True,
        fit=True,
        empty=say("week.empty"),
    )


def _meal_rows(days: Sequence[DayView], meal: str, say: Words) -> tuple[Row, ...]:
    """Return a row for each course that the meal has on any day."""
    return tuple(
        (
            Cell(say.name("category", category), header=True),
            *(dishes_cell(day, meal, category, say) for day in days),
        )
        for category in courses(days, meal, say)
    )


def _day_costs(days: Sequence[DayView], say: Words) -> tuple[Row, ...]:
    """Return the closing row with each day's cost, one figure per group that differs."""
    if not any(day.cost_fen for day in days):
        return ()
    cells = []
    for day in days:
        written = ["—" if fen is None else yuan(fen) for fen in day.cost_fen]
        cells.append(Cell("/".join(written) or None, shaded=bool(day.closed)))
    return ((Cell(say("week.day_cost"), header=True), *cells),)


def _cost_table(view: WeekView, say: Words) -> Table:
    """Build the line of costs: one figure per group, the mean, the share of estimates."""
    mean, sources = view.mean_cost_fen, view.sources
    named: list[tuple[str, str, Number | None]] = [
        (group.name, "", _money(group.cost_fen)) for group in view.groups if len(view.groups) > 1
    ]
    named.append((say("cost.mean"), "", _money(mean)))
    if sources.fee_fen is not None:
        named.append((say("cost.standard"), "", _money(sources.fee_fen)))
    if sources.estimated_share is not None:
        named.append(
            (say("cost.estimated"), "", Number(sources.estimated_share, Kind.SHARE, decimals=0))
        )
    return Table(
        title="",
        columns=(
            Column(say("cost.header"), width=1.6),
            *(Column(name, Kind.MONEY, align=Align.START) for name, _, _ in named),
        ),
        sections=(
            Section(
                "",
                (
                    (
                        Cell(f"{say('cost.title')} {say('cost.per_pupil')}", header=True),
                        *(Cell(number) for _, _, number in named),
                    ),
                ),
            ),
        ),
    )


def _reviews(view: WeekView, say: Words) -> list[Paragraph]:
    """Return the clauses that somebody judges by eye, with a line to sign."""
    if not view.sources.reviews:
        return []
    listed = say("review.listed", titles=say.listed(list(view.sources.reviews)))
    return [Paragraph(say("review.title"), (listed,))]


def _money(fen: float | None) -> Number | None:
    return None if fen is None else Number(fen, Kind.MONEY)


def _notes(view: WeekView, say: Words) -> tuple[str, ...]:
    dishes = [dish for day in view.days for meal in day.meals for dish in meal.dishes]
    share = view.sources.estimated_share
    written = figure(Number(share, Kind.SHARE, decimals=0)) if share is not None else "—"
    notes = [say("note.raw")]
    if any(dish.estimated for dish in dishes):
        notes.append(say("note.estimated", share=written))
    if any(dish.composed for dish in dishes):
        notes.append(say("note.composed"))
    if any(i.drafted for dish in dishes if not dish.composed for i in dish.ingredients):
        notes.append(say("note.drafted"))
    if any(a.recalled for a in view.attainments) or any(
        i.recalled for dish in dishes for i in dish.ingredients
    ):
        notes.append(say("note.recalled"))
    notes.append(say("note.known"))
    if view.sources.citations:
        notes.append(say("note.cited", citations=say.listed(list(view.sources.citations))))
    return (*notes, *view.sources.notes)
