"""Every error that the house raises on purpose has a reproducer, two sentences and its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.problems import ROOM_ERRORS, Lang, Problems, sentences
from tests.folder.errors_page import PAGE, page
from tests.folder.museum import EXHIBITS

FALLBACKS = {"row.refused", "plan.refused"}
"""For what no one has met yet: a new kind of refusal of pydantic."""

LANGS: tuple[Lang, ...] = ("zh", "en")


def _classes(base: type[Exception]) -> set[type[Exception]]:
    return {base} | {each for sub in base.__subclasses__() for each in _classes(sub)}


CODES = {
    str(error.__dict__["code"])
    for base in ROOM_ERRORS
    for error in _classes(base)
    if "code" in error.__dict__
}


def _raised(code: str, folder: Path) -> Exception:
    with pytest.raises(ROOM_ERRORS) as caught:
        EXHIBITS[code].run(folder)
    error: Exception = caught.value
    return error


@pytest.mark.parametrize("code", sorted(EXHIBITS))
def test_an_exhibit_brings_about_its_error(code: str, tmp_path: Path) -> None:
    error = _raised(code, tmp_path)
    codes = {str(getattr(error, "code", ""))} | {f.code for f in getattr(error, "faults", ())}
    assert code in codes


@pytest.mark.parametrize("code", sorted(EXHIBITS))
@pytest.mark.parametrize("lang", LANGS)
def test_every_fact_of_an_error_finds_its_place_in_the_sentence(
    code: str, lang: Lang, tmp_path: Path
) -> None:
    lines = Problems(lang, {}).lines(_raised(code, tmp_path))
    assert lines
    assert not re.search(r"[{}]", "".join(lines))
    assert "None" not in "".join(lines)


def test_every_error_class_has_a_sentence_and_an_exhibit() -> None:
    assert CODES - sentences("zh").keys() == set()
    assert CODES - EXHIBITS.keys() == set()


def test_both_languages_know_the_same_codes() -> None:
    assert sentences("zh").keys() == sentences("en").keys()


def test_every_sentence_about_a_mistake_can_be_brought_about() -> None:
    said = {c for c in sentences("zh") if not c.startswith(("note.", "internal."))}
    assert said - EXHIBITS.keys() == FALLBACKS


def test_every_sentence_about_a_mistake_says_what_to_do() -> None:
    mute = {
        code
        for lang in LANGS
        for code, each in sentences(lang).items()
        if not each.remedy and not code.startswith("note.")
    }
    assert mute == {"internal.interrupted", "planning.interrupted"}


def test_the_page_of_errors_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.folder.errors_page"
