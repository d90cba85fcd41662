"""Figures and texts on a dossier, its build and its errors, in all languages of the page."""

from typing import TYPE_CHECKING, Any

from geo.encirclement.chance import LIMITS
from geo.encirclement.sentences import languages as worded
from geo.encirclement.sentences import sentences
from geo.version import __version__
from layers.accuracy import accuracy_lines
from layers.assessment.verdict_text import UNCERTAIN
from layers.flow import flow, flow_sentence
from maps.page.texts import languages
from maps.payload.frames import Frames, Situation
from maps.payload.naming import claims

if TYPE_CHECKING:
    from layers import Dossier, Layers


def about(layers: Situation) -> dict[str, Any]:
    """Return the figures and texts on the dossier, the build and its errors."""
    dossier = layers.dossier
    return {
        "title": dossier.title,
        **_wording(dossier),
        "summary": dossier.summary,
        "language": dossier.language,
        "start": layers.start.isoformat(),
        "opensOn": (layers.opening_day - layers.start).days,
        "days": (layers.end - layers.start).days,
        "withheld": int(layers.withheld),
        "warnings": [str(warning) for warning in layers.warnings],
        "margin": {language: layers.margin(language).lines() for language in worded()},
        "record": layers.margin().record(),
        "chance": {"limits": LIMITS, **{code: sentences(code).section("chance") for code in worded()}},
        "uncertain": UNCERTAIN,
        "claims": claims(),
        "version": __version__,
        **({} if isinstance(layers, Frames) else _evidence(layers)),
    }


def _evidence(layers: "Layers") -> dict[str, Any]:
    """Return the figures and texts on the evidence, and on how the zones follow from it."""
    dossier = layers.dossier
    return {
        "reports": len(dossier.control),
        "sourceCount": len(dossier.sources),
        "model": layers.control.method,
        "flow": {language: flow_sentence(flow(dossier), language) for language in worded()},
        "accuracy": {language: accuracy_lines(layers, language) for language in worded()},
    }


def _wording(dossier: "Dossier | Frames") -> dict[str, Any]:
    """Return texts of the dossier in all languages, and the languages that its page offers.

    These are those of `dossier.toml`, or else its own, English, and Arabic where it has Arabic names.
    """
    wording, own = dossier.settings.wording, dossier.language.split("-", maxsplit=1)[0].lower()
    arabic = any(place.name_ar for place in dossier.places) or any(side.name_ar for side in dossier.sides)
    offered = wording.languages or tuple(dict.fromkeys([own, "en", *(["ar"] if arabic else [])]))
    words = {own: wording.post_word} if wording.post_word else {}
    return {
        "url": wording.url,
        "languages": [language for language in offered if language in languages()],
        "titles": dict(wording.translated.get("title", {})),
        "summaries": dict(wording.translated.get("summary", {})),
        "postWords": words | dict(wording.translated.get("post_word", {})),
    }
