"""The terminal says the same things in both languages."""

from __future__ import annotations

import re

import pytest

from api.language import language, terminal_words


def _sentences(lang: str) -> dict[str, set[str]]:
    table = terminal_words("en" if lang == "en" else "zh").table
    return {
        f"{room}.{name}": set(re.findall(r"{(\w+)}", text))
        for room, entries in table.items()
        for name, text in entries.items()
        if room != "unit"
    }


def test_every_sentence_exists_in_both_languages_with_the_same_facts() -> None:
    assert _sentences("zh") == _sentences("en")


@pytest.mark.parametrize(
    ("said", "arguments", "spoken"),
    [
        ("", [], "zh"),
        ("en", [], "en"),
        ("en_GB.UTF-8", [], "en"),
        ("fr", [], "zh"),
        ("en", ["--lang", "zh"], "zh"),
        ("", ["plan", "x", "--lang=en"], "en"),
        ("", ["--lang"], "zh"),
    ],
)
def test_the_option_wins_over_the_environment_and_chinese_is_the_default(
    said: str, arguments: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANTEEN_LANG", said)
    assert language(arguments) == spoken
