"""Citations: the sources of a dossier and the map itself, as text, BibTeX and CSL-JSON.

Formats: BibTeX (Patashnik 1988, entries of the type `misc`) and the input of the Citation Style Language 1.0.2.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from geo.version import __version__
from layers.dossier.dossier import Dossier
from layers.period import DAY, parse_days

_SPECIAL = str.maketrans(
    {character: f"\\{character}" for character in "{}&%$#_"}
    | {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
)
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
# columns of sources.csv that a citation has as they are
_KEPT = ("publisher", "published", "url", "archive_url", "retrieved", "language", "licence")
# first parts of a date: a year, a month, a day
_PARTS = {1: 3, 2: 2, 3: 1}


@dataclass(frozen=True, slots=True)
class Citation:
    """One work to cite; None where the dossier does not say."""

    key: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    archive_url: str | None = None
    retrieved: str | None = None
    language: str | None = None
    licence: str | None = None


def citations(dossier: Dossier, as_of: date) -> list[Citation]:
    """Return the sources of a dossier in order, and the map last.

    Parameters
    ----------
    dossier : Dossier
        Released, so that sources under embargo are not cited; see `layers.dossier.release.embargo.release`.
    as_of : date
        The day of the map.
    """
    cited = []
    for key, row in dossier.sources.to_dict("index").items():
        known = {str(column): value for column, value in row.items() if isinstance(value, str)}
        authors = tuple(name.strip() for name in known.get("author", "").split(";") if name.strip())
        title = known.get("title") or known.get("publisher") or str(key)
        kept = {column: known[column] for column in _KEPT if column in known}
        cited.append(Citation(str(key), title, authors, **kept))
    return [*cited, map_citation(dossier, as_of)]


def map_citation(dossier: Dossier, as_of: date) -> Citation:
    """Return the citation of the map of a dossier, with a key that none of its sources has."""
    wording = dossier.settings.wording
    version = f", version {wording.version}" if wording.version else ""
    return Citation(
        key=next(name for name in _numbered("map") if name not in dossier.sources.index),
        title=f"{dossier.title}. Map of the situation from {dossier.start} to {dossier.end - DAY}{version}",
        authors=(wording.author,) if wording.author else (),
        publisher=f"sitmap {__version__}",
        published=as_of.isoformat(),
        url=wording.url,
        language=dossier.language,
        licence=wording.licence,
    )


def as_text(cited: Sequence[Citation]) -> str:
    """Write citations as lines of text; the last, that of the map, after a heading.

    Examples
    --------
    >>> print(as_text([Citation("S1", "The war", publisher="A Paper", published="2020-02"), Citation("map", "Map")]))
    [S1] The war. A Paper, 2020-02.
    <BLANKLINE>
    How to cite this map:
    [map] Map.
    """
    *sources, whole = (f"[{one.key}] {as_line(one)}" for one in cited)
    return "\n".join([*sources, "", "How to cite this map:", whole])


def as_line(one: Citation) -> str:
    """Write a citation as a line of text, without its key."""
    publisher = one.publisher if one.publisher != one.title else None
    parts = ["; ".join(one.authors), one.title, ", ".join(part for part in (publisher, one.published) if part)]
    parts += [one.url or "", f"Archived: {one.archive_url}" if one.archive_url else ""]
    parts += [f"Read on {one.retrieved}" if one.retrieved else "", f"Licence: {one.licence}" if one.licence else ""]
    return " ".join(f"{part}." for part in parts if part)


def as_bibtex(cited: Sequence[Citation]) -> str:
    r"""Write citations as entries of BibTeX; keys get the form that it allows.

    Examples
    --------
    >>> print(as_bibtex([Citation("S 1", "War & peace", authors=("Who, Ever",), published="2020-02-06")]))
    @misc{S-1,
      title = {{War \& peace}},
      author = {{Who, Ever}},
      year = {2020},
      month = {2},
      day = {6},
    }
    """
    keys: set[str] = set()
    return "\n\n".join(_entry(one, _bibtex_key(one.key, keys)) for one in cited)


def _entry(one: Citation, key: str) -> str:
    authors = " and ".join(f"{{{name.translate(_SPECIAL)}}}" for name in one.authors)
    dates = dict(zip(("year", "month", "day"), map(str, _parts(one.published)), strict=False))
    fields = {"title": f"{{{one.title.translate(_SPECIAL)}}}", "author": authors}
    fields |= {"howpublished": (one.publisher or "").translate(_SPECIAL), **dates}
    fields |= {"url": (one.url or "").translate(_ADDRESS), "archiveurl": (one.archive_url or "").translate(_ADDRESS)}
    fields |= {"urldate": one.retrieved or "", "language": one.language or ""}
    fields |= {"note": f"Licence: {one.licence}".translate(_SPECIAL) if one.licence else ""}
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}"


def _bibtex_key(key: str, taken: set[str]) -> str:
    plain = re.sub(r"[^A-Za-z0-9:.+/_-]+", "-", key).strip("-") or "source"
    found = next(name for name in _numbered(plain) if name.casefold() not in taken)
    taken.add(found.casefold())
    return found


def as_csl(cited: Sequence[Citation]) -> str:
    """Write citations as CSL-JSON.

    Examples
    --------
    >>> json.loads(as_csl([Citation("S1", "The war", published="2020-02")]))[0]["issued"]
    {'date-parts': [[2020, 2]]}
    """
    items = []
    for one in cited:
        fields = {
            "id": one.key,
            "type": "webpage" if one.url else "document",
            "title": one.title,
            "author": [{"literal": name} for name in one.authors],
            "publisher": one.publisher,
            "issued": _csl_date(one.published),
            "accessed": _csl_date(one.retrieved),
            "URL": one.url,
            "archive_location": one.archive_url,
            "language": one.language,
            "note": f"Licence: {one.licence}" if one.licence else None,
        }
        items.append({name: value for name, value in fields.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=2)


def _csl_date(day: str | None) -> dict[str, list[list[int]]] | None:
    parts = _parts(day)
    return {"date-parts": [parts]} if parts else None


def _parts(day: str | None) -> list[int]:
    """Year, month and day of a date, as far as they are known."""
    if not day:
        return []
    span = parse_days(day)
    return [span.start.year, span.start.month, span.start.day][: _PARTS[span.precision]]


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in range(2, 1 << 30))
