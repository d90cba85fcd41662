"""The texts of reports in a dossier, with the `key: value` lines at their heads."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from geo.errors import Problems
from layers.errors import NoTextError

FOLDER = "reports"
_SUFFIXES = (".txt", ".md", ".html")
# says what belongs in the folder; it is no report
_NOTICE = "readme.md"
# one of these at least stands in a head, whatever else does
_KEYS = frozenset({"title", "published", "publisher", "url"})

# Word documents are archives
_ZIP = b"PK\x03\x04"
ENCODING = "a text in UTF-8, or in UTF-16 with a byte order mark"
"""What texts are written in."""


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
        return decoded(path.read_bytes())
    except OSError as error:
        problems.add(name, 0, "", "", f"a file that can be read: {error.strerror}")
    except NoTextError as error:
        problems.add(name, error.line, "", error.value, f"{ENCODING}{', without NUL bytes' if error.is_binary else ''}")
    return None


def decoded(raw: bytes) -> str:
    r"""Decode a text in UTF-8, or in UTF-16, which Windows programs call Unicode, with a byte order mark.

    Raises
    ------
    NoTextError
        Where it is neither.

    Examples
    --------
    >>> decoded("a\r\nb".encode("utf-16"))
    'a\nb'
    """
    if raw.startswith(_ZIP):
        raise NoTextError(1, "PK", ENCODING, is_binary=True)
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in raw and not is_wide:
            raise NoTextError(_line(raw, raw.index(b"\0")), "\0", ENCODING, is_binary=True) from error
        raise NoTextError(_line(raw, error.start), f"byte {raw[error.start]:#x}", ENCODING) from error
    if "\0" in text:
        raise NoTextError(text[: text.index("\0")].count("\n") + 1, "\0", ENCODING, is_binary=True)
    return text.replace("\r\n", "\n")


def _line(raw: bytes, at: int) -> int:
    return raw[:at].count(b"\n") + 1


def headed(name: str, text: str) -> Report:
    """Split a text from the `key: value` lines at its head."""
    head, blank, body = text.partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines()]
    said = {key: value.strip() for key, _, value in lines}
    # "Syria: rebels take a town" is the report itself
    if not blank or not all(colon and key.isidentifier() for key, colon, _ in lines) or _KEYS.isdisjoint(said):
        return Report(name, {}, text)
    return Report(name, said, body)
