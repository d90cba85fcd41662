"""The texts of reports in the folder `reports` of a dossier, with the `key: value` lines at their heads."""

from dataclasses import dataclass
from pathlib import Path

from geo.errors import Problems
from geo.readers.contents import read_contents
from layers.errors import NoTextError
from layers.texts.text import ENCODING, decoded

FOLDER = "reports"
_SUFFIXES = (".txt", ".md", ".html")
# the file that describes the folder
_README = "readme.md"
# a head has at least one of these
_KEYS = frozenset({"title", "published", "publisher", "url"})


@dataclass(frozen=True, slots=True)
class ReportText:
    """The text of a report, with the name of its file and its head."""

    file: str
    head: dict[str, str]
    text: str


def read_reports(root: Path, problems: Problems) -> tuple[ReportText, ...]:
    """Read all texts of a dossier in the order of their names; HTML stays as it is.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    problems : Problems
        The list to which files that cannot be read are added.
    """
    found = []
    for path in sorted(path for path in (root / FOLDER).glob("*") if path.suffix.lower() in _SUFFIXES):
        name = f"{FOLDER}/{path.name}"
        try:
            if path.name.lower() != _README:
                found.append(with_head(path.name, decoded(read_contents(path))))
        except OSError as error:
            problems.add("C101", name, 0, "", "", f"a file that can be read: {error.strerror}")
        except NoTextError as error:
            expected = f"{ENCODING}{', without NUL bytes' if error.is_binary else ''}"
            problems.add("C102", name, error.line, "", error.value, expected)
    return tuple(found)


def with_head(name: str, text: str) -> ReportText:
    r"""Separate the `key: value` lines at the head of a text.

    Examples
    --------
    >>> with_head("story.txt", "title: A town falls\n\nThey met.").text
    'They met.'
    """
    head, blank, body = text.partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines()]
    values = {key: value.strip() for key, _, value in lines}
    # "Syria: rebels take a town" is the report itself
    if not blank or not all(colon and key.isidentifier() for key, colon, _ in lines) or _KEYS.isdisjoint(values):
        return ReportText(name, {}, text)
    return ReportText(name, values, body)
