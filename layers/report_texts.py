"""The texts of reports in a dossier, with the `key: value` lines at their heads."""

from dataclasses import dataclass
from pathlib import Path

from layers.problems import Problems

FOLDER = "reports"
_SUFFIXES = (".txt", ".md", ".html")
# says what belongs in the folder; it is no report
_NOTICE = "readme.md"
# one of these at least stands in a head, whatever else does
_KEYS = frozenset({"title", "published", "publisher", "url"})


@dataclass(frozen=True, slots=True)
class Report:
    """A text of `reports/` with its head."""

    file: str
    head: dict[str, str]
    text: str


def read_reports(root: Path, problems: Problems) -> tuple[Report, ...]:
    """Read all texts of a dossier in the order of their names; HTML is kept as it is written.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    problems : Problems
        Where files that cannot be read are recorded.
    """
    found = sorted(path for path in (root / FOLDER).glob("*") if path.suffix.lower() in _SUFFIXES)
    texts = ((path.name, _text(path, problems)) for path in found if path.name.lower() != _NOTICE)
    return tuple(headed(name, text) for name, text in texts if text is not None)


def _text(path: Path, problems: Problems) -> str | None:
    name = f"{FOLDER}/{path.name}"
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        problems.add(name, 0, "", "", f"a file that can be read: {error.strerror}")
        return None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(name, line, "", f"byte {raw[error.start]:#x}", "a text in UTF-8")
        return None
    if "\0" in text:
        problems.add(name, text[: text.index("\0")].count("\n") + 1, "", "\0", "a text in UTF-8, without NUL bytes")
        return None
    return text.replace("\r\n", "\n")


def headed(name: str, text: str) -> Report:
    """Split a text from the `key: value` lines at its head."""
    head, blank, body = text.partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines()]
    said = {key: value.strip() for key, _, value in lines}
    # "Syria: rebels take a town" is the report itself
    if not blank or not all(colon and key.isidentifier() for key, colon, _ in lines) or _KEYS.isdisjoint(said):
        return Report(name, {}, text)
    return Report(name, said, body)
