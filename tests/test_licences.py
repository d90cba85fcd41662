"""Licences of the packages that sitmap and its extras need: those of a list, but for exceptions with their reasons."""

import re
from importlib.metadata import PackageNotFoundError, distribution

# SPDX's names of licences that ask for a notice, or for changes of their own files, and those of older metadata
TAKEN = re.compile(
    r"0BSD|Apache([- ]2\.0|.* Software License)?|(The )?(2-Clause )?(BSD|MIT)([- ](2|3)-Clause)?( License)?|"
    r"(The )?BSD 2-Clause License|CC0-1\.0|CC-BY-4\.0|CNRI-Python|Mozilla Public License 2\.0 \(MPL 2\.0\)|"
    r"MPL-(1\.1|2\.0)|MIT-CMU|OFL-1\.1|PSF-2\.0|Python Software Foundation License|Zlib"
)
EXTRAS = ("cluster", "parquet", "plugins", "postgis", "serve")
# packages whose metadata name another licence, or none
EXCEPTIONS = {
    "psycopg": "LGPL: used as the library that it is, by the extra postgis",
    "psycopg-binary": "the same",
    "resvg-py": "MIT, in its file LICENSE",
    "xstatic-jquery": "(same as jQuery): MIT",
    "xstatic-leaflet": "(same as Leaflet): BSD-2-Clause",
    "xstatic-leaflet-markercluster": "(same as Leaflet-MarkerCluster): MIT",
}


def needed(name: str, found: dict[str, str], extras: tuple[str, ...] = ()) -> dict[str, str]:
    """The licences of a package and of all that it needs, with its extras: SPDX's expression, classifiers or a text."""
    key = re.sub("[-_.]+", "-", name).lower()
    if key in found:
        return found
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return found
    fields = package.metadata
    classifiers = [
        text.rpartition(" :: ")[2] for text in fields.get_all("Classifier") or () if text.startswith("License")
    ]
    text = (fields.get("License") or "").partition("\n")[0]
    found[key] = fields.get("License-Expression") or " AND ".join(classifiers) or text
    for requirement in package.requires or ():
        extra = re.search(r"extra == [\"']([\w-]+)", requirement)
        if not extra or extra[1] in extras:
            wanted = re.match(r"([\w.-]+)(?:\[([\w,-]+)\])?", requirement)
            assert wanted
            needed(wanted[1], found, tuple((wanted[2] or "").split(",")))
    return found


def is_taken(licence: str) -> bool:
    """True if a licence, or one that may be chosen of several, is on the list."""
    return any(all(map(TAKEN.fullmatch, either.split(" AND "))) for either in licence.split(" OR "))


def test_licences_are_told_from_one_another() -> None:
    for licence in ("MIT", "MPL-1.1 OR GPL-2.0-only", "BSD-3-Clause AND Zlib", "Mozilla Public License 2.0 (MPL 2.0)"):
        assert is_taken(licence), licence
    for licence in (
        "",
        "GPL-3.0-or-later",
        "MIT AND AGPL-3.0-only",
        "GNU General Public License v3 (GPLv3)",
        "Proprietary",
    ):
        assert not is_taken(licence), licence


def test_every_package_that_sitmap_needs_has_a_licence_of_the_list() -> None:
    licences = needed("sitmap", {}, EXTRAS)
    assert len(licences) > 40
    assert {name: licence for name, licence in licences.items() if not is_taken(licence)}.keys() == EXCEPTIONS.keys()
