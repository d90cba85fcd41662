"""Licences of the packages that sitmap needs: none passes to its users, but for exceptions with their reasons."""

import re
from importlib.metadata import PackageNotFoundError, distribution

# packages under a licence that passes to programs which use them
EXCEPTIONS = {
    "tld": "MPL or LGPL or GPL, at the user's choice, through trafilatura",
}
STRONG = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)


def needed(name: str, found: dict[str, str]) -> dict[str, str]:
    """The licences of a package and of all that it needs, without extras."""
    key = re.sub("[-_.]+", "-", name).lower()
    if key in found:
        return found
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return found
    fields = package.metadata
    classifiers = [text for text in fields.get_all("Classifier") or () if text.startswith("License")]
    found[key] = "; ".join([*classifiers, fields.get("License-Expression") or (fields.get("License") or "")[:200]])
    for requirement in package.requires or ():
        if "extra ==" not in requirement:
            needed(re.split(r"[\s\[<>=!~;(]", requirement)[0], found)
    return found


def test_no_package_passes_its_licence_on_but_those_with_a_reason() -> None:
    licences = needed("sitmap", {})
    assert len(licences) > 30
    assert {name for name, licence in licences.items() if STRONG.search(licence)} <= EXCEPTIONS.keys()
