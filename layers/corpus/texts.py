"""The texts of a corpus in order: files of reports, lines of JSON, rows of Parquet."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from geo.days import parse_day
from geo.readers.contents import read_contents
from layers.errors import ReportFileError
from layers.texts.files import LARGEST_BYTES, report_of, text_of
from layers.texts.text import ReportFile

FIELDS = ("text", "published", "url", "publisher", "title", "id")
"""The fields of a record that are read."""

_README = "readme.md"
# rows of Parquet read at once
_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class CorpusText:
    """A text as it stands in a corpus: the bytes of a file, or the fields of a record.

    Parameters
    ----------
    name : str
        Its file in the corpus, with the number of its line or row; the id of a record that has one.
    size : float
        Its share of the bytes of the corpus.
    content : bytes
        The file.
    record : mapping
        The fields of a record, if it is one.
    fault : str
        Why it cannot be read, if that is known already.
    is_repeated : bool
        True if an earlier text of the corpus has its key.
    """

    name: str
    size: float
    content: bytes = b""
    record: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    is_repeated: bool = False

    @property
    def key(self) -> str:
        """The SHA-256 of all that its reading depends on; of name and fault if it cannot be read."""
        told = (
            (self.name, self.fault) if self.fault else (self.record.get("published", ""), self.record.get("text", ""))
        )
        return hashlib.sha256(self.content or "\n".join(told).encode()).hexdigest()

    def report(self) -> ReportFile:
        """Return the report.

        Raises
        ------
        ReportFileError
            If it cannot be read.
        """
        if self.fault:
            raise ReportFileError(f"{self.name}: {self.fault}")
        if not self.record:
            return report_of(self.name, self.content)
        found = text_of(self.name, self.record["text"].encode())
        try:
            # a time after the day is left out
            day = parse_day(self.record["published"][:10]) if self.record.get("published") else found.published
        except ValueError as error:
            expected = "expected a day as YYYY-MM-DD"
            raise ReportFileError(f"{self.name}: published: {self.record['published']!r}; {expected}") from error
        publisher, url = (self.record.get(name) or getattr(found, name) for name in ("publisher", "url"))
        return replace(found, published=day, publisher=publisher, url=url)


def files_of(corpus: Path) -> list[Path]:
    """Return the files of a corpus in the order of their names: a file, or those of a folder and its folders.

    Raises
    ------
    ReportFileError
        If there is none.
    """
    found = sorted(corpus.rglob("*")) if corpus.is_dir() else [corpus]
    kept = [
        path
        for path in found
        if path.is_file()
        and path.name.lower() != _README
        and not any(part.startswith(".") for part in path.relative_to(corpus).parts)
    ]
    if not kept:
        raise ReportFileError(f"{corpus}: no file of reports is here; expected texts, .jsonl or .parquet")
    return kept


def texts(corpus: Path) -> Iterator[CorpusText]:
    """Yield the texts of a corpus; one that repeats an earlier one is marked.

    Parameters
    ----------
    corpus : Path
        A file or folder. ``.jsonl`` and ``.ndjson`` are records in lines, ``.parquet`` records in rows, with the
        fields ``text``, ``published``, ``url``, ``publisher``, ``title`` and ``id``, of which the first is needed;
        every other file is a report, see `layers.texts.files.read_file`.
    """
    known: set[bytes] = set()
    for file in files_of(corpus):
        name = _unicode(file.relative_to(corpus).as_posix() if corpus.is_dir() else file.name)
        for text in _READERS.get(file.suffix.lower(), _file)(file, name):
            # half of the digest tells 10^12 texts apart
            short = bytes.fromhex(text.key[:24])
            yield replace(text, is_repeated=True) if short in known else text
            known.add(short)


def _unicode(text: str) -> str:
    """Return a text without halves of characters, which a table cannot have."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _file(path: Path, name: str) -> Iterator[CorpusText]:
    try:
        content = read_contents(path, LARGEST_BYTES)
    except OSError as error:
        yield CorpusText(name, 0, fault=f"cannot be read: {error.strerror}")
    else:
        yield CorpusText(name, len(content), content, fault="" if content else "an empty file")


def _lines(path: Path, name: str) -> Iterator[CorpusText]:
    with path.open("rb") as lines:
        for number, line in enumerate(iter(partial(lines.readline, LARGEST_BYTES), b""), 1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield CorpusText(f"{name}:{number}", len(line), fault=f"no JSON: {error}")
                continue
            yield _record(f"{name}:{number}", len(line), values)


def _rows(path: Path, name: str) -> Iterator[CorpusText]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - optional, and heavy

    try:
        file = pq.ParquetFile(path)
    except (OSError, ValueError) as error:
        yield CorpusText(name, path.stat().st_size, fault=f"not Parquet that can be read: {error}")
        return
    with file:
        size = path.stat().st_size / max(file.metadata.num_rows, 1)
        columns = [one for one in FIELDS if one in file.schema_arrow.names]
        rows = (row for batch in file.iter_batches(_ROWS, columns=columns) for row in batch.to_pylist())
        for number, row in enumerate(rows, 1):
            yield _record(f"{name}:{number}", size, row)


def _record(name: str, size: float, values: Any) -> CorpusText:  # noqa: ANN401 - any value of JSON
    """Make the text of a record, named by its id if it has one."""
    if not isinstance(values, dict):
        return CorpusText(name, size, fault=f"no record with a text: {type(values).__name__}")
    known = {one: _unicode(str(values[one])) for one in FIELDS if values.get(one) is not None}
    name = known.get("id", name)
    if not isinstance(values.get("text"), str) or not known["text"].strip():
        return CorpusText(name, size, fault="no text")
    return CorpusText(name, size, record=known)


_READERS = {".jsonl": _lines, ".ndjson": _lines, ".parquet": _rows}
