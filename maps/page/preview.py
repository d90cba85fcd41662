"""The opening day as SVG in the page and as PNG beside it, drawn without a browser.

Fonts are those of packages, never the system's: the same layers give the same bytes on every machine.
"""

from importlib.resources import files
from typing import Any

import resvg_py
from babel import Locale
from markupsafe import Markup

from geo.encirclement.sentences import languages, sentences
from maps.page.texts import RIGHT_TO_LEFT, interface

_FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


def in_words(still: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the templates say of a still in a language: its day, the sentence on its posts, and each `since`."""
    text, rows = interface(language), still["verdicts"]
    say = sentences(language if language in languages() else "en")
    cut = [row for row in rows if row["state"] == "encircled"]
    unsure = sum(row["uncertain"] for row in cut)
    standing = len(rows) or still["standing"]
    form = Locale.parse(language).plural_form(standing)
    posts = text.get(f"count.posts.{form}", text["count.posts.other"]).format(n=standing)
    others = text["sentence.uncertain"].format(n=unsure) if unsure else ""
    key = "sentence" if cut else "sentence.none"
    sentence = text[key].format(encircled=len(cut), posts=posts, others=others) if rows else text["sentence.empty"]
    if standing and not rows:
        sentence = f"{posts}."
    return {
        "day": say.day(still["day"]),
        "sentence": sentence,
        "since": [say.day(row["since"]) for row in rows],
        "text": text,
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }


def png(svg: Markup | str) -> bytes:
    """Draw an SVG document of 1200 x 630 pixels as PNG."""
    fonts = [str(path) for name in _FONTS for path in (files(name) / "files").iterdir() if "Italic" not in path.name]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=str(svg), skip_system_fonts=True, font_files=sorted(fonts), font_family="Noto Sans"
        )
    )
