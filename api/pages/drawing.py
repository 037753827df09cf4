"""Pages are drawn from templates; each may use the one style of ours and nothing else."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.language import Lang, terminal_words

POLICY = (
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)


def rendered(name: str, lang: Lang, **facts: object) -> bytes:
    """Return a page in UTF-8."""
    text = _house().get_template(name).render(say=terminal_words(lang), lang=lang, **facts)
    return text.encode()


@cache
def style() -> bytes:
    return (files("api.pages") / "static" / "wall.css").read_bytes()


@cache
def _house() -> Environment:
    house = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.globals["style"] = hashlib.sha256(style()).hexdigest()[:12]
    return house
