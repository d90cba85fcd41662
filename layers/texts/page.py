"""Web pages as text, with the day of publication that a page declares of itself.

A day counts if a `meta` element, JSON-LD of an article (schema.org), or an element marked as `datePublished` or
`pubdate` declares it; a footer's year, a day in the text and a day beside a link are none.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dateutil import parser

from geo.days import parse_day
from geo.errors import DayError
from layers.errors import ReportFileError
from layers.texts.text import ReportFile, refusing

# names of meta elements: Open Graph, schema.org, Dublin Core, and those that publishers' programs write
_DECLARE = frozenset(
    {
        *("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
        *("datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date"),
        *("dc.date", "dc.date.issued", "dc.issued", "dcterms.date", "dcterms.issued", "citation_publication_date"),
        *("citation_date", "prism.publicationdate", "sailthru.date", "parsely-pub-date", "originalpublicationdate"),
    }
)
_NOT_ITS_OWN = "not(ancestor::aside) and not(ancestor::nav) and not(ancestor::footer)"
_MARKED = f"//*[(contains(@itemprop, 'datePublished') or @pubdate) and {_NOT_ITS_OWN}]"
_LONGEST_DAY = 60
# most pages have some ten thousand elements
_MOST_ELEMENTS, _DEEPEST = 100_000, 200


def read_page(name: str, raw: bytes) -> ReportFile:
    """Read a page; menus, advertisements, scripts and comments are left out.

    Raises
    ------
    ReportFileError
        If no text is found in it, or it has more elements than are read.
    """
    # imported here: the import takes half a second, and most reports are plain text
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415

    with refusing(name, "a page"):
        tree = load_html(raw)
        if tree is not None:
            _check_size(name, tree)
        found = None if tree is None else bare_extraction(raw, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict) or not found.text:
        raise ReportFileError(f"{name}: no text is found in this page")
    return ReportFile(name, found.text, _published(tree), found.sitename or None, found.url or None)


def _check_size(name: str, tree: Any) -> None:  # noqa: ANN401 - an element of lxml
    for number, element in enumerate(tree.iter(), 1):
        if number > _MOST_ELEMENTS:
            raise ReportFileError(f"{name}: a page of more than {_MOST_ELEMENTS:,} elements, the most that are read")
        if number % _DEEPEST == 0 and sum(1 for _ in element.iterancestors()) > _DEEPEST:
            raise ReportFileError(f"{name}: a page nested more than {_DEEPEST} deep, the most that is read")


def _published(tree: Any) -> date | None:  # noqa: ANN401 - the same
    """Return the first day that a page declares, if the declarations of that rank agree."""
    for declared in (_by_meta(tree), _by_json(tree), _by_mark(tree)):
        days = {day for text in declared if (day := _day(text))}
        if len(days) == 1:
            return days.pop()
    return None


def _by_meta(tree: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    for meta in tree.iter("meta"):
        names = (meta.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if not _DECLARE.isdisjoint(names):
            yield meta.get("content", "")


def _by_json(tree: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for top in content if isinstance(content, list) else [content]:
            graph = top.get("@graph", []) if isinstance(top, dict) else []
            for item in [top, *(graph if isinstance(graph, list) else [])]:
                kinds = str(item.get("@type", "")) if isinstance(item, dict) else ""
                if "Article" in kinds or "Posting" in kinds or "Report" in kinds:
                    yield str(item.get("datePublished", ""))


def _by_mark(tree: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    for element in tree.xpath(_MARKED):
        yield element.get("datetime") or element.get("content") or "".join(element.itertext())


def _day(text: str) -> date | None:
    """Read a day in any of the usual forms; None if the text is no day."""
    try:
        return parse_day(text.strip()[:10])
    except DayError:
        pass
    # 02/03/2020 is two days; a name of a month makes sure which is meant
    if not re.search(r"[A-Za-z]{3}.*\d{4}|\d{4}.*[A-Za-z]{3}", text) or len(text) > _LONGEST_DAY:
        return None
    try:
        one, other = (parser.parse(text, default=datetime(2000, month, month)) for month in (1, 2))  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
    return one.date() if one == other else None
