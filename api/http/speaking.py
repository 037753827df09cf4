"""Which language and which form a caller asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.requests import Request

from api.http.errors import NotAcceptable
from api.language import Lang


def spoken(request: Request) -> Lang:
    """Return what ``?lang=`` says, else the first language of Accept-Language that we speak."""
    asked = request.query_params.get("lang", "")
    if asked in ("zh", "en"):
        return "en" if asked == "en" else "zh"
    for name in _ranked(request.headers.get("accept-language", "")):
        if name[:2].lower() in ("zh", "en"):
            return "en" if name[:2].lower() == "en" else "zh"
    return "zh"


def accepted(request: Request, forms: Sequence[str]) -> str:
    """Return the form that is asked for: the first of ``forms`` where any will do.

    Raises:
        NotAcceptable: none of them is asked for.
    """
    for name in _ranked(request.headers.get("accept", "*/*") or "*/*"):
        kind = name.lower()
        for form in forms:
            if kind in ("*/*", form, f"{form.partition('/')[0]}/*"):
                return form
    raise NotAcceptable(*forms)


def _ranked(header: str) -> Iterator[str]:
    """Yield the names of a header in the order of their weights; those of none are left out."""
    weighed = []
    for place, part in enumerate(header.split(",")):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                weight = _weight(parameter[2:])
        if name and weight > 0:
            weighed.append((-weight, place, name))
    for _, _, name in sorted(weighed):
        yield name


def _weight(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if 0 <= found <= 1 else 0.0
