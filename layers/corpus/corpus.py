"""Read a corpus part by part, with any executor of `concurrent.futures`; a run that was stopped goes on where it was.

A part is a run of texts in the order of the corpus. Its files bear its number and a digest of its texts and appear
whole, that of `reports` last: a part that has it is done. So the tables are the same, whoever reads a part and when.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from geo.atomic_write import draft
from geo.errors import MissingExtraError, SitmapError
from layers.corpus.copies import copies
from layers.corpus.part import Settings, parquet, read_part, table
from layers.corpus.texts import FIELDS, CorpusText, files_of, texts
from layers.errors import CorpusError
from layers.schema.corpus_tables import COPIES, PARTS, STATUSES

SUMMARY = "corpus.json"
"""The file of an output that tells what was read with what."""
TEXTS_A_PART = 500
"""The number of texts of a part."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Texts that are read together, and the name of their files."""

    name: str
    texts: list[CorpusText]

    @property
    def size(self) -> float:
        return sum(text.size for text in self.texts)


def read_corpus(  # noqa: PLR0913 - each is a choice of the person
    corpus: Path,
    out: Path,
    settings: Settings,
    executor: Executor,
    *,
    at_once: Callable[[], int] = lambda: 1,
    texts_a_part: int = TEXTS_A_PART,
    progress: Callable[[int, float], object] = lambda _texts, _share: None,
) -> dict[str, int]:
    """Read a corpus into a folder of tables.

    Parameters
    ----------
    corpus : Path
        A file or a folder; see `layers.corpus.texts.texts`.
    out : Path
        The folder of the output: a folder of Parquet for each table, and one file of copies.
    settings : Settings
        What the reading depends on.
    executor : Executor
        Processes here, or those of a cluster (``distributed.Client.get_executor()``).
    at_once : callable
        Returns the number of parts that are given out at once.
    texts_a_part : int
        The number of texts of a part.
    progress : callable
        Called with the number of texts of a part that is done (0 if it was done before), and its share of the whole.

    Returns
    -------
    dict
        Numbers of texts read, repeated and refused, and of rows by table.

    Raises
    ------
    CorpusError
        If the folder was begun with other settings, or a process of the executor ended.
    MissingExtraError
        If pyarrow or datasketch is not installed.
    """
    _need_extra()
    if out.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(f"{out}: lies in the corpus; take a folder outside of {corpus} for --out")
    told = {
        "corpus": corpus.name, "sitmap": settings.version, "dossier_sha256": settings.dossier_sha256,
        "published": settings.published and settings.published.isoformat(), "texts_a_part": texts_a_part,
    }  # fmt: skip
    _begin(out, told)
    whole = max(sum(path.stat().st_size for path in files_of(corpus)), 1)
    names, pending = [], dict[Future[dict[str, bytes]], _Part]()
    for part in _parts(corpus, texts_a_part):
        names.append(part.name)
        if (out / "reports" / part.name).exists():
            progress(0, part.size / whole)
            continue
        while len(pending) >= at_once():
            _write_done(pending, out, whole, progress)
        pending[executor.submit(read_part, part.texts, settings)] = part
    while pending:
        _write_done(pending, out, whole, progress)
    return _finish(out, names, told)


def _parts(corpus: Path, texts_a_part: int) -> Iterator[_Part]:
    listed = texts(corpus)
    number = 0
    while some := list(islice(listed, texts_a_part)):
        told = [(one.name, one.key, one.is_repeated, *(one.record.get(name) for name in FIELDS[1:])) for one in some]
        digest = hashlib.sha256(json.dumps(told).encode())
        yield _Part(f"part-{number:06}-{digest.hexdigest()[:12]}.parquet", some)
        number += 1


def _write_done(
    pending: dict[Future[dict[str, bytes]], _Part], out: Path, whole: int, progress: Callable[[int, float], object]
) -> None:
    for future in wait(pending, return_when=FIRST_COMPLETED).done:
        part = pending.pop(future)
        try:
            tables = future.result()
        except SitmapError:
            raise
        except Exception as error:
            why = str(error) or type(error).__name__
            raise CorpusError(f"a process or machine ended ({why}); run the command again to go on") from error
        # the file of reports is the sign that a part is done, and comes last
        for name in sorted(tables, key="reports".__eq__):
            with draft(out / name / part.name) as beside:
                beside.write_bytes(tables[name])
        progress(len(part.texts), part.size / whole)


def _begin(out: Path, told: Mapping[str, object]) -> None:
    """Refuse a folder that was begun with other settings, or has files of somebody else."""
    path = out / SUMMARY
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        other = [
            f"{name} {before.get(name)!r}, now {value!r}" for name, value in told.items() if before.get(name) != value
        ]
        if other:
            raise CorpusError(f"{out}: was begun with {'; '.join(other)}; take another folder for --out")
    elif out.exists() and any(out.iterdir()):
        raise CorpusError(f"{out}: has files that sitmap corpus did not write; take a new folder for --out")
    else:
        _write_json(path, told)


def _finish(out: Path, names: list[str], told: Mapping[str, object]) -> dict[str, int]:
    """Remove parts of texts that the corpus has no longer, link the copies, and count."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - optional, and heavy

    counts = Counter(dict.fromkeys((*STATUSES, *PARTS), 0))
    for folder in PARTS:
        for path in (out / folder).glob("part-*.parquet"):
            if path.name not in names:
                path.unlink()
        counts[folder] = sum(pq.read_metadata(out / folder / name).num_rows for name in names)

    def signatures() -> Iterator[tuple[str, str]]:
        for name in names:
            for row in pq.read_table(out / "reports" / name, columns=["report", "status", "minhash"]).to_pylist():
                counts[row["status"]] += 1
                if row["minhash"]:
                    yield row["report"], row["minhash"]

    linked = [dict(zip(("report", "copy_of", "similarity"), one, strict=True)) for one in copies(signatures())]
    with draft(out / f"{COPIES.name}.parquet") as beside:
        beside.write_bytes(parquet([table(COPIES.columns, linked)]))
    counts[COPIES.name] = len(linked)
    _write_json(out / SUMMARY, {**told, **counts})
    return dict(counts)


def _write_json(path: Path, values: Mapping[str, object]) -> None:
    with draft(path) as beside:
        beside.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def _need_extra() -> None:
    try:
        import datasketch  # noqa: F401, PLC0415 - optional
        import pyarrow as pa  # noqa: F401, PLC0415 - the same
    except ImportError as error:
        raise MissingExtraError("sitmap corpus needs pyarrow and datasketch: pip install 'sitmap[cluster]'") from error
