"""How a dossier words itself for readers: languages, texts in them, the word for its posts, and its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.dossier.settings.toml_file import Section

KEYS = ("languages", "post_word", "url")
_TRANSLATED = re.compile("(title|summary|post_word)_([a-z]{2,3})")
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
        Title, summary and word for a post in other languages: by key (``title``) and language code.
    """

    languages: tuple[str, ...] = ()
    post_word: str | None = None
    url: str | None = None
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


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
    return Wording(languages, top.text("post_word"), url, translated)
