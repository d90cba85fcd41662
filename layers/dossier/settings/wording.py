"""How a dossier words itself for readers: languages, texts in them, its margin, the word for its posts, its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.dossier.licences import read_licence
from layers.dossier.settings.toml_file import Section

_MARGIN = ("author", "contact", "version", "boundary_note")
KEYS = ("languages", "post_word", "url", "licence", *_MARGIN)
_TRANSLATED = re.compile("(title|summary|post_word|boundary_note)_([a-z]{2,3})")
_LANGUAGE = re.compile("[a-z]{2,3}")


@dataclass(frozen=True)
class Wording:
    """Texts of a dossier for readers.

    Parameters
    ----------
    languages : tuple of str
        Languages that the page offers, the first one first; empty if the dossier does not say.
    post_word : str, optional
        The word for one of its posts, such as ``garrison``.
    url : str, optional
        The address at which the page will stand.
    translated : mapping
        Title, summary, boundary note and word for a post in other languages: by key (``title``) and language code.
    author, contact, version : str, optional
        Who has made the dossier, how to reach them, and which version it is.
    licence : str, optional
        Of the dossier's own data: an SPDX expression, an address or ``no-redistribution``.
    boundary_note : str, optional
        A note on the boundaries and names that the map shows, in place of the usual one.
    """

    languages: tuple[str, ...] = ()
    post_word: str | None = None
    url: str | None = None
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    author: str | None = None
    contact: str | None = None
    version: str | None = None
    licence: str | None = None
    boundary_note: str | None = None


def translated_keys(top: Section) -> list[str]:
    """Return the keys of texts in other languages: ``title_uk``."""
    return [key for key in top.cells if _TRANSLATED.fullmatch(key)]


def read_wording(top: Section) -> Wording:
    """Read the texts for readers; invalid values are recorded as problems."""
    languages = top.texts("languages")
    if not all(_LANGUAGE.fullmatch(language) for language in languages):
        top.wrong("C133", "languages", 'a list of language codes: ["en", "uk"]')
        languages = ()
    url = top.text("url")
    if url is not None and not re.match("https?://[^/]", url):
        top.wrong("C123", "url", "an address that begins with https://")
        url = None
    translated: dict[str, dict[str, str]] = {}
    for key in translated_keys(top):
        name, _, language = key.rpartition("_")
        text = top.text(key)
        if text:
            translated.setdefault(name, {})[language] = text
    margin = {key: top.text(key) for key in _MARGIN}
    return Wording(languages, top.text("post_word"), url, translated, licence=read_licence(top), **margin)
