"""Which pupils may not eat what, as portions: never names, only how many of which group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.errors import BadOption
from food_tables.cells import plain
from food_tables.vocabulary import Vocabulary
from nutrition.pupil import PupilGroup

OPTION = "--allergen"

_ASKED = re.compile(r"(?P<what>[^=/]+)(/(?P<group>[^=]+))?=(?P<count>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Asked:
    """So many portions of one group without some allergens.

    Attributes:
        group: code.
    """

    allergens: frozenset[str]
    group: str
    portions: int


def asked(
    texts: Iterable[str], groups: Sequence[PupilGroup], known: Vocabulary
) -> tuple[Asked, ...]:
    """Read ``peanut=3``, ``花生+鸡蛋/低年级=2``.

    Raises:
        BadOption: an allergen or group is unknown, a count is none, or a group must be named.
    """
    found = []
    for text in texts:
        parts = _ASKED.fullmatch(plain(text))
        if parts is None:
            raise BadOption(OPTION, text, "peanut=3、花生+鸡蛋/低年级=2")
        found.append(
            Asked(
                _allergens(text, parts["what"], known),
                _group(text, parts["group"] or "", groups),
                int(parts["count"]),
            )
        )
    return tuple(found)


def _allergens(text: str, what: str, known: Vocabulary) -> frozenset[str]:
    found = {each: known.find(each) for each in re.split(r"[+＋、]", what)}
    if None in found.values():
        raise BadOption(OPTION, text, "、".join(known.choices))
    return frozenset(code for code in found.values() if code is not None)


def _group(text: str, name: str, groups: Sequence[PupilGroup]) -> str:
    if not name and len(groups) == 1:
        return groups[0].code
    bare = plain(name)
    code = next((g.code for g in groups if bare in (g.code, plain(g.name))), None)
    if code is None:
        head = text.partition("=")[0].partition("/")[0]
        raise BadOption(OPTION, text, "、".join(f"{head}/{g.name}=1" for g in groups))
    return code
