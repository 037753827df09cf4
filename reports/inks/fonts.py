"""Find the Chinese font of a PDF, and say which characters it cannot draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fontTools.ttLib import TTFont

from reports.errors import MissingGlyph, NoChineseFont

if TYPE_CHECKING:
    import typst

SAMPLE: Final = "带量食谱"  # a font that lacks these is not a Chinese font

# Packages that carry a font, with the place inside.  The first has a variable font with a
# true bold; the second one regular weight only.
PACKAGES: Final = (
    ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
)

SYSTEM_FOLDERS: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)

SYSTEM_NAMES: Final = (
    "NotoSansSC*.[ot]t[fc]",
    "NotoSansCJK*Regular.tt[cf]",
    "NotoSansCJKsc*.otf",
    "SourceHanSans*.[ot]t[fc]",
)

SIMPLIFIED: Final = (" SC", " CN")  # families of a collection that draw mainland forms


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, the family that typst knows it by, and what it can draw."""

    path: Path
    family: str
    characters: frozenset[int]

    def check(self, texts: Iterable[str]) -> None:
        """Refuse texts that would leave holes on the paper.

        Raises:
            MissingGlyph: with every character that is missing from ``texts``.
        """
        missing: dict[str, str] = {}
        for text in texts:
            for character in text:
                if ord(character) not in self.characters:
                    missing.setdefault(character, text)
        if missing:
            raise MissingGlyph(sorted(missing), next(iter(missing.values())), self.family)


@cache
def face(setting: Path | None = None) -> Face:
    """Return the font to print with: the one set, else the bundled one, else the system's.

    The bundled font comes before the system's so that one input gives the same bytes
    everywhere.

    Raises:
        NoChineseFont: nothing found, or the font that was set is not a Chinese one.
    """
    places = [setting] if setting is not None else [*_bundled(), *_on_system()]
    for place in places:
        found = _read(place)
        if found is not None:
            return found
    tried = [str(setting)] if setting is not None else [name for name, _ in PACKAGES]
    raise NoChineseFont(tried if setting is not None else [*tried, *map(str, SYSTEM_FOLDERS)])


@cache
def shared_fonts(path: Path) -> typst.Fonts:
    """Return typst's font book over the folder of ``path`` alone, opened once per process."""
    import typst  # noqa: PLC0415  (25 ms that a sheet without a PDF need not pay)

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[path.parent]
    )


def _bundled() -> Iterator[Path]:
    for package, inside in PACKAGES:
        spec = find_spec(package)
        for root in (spec.submodule_search_locations or ()) if spec else ():
            yield Path(root) / inside


def _on_system() -> Iterator[Path]:
    for folder in SYSTEM_FOLDERS:
        for pattern in SYSTEM_NAMES:
            yield from sorted(folder.rglob(pattern))


def _read(path: Path) -> Face | None:
    """Return the face in a file, or None if there is none that draws Chinese."""
    if not path.is_file():
        return None
    inside = [f for f in shared_fonts(path).fonts() if f.path == str(path)]
    inside.sort(key=lambda f: not f.family.endswith(SIMPLIFIED))
    if not inside:
        return None
    with TTFont(path, lazy=True, fontNumber=inside[0].index) as font:
        characters = frozenset(font.getBestCmap() or ())
    if not characters.issuperset(map(ord, SAMPLE)):
        return None
    return Face(path, inside[0].family, characters)
