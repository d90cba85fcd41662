"""Sources of imported rows: names and addresses as tables have them become keys of `sources.csv`."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from layers.schema.dossier_tables import RELIABILITIES

Cells = dict[str, str]
_WEB = ("http://", "https://")
_HOST = re.compile(r"(?:https?://)?([^/?#]*)")
# semicolons stand between addresses, but also inside of them
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+(?=https?://)")
_SPOILT = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60


class ImportedSources:
    """The sources of a dossier, and those that an import adds: one for each address, and for each name without one.

    Parameters
    ----------
    known : iterable of mapping
        The rows of `sources.csv`.
    """

    def __init__(self, known: Iterable[Mapping[str, str]]) -> None:
        rows = list(known)
        self._keys = {row.get("key", "") for row in rows}
        self._by_url = {url: row["key"] for row in reversed(rows) for url in (row.get("url"),) if url}
        self._by_name = {row.get("publisher", ""): row["key"] for row in reversed(rows) if not row.get("url")}
        self._cited: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._new: dict[str, Cells] = {}

    def cited_by(self, rows: Iterable[str]) -> list[Cells]:
        """Return the new sources whose keys stand in cells of added rows."""
        used = {key for cell in set(rows) for key in cell.split(";")}
        return [row for key, row in self._new.items() if key in used]

    def keys(self, found: Mapping[str, str]) -> tuple[str, ...]:
        """Return the keys of the sources of a row; unknown sources get new ones.

        Parameters
        ----------
        found : mapping of str to str
            The row: ``source``, ``source_url``, ``archive_url``, ``reliability``, or ``sources`` with known keys.
        """
        cells = tuple(found.get(name, "") for name in ("source", "source_url", "archive_url", "reliability", "sources"))
        if cells not in self._cited:
            self._cited[cells] = self._cite(*cells)
        return self._cited[cells]

    def _cite(self, source: str, url: str, archive: str, grade: str, listed: str) -> tuple[str, ...]:
        keys = [key.strip() for key in listed.split(";") if key.strip()]
        if keys and all(key in self._keys for key in keys):
            return tuple(keys)
        names, urls = _split(listed or source)
        more, addresses = _split(url)
        urls = [*dict.fromkeys([*addresses, *urls])]
        names = names or more
        archives, grades = (
            [_web(one) for one in archive.split(";") if one.strip()],
            [g.strip() for g in grade.split(";")],
        )
        count = max(len(names), len(urls))
        if len(names) == 1 and len(urls) > 1:
            names *= len(urls)
        elif len(names) != len(urls) and urls:
            names, urls = [*names, *([""] * len(urls))], [*([""] * len(names)), *urls]
        # archives and grades belong to sources one by one only if there are as many
        archives, grades = (part if len(part) == count else [] for part in (archives, grades))
        rows = zip_longest(names, urls, archives, grades, fillvalue="")
        return tuple(dict.fromkeys(self._key(*row) for row in rows if row[0] or row[1]))

    def _key(self, name: str, url: str, archive: str, grade: str) -> str:
        known = self._by_url.get(url) if url else self._by_name.get(name)
        if known or (not url and name in self._keys):
            return known or name
        publisher = name or _HOST.match(url)[1].removeprefix("www.")  # type: ignore[index]
        key = _SPOILT.sub("-", publisher).strip("-")
        if url or len(key) > _LONGEST_NAME or not key or key in self._keys:
            digest = hashlib.sha256(f"{url} {name}".encode()).hexdigest()
            key = f"{key[:_LONGEST_NAME].strip('-')}-{digest[:8]}".strip("-")
        self._keys.add(key)
        (self._by_url if url else self._by_name)[url or name] = key
        letter = grade[:1].upper() if re.fullmatch("[A-Fa-f][1-6]?", grade) else ""
        row = {"key": key, "url": url, "archive_url": archive, "publisher": publisher}
        self._new[key] = row | {"reliability": letter if letter in RELIABILITIES else ""}
        return key


def _split(text: str) -> tuple[list[str], list[str]]:
    """Split a cell into names and addresses.

    Examples
    --------
    >>> _split("Example News; https://example.org/a;b=1; https://example.org/2")
    (['Example News'], ['https://example.org/a;b=1', 'https://example.org/2'])
    """
    names, urls = [], []
    for part in _BETWEEN_ADDRESSES.split(text.strip()):
        if part.startswith(_WEB):
            urls.append(part.strip().rstrip(";"))
        else:
            names += [name.strip() for name in part.split(";") if name.strip()]
    return names, urls


def _web(address: str) -> str:
    """Return an address with its scheme, which people leave out."""
    plain = address.strip()
    return plain if plain.startswith(_WEB) or not re.match(r"[\w-]+(\.[\w-]+)+(/|$)", plain) else f"https://{plain}"
