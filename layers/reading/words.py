"""Word lists and regular expressions for reading reports, from the files of all languages (`geo/languages/xx.toml`)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from itertools import chain
from typing import Any, ParamSpec, TypeVar

from babel import Locale

from geo.languages.language_files import languages

# a list up to this length is matched word by word as fast as in groups
_FEW = 8
# a case-insensitive expression takes the Turkish i with and without its dot for one letter
_TURKISH_I = str.maketrans("\u0130\u0131", "ii")
# letters of scripts, by their ISO codes
_SCRIPTS = {"Latn": "A-Za-z\u00c0-\u024f", "Arab": "\u0600-\u06ff", "Cyrl": "\u0400-\u04ff"}
# number of sentences and clauses whose parts are kept
_REMEMBERED = 2_000
_active: ContextVar[tuple[str, ...] | None] = ContextVar("languages of the text that is read", default=None)
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_PLACEHOLDER = r"\{([a-z_.+]+)\}"


def folded(word: str) -> str:
    """Fold the case of a word, as in the tables of words.

    Examples
    --------
    >>> folded("ALTI") == folded("alt\u0131"), folded("\u0130ki"), folded("Monday")
    (True, 'iki', 'monday')
    """
    return word.translate(_TURKISH_I).casefold()


@cache
def number_words(code: str) -> dict[str, int]:
    """Return numbers by their words in a language (ISO code), including tens joined with units: twenty-one."""
    table = languages("numbers").get(code, {})
    units, tens = table.get("units", {}), table.get("tens", {})
    pairs = ((ten, joint, unit) for ten in tens for joint in table.get("joints", ()) for unit in units)
    joined = {f"{ten}{joint}{unit}": tens[ten] + units[unit] for ten, joint, unit in pairs}
    return {**units, **tens, **joined, **table.get("words", {})}


@cache
def calendar_names(code: str, unit: str) -> dict[str, int]:
    """Return ``months`` (1 to 12) or ``days`` of the week (Monday is 0) by the names that CLDR has, folded.

    Examples
    --------
    >>> calendar_names("tr", "months")["ocak"], calendar_names("en", "days")["sunday"]
    (1, 6)
    """
    calendar = languages("reports")[code].get("calendar", {})
    widths = calendar.get("widths", ["wide"]) if unit == "months" else ["wide"]
    units = [getattr(Locale.parse(locale), unit) for locale in calendar.get("locales", [code])]
    listed = [form[width] for forms in units for form in forms.values() for width in widths]
    found = {folded(name): number for names in listed for number, name in names.items()}
    return found | {folded(name): number for name, number in calendar.get(unit, {}).items()}


@cache
def _tables() -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return the tables of each language, including lists of the words for numbers, months and weekdays."""
    found = {}
    for code, tables in languages("reports").items():
        numbers = languages("numbers").get(code, {})
        lists = {name: words for name, words in numbers.items() if isinstance(words, dict)} | {
            "small": number_words(code)
        }
        verbs = tables.get("calendar", {}).get("verbs", ())
        months = [*_longest_first(calendar_names(code, "months").keys() - set(verbs))]
        found[code] = {
            **tables,
            "numbers": {name: _longest_first(words) for name, words in lists.items()},
            "calendar": {
                "months": [*months, *(f"(?-i:{verb.title()}|{verb.upper()})" for verb in verbs)],
                "weekdays": _longest_first(calendar_names(code, "days")),
            },
        }
    return found


def codes() -> list[str]:
    """Return the codes of the languages whose words are looked for: all, or those of the scripts of a text."""
    return list(_active.get() or _tables())


@contextmanager
def languages_of(text: str) -> Iterator[None]:
    """Look for the words of languages in whose scripts a text is written, and of no others, which is faster."""
    scripts = [name for name, letters in _SCRIPTS.items() if re.search(f"[{letters}]", text)]
    known = tuple(
        code for code, tables in _tables().items() if tables.get("grammar", {}).get("script", "Latn") in scripts
    )
    token = _active.set(known or None)
    try:
        yield
    finally:
        _active.reset(token)


def by_language(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Cache the results of a function for each set of languages whose words are looked for."""
    return _cached(function, None)


def remembered(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Cache the last results of a function of a sentence or clause, which a text repeats, and its copies."""
    return _cached(function, _REMEMBERED)


def _cached(function: Callable[_Parameters, _Result], most: int | None) -> Callable[_Parameters, _Result]:
    @lru_cache(most)
    def of_codes(_codes: tuple[str, ...] | None, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        return function(*args, **kwargs)

    @wraps(function)
    def cached(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        return of_codes(_active.get(), *args, **kwargs)  # type: ignore[arg-type]

    return cached


def _longest_first(words: Iterable[str]) -> list[str]:
    return [re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]


def entries(name: str, code: str) -> list[str]:
    """Return a list of a language, or all lists of a table; empty if only other languages have the list.

    Raises
    ------
    KeyError
        If no language has a list of this name.

    Examples
    --------
    >>> entries("speech.verbs", "tr")[0], entries("types.deadly", "tr")
    ('dedi', [])
    """
    table, _, key = name.partition(".")
    known = {code: tables.get(table, {}) for code, tables in _tables().items()}
    if not any(key in lists if key else lists for lists in known.values()):
        raise KeyError(f"no language has a list {name!r}")
    return list(known[code].get(key, ())) if key else [*chain(*known[code].values())]


@by_language
def words(name: str) -> tuple[str, ...]:
    """Return the entries of a list in all languages."""
    return tuple(entry for code in codes() for entry in entries(name, code))


def filled(template: str, code: str | None = None, **computed: str) -> str:
    """Replace each ``{table.list}`` of a template by an expression for any entry of it, by default in any language.

    ``{a.b+c.d}`` is any entry of several lists, ``{table}`` of a whole table; ``computed`` are other placeholders.
    """

    def expanded(match: re.Match[str]) -> str:
        if match[1] in computed:
            return computed[match[1]]
        languages = [code] if code else codes()
        lists = ((language, name) for name in match[1].split("+") for language in languages)
        return either(
            filled(entry, language, **computed) for language, name in lists for entry in entries(name, language)
        )

    return re.sub(_PLACEHOLDER, expanded, template)


@by_language
def expression(template: str, **computed: str) -> re.Pattern[str]:
    """Compile a template of lists of words, case-insensitive; each template is compiled once."""
    return re.compile(filled(template, **computed), re.IGNORECASE)


@by_language
def expressions(name: str, **computed: str) -> tuple[re.Pattern[str], ...]:
    """Compile each entry of a list by itself, for entries with named groups."""
    found = (filled(entry, code, **computed) for code in codes() for entry in entries(name, code))
    return tuple(re.compile(one, re.IGNORECASE) for one in found)


@by_language
def whole(name: str) -> re.Pattern[str]:
    """Compile an expression for any entry of a list (or ``a.b+c.d``) as a whole word.

    Examples
    --------
    >>> bool(whole("future.meetings").search("Talks failed")), bool(whole("future.meetings").search("stalks"))
    (True, False)
    """
    return expression(rf"(?<![\w-]){{{name}}}(?!\w)")


def either(alternatives: Iterable[str]) -> str:
    """Return an expression for any of some expressions; longer lists are grouped by first letter, which is faster.

    Examples
    --------
    >>> either(["north", "south"]), either([])
    ('(?:north|south)', '(?!)')
    """
    known = list(alternatives)
    return f"(?:{'|'.join(known if len(known) <= _FEW else _by_first_letter(known))})" if known else "(?!)"


def _by_first_letter(known: Iterable[str]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for word in known:
        # a first letter is certain if it is neither optional nor part of a choice; choices within groups do not matter
        is_certain = re.match(r"[^\W\d_](?![?*{])", word) and "|" not in re.sub(r"\([^()]*\)", "", word)
        groups.setdefault(word[0].casefold() if is_certain else "", []).append(word)
    return [
        f"(?=[{''.join(sorted({word[0] for word in group}))}])(?:{'|'.join(group)})" if letter else "|".join(group)
        for letter, group in groups.items()
    ]
