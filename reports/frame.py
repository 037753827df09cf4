"""The frame of every sheet: title, who signs, seal, telephone, public page, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from canteen.publicity.duties import duties, posts
from food_tables.loading import load_sheet_bases
from reports.authority import Basis, Signature
from reports.sheet import Block, Fact, Lang, Paper, Sheet
from reports.words import words

AUTHOR, APPROVER = "author", "approver"

RECALLED: Final = "recalled"


@dataclass(frozen=True, slots=True)
class People:
    """Who answers for a sheet, and where one can ask.

    Attributes:
        phone: complaint telephone; empty leaves a line to write on.
        url: public page of the school, drawn as a QR code, or "".
        signed: post -> name of whoever signed already (``author``, ``approver``, a post's id).
    """

    phone: str = ""
    url: str = ""
    signed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sheet has around its tables.

    Attributes:
        sheet: id of the kind of sheet (``canteen.publicity.duties``).
        published: date of the document; the only date that enters the bytes.
    """

    sheet: str
    school: str
    published: date
    people: People = People()
    lang: Lang = "zh"

    @property
    def title(self) -> str:
        duty = duties()[self.sheet]
        if self.lang == "zh":
            return f"{self.school}{duty.title}"
        return f"{self.school}: {duty.title_en}"


@dataclass(frozen=True, slots=True)
class Body:
    """What a sheet says inside its frame.

    Attributes:
        bases: beside those of its kind.
        stamp: number of the plan, or "".
    """

    blocks: tuple[Block, ...]
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    bases: tuple[Basis, ...] = ()
    stamp: str = ""
    paper: Paper = Paper.A4


def framed(frame: Frame, body: Body) -> Sheet:
    """Return the finished sheet."""
    say, duty = words(frame.lang), duties()[frame.sheet]
    return Sheet(
        title=frame.title,
        published=frame.published,
        blocks=body.blocks,
        subtitle=body.subtitle,
        facts=body.facts,
        notes=body.notes,
        bases=tuple(dict.fromkeys((*bases_of(frame.sheet), *body.bases))),
        signatures=signatures(frame),
        seal=say("sign.seal"),
        phone=frame.people.phone if duty.public else "",
        url=frame.people.url if duty.public else "",
        stamp=body.stamp,
        inside=not duty.public,
        paper=body.paper,
        lang=frame.lang,
    )


def signatures(frame: Frame) -> tuple[Signature, ...]:
    """Return the lines to sign: author, approver, and the post that watches over the sheet."""
    say, signed = words(frame.lang), frame.people.signed
    officer = duties()[frame.sheet].officer
    lines = [
        Signature(say("sign.author"), signed.get(AUTHOR, "")),
        Signature(say("sign.approver"), signed.get(APPROVER, "")),
    ]
    if officer:
        title = posts()[officer][frame.lang != "zh"]
        lines.append(Signature(say("sign.post", post=title), signed.get(officer, "")))
    return tuple(lines)


def bases_of(sheet: str) -> tuple[Basis, ...]:
    """Return what a kind of sheet rests on, in the order of its table."""
    return tuple(_bases()[each] for each in duties()[sheet].bases)


@cache
def _bases() -> Mapping[str, Basis]:
    return {
        row["basis"]: Basis(
            row["document"], row["ref"], row["quote"], row["source"], row["seen"] == RECALLED
        )
        for row in load_sheet_bases()
    }
