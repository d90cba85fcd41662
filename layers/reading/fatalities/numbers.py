"""Numbers as reports write them, in figures and in words; ACLED's values for vague ones (https://acleddata.com)."""

import re
from collections.abc import Iterable

from geo.languages.language_files import languages
from layers.reading.words import by_language, calendar_names, codes, either, filled, folded, number_words, words

# with marks before each three digits, and a decimal mark: 2.5 million, not 1.2.34
_FIGURES_COUNTED_IN = r"(?<![\w.,:/–-])\d{1,3}(?:[,.]\d{3})*(?:[,.]\d{1,3})?(?![,.]?\d)"
_YEAR = r"(?:19|20)\d\d(?![\d,.]*\d)"


@by_language
def _values(*names: str) -> dict[str, int]:
    """Return numbers by their words in all languages, folded; by default the words of ``number_words``."""
    if not names:
        return {folded(word): value for code in codes() for word, value in number_words(code).items()}
    tables = [table.get(name, {}) for code, table in languages("numbers").items() if code in codes() for name in names]
    return {folded(word): value for table in tables for word, value in table.items()}


def _any(listed: Iterable[str]) -> str:
    return rf"{either(map(re.escape, sorted(listed, key=len, reverse=True)))}(?!\w)"


def _small(code: str) -> str:
    pair = languages("numbers").get(code, {}).get("pair")
    small = filled(r"{numbers.small}(?!\w)", code)
    return f"(?:{filled(pair, code)}|{small})" if pair else small


def _large(code: str) -> str:
    """Return an expression for numbers from a hundred on: two thousand five hundred and six."""
    table = languages("numbers").get(code, {})
    if "counted_in" not in table:
        return "(?!)"
    small, one_of = _small(code), filled(table["one_of"], code)
    part = rf"(?:(?:{small}|{_FIGURES_COUNTED_IN})\s{table['counted_in']}|{one_of})"
    return rf"{part}(?:{table['joint']}{part})*(?:{table['joint']}{small})?"


@by_language
def in_words() -> str:
    """Return an expression for numbers in words, with figures before thousands and millions."""
    # the Arabic "and" is joined to the word behind it
    return (
        rf"(?:\b|(?<=\b\u0648))(?:{'|'.join((_any(_values('vague')), *map(_large, codes()), *map(_small, codes())))})"
    )


@by_language
def numeral() -> str:
    """Return an expression for one word of a number."""
    ambiguous = {
        word for code, table in languages("numbers").items() if code in codes() for word in table.get("ambiguous", ())
    }
    return _any({*_values(), *_values("times")} - ambiguous)


@by_language
def in_figures() -> str:
    """Return an expression for numbers in figures that count something, also ranges (15-20), but no years."""
    months = (name for code in codes() for name in calendar_names(code, "months"))
    dated = "".join(rf"(?<!\b{word} )" for word in (*words("dates.before_years"), *months))
    # four digits are a year after "in" or a month, unless they count people
    counted = filled(r"(?:\d{1,4}[-–])?\d{1,4}\s+{people.counted}\b")
    return (
        rf"(?<![\w.,:/–-])(?:(?!{_YEAR})|{dated}(?<!\d, )(?={counted}))(?:\d{{1,4}}[-–])?"
        r"(?:\d{1,3}(?:[,.]\d{3})+|\d{1,7})(?![\w,.:/–-]*\d|\s*(?:km|%|percent|per cent))"
    )


@by_language
def no_number() -> str:
    """Return assertions that keep a word from being a number: no one, two of them, on Monday (ten, in Turkish)."""
    tables = [(code, table) for code, table in languages("numbers").items() if code in codes()]
    return "".join(filled(assertion, code) for code, table in tables for assertion in table.get("no_number", ()))


@by_language
def _part() -> re.Pattern[str]:
    return re.compile(rf"\d[\d.,]*|{_any(_values() | _values('times', 'hundreds'))}")


def number(word: str) -> str:
    """Return a number in digits; a word that is no number is returned unchanged.

    Examples
    --------
    >>> number("twelve"), number("12")
    ('12', '12')
    """
    return str(_values().get(folded(word), word))


def bounds(number: str) -> tuple[int, int | None]:
    """Return the least and the greatest value of a number in words or figures; the latter is None for vague words.

    Examples
    --------
    >>> bounds("two thousand five hundred"), bounds("2.5 million"), bounds("1,200"), bounds("15-20"), bounds("dozens")
    ((2500, 2500), (2500000, 2500000), (1200, 1200), (15, 20), (12, None))
    """
    word = folded(number)
    if word in _values("vague"):
        return _values("vague")[word], None
    few, dash, many = word.replace("–", "-").partition("-")
    if dash and few.isdigit():
        low, high = int(few), _value(many)
        # "1-15" is no range, but perhaps a score
        return (low, high) if low < high else (high, high)
    count = _values().get(word) or _value(word)
    return count, count


def _value(number: str) -> int:
    """Add up the words of a number; thousands and millions multiply the words before them."""
    whole, part = 0.0, 0.0
    for match in _part().finditer(number):
        word = match[0]
        if word in _values("times"):
            times = _values("times")[word]
            if times == 100:  # noqa: PLR2004 - hundreds may be multiplied again by thousands
                part = (part or 1) * times
            else:
                whole, part = whole + (part or 1) * times, 0
        else:
            part += _values().get(word) or _values("hundreds").get(word) or _figures(word)
    return round(whole + part)


def _figures(word: str) -> float:
    """Read figures: a mark before three digits groups thousands, any other last mark is decimal."""
    *groups, last = re.split("[.,]", word.rstrip(".,"))
    is_grouped = len(last) == 3 or not groups  # noqa: PLR2004 - thousands
    return float("".join([*groups, last]) if is_grouped else f"{''.join(groups)}.{last}")
