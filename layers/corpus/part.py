"""One part of a corpus: its texts are read, by any process on any machine, into tables of Parquet."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

from geo.errors import SitmapError
from geo.gazetteer.gazetteer import Gazetteer
from geo.version import __version__
from layers.corpus.copies import signature
from layers.corpus.texts import CorpusText
from layers.dossier.dossier import Dossier
from layers.errors import CorpusError
from layers.reading.reading import Reading, read_report
from layers.reading.review import rows
from layers.review.proposals import proposals_of
from layers.schema.column import Column, Type
from layers.schema.corpus_tables import PARTS
from layers.schema.dossier_tables import CONTROL
from layers.texts.text import ReportFile

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reading of a corpus depends on, but for its texts.

    Parameters
    ----------
    dossier : str, optional
        The dossier with places, area and sides; on other machines it lies at the same path.
    published : date, optional
        The day of publication of texts that do not name it.
    version : str
        The version of sitmap.
    dossier_sha256 : str, optional
        SHA-256 of the dossier's files.
    """

    dossier: str | None = None
    published: date | None = None
    version: str = __version__
    dossier_sha256: str | None = None

    @classmethod
    def of(cls, dossier: str | None, published: date | None) -> "Settings":
        """Return the settings of a corpus that is read here."""
        return cls(dossier, published, dossier_sha256=_sha256(_opened(dossier)) if dossier else None)

    def opened(self) -> Dossier | None:
        """Open the dossier, once a process.

        Raises
        ------
        CorpusError
            If this machine has another version of sitmap, or another dossier.
        """
        if self.version != __version__:
            raise CorpusError(f"a machine has sitmap {__version__}; expected {self.version}, as where the command runs")
        if self.dossier is None:
            return None
        found = _opened(self.dossier)
        if _sha256(found) != self.dossier_sha256:
            raise CorpusError(f"{self.dossier}: a machine has other files of this dossier, or they were changed")
        return found


def read_part(texts: Sequence[CorpusText], settings: Settings) -> dict[str, bytes]:
    """Read texts into the tables of one part; a text that cannot be read is set aside with the reason.

    Returns
    -------
    dict
        Files of Parquet by the names of their tables. The same texts give the same bytes.
    """
    dossier = settings.opened()
    told: list[_Row] = []
    found: dict[str, list[Any]] = {name: [] for name in PARTS}
    for text in texts:
        row: _Row = {"report": text.key, "name": text.name, "status": "repeated"}
        row |= {name: text.record.get(name) for name in ("publisher", "url", "title")}
        told.append(row)
        if text.is_repeated:
            continue
        try:
            report = text.report()
            day = report.published or settings.published
            reading = read_report(report.text, published=day, dossier=dossier)
            new = {
                "mentions": _mentions(reading),
                "events": rows(reading, report.name),
                "control": _control(report, reading, dossier),
            }
            made = {name: table(PARTS[name].columns, [one | {"report": text.key} for one in new[name]]) for name in new}
        except SitmapError as error:
            row |= {"status": "refused", "reason": str(error)}
        except Exception as error:  # noqa: BLE001 - one text of a million must not lose the others
            row |= {"status": "refused", "reason": f"{text.name}: {type(error).__name__}: {error}"}
        else:
            row |= {
                "status": "read",
                "reason": "; ".join((*(f"left out: {one}" for one in report.left_out), *reading.remarks)) or None,
                "published": day,
                "publisher": report.publisher,
                "url": report.url,
                "characters": len(report.text),
                "minhash": signature(report.text),
            }
            for name, one in made.items():
                found[name].append(one)
    found["reports"].append(table(PARTS["reports"].columns, told))
    return {name: parquet([table(PARTS[name].columns, []), *tables]) for name, tables in found.items()}


def _mentions(reading: Reading) -> Iterable[_Row]:
    for mention, record in zip(reading.mentions, reading.records()["mentions"], strict=True):
        found, place = reading.place(mention), record["place"] or {}
        beside = record.get("relative_to", {})
        yield (
            record
            | place
            | {
                "place": place.get("name"),
                "place_id": found.id if found else None,
                "relative_km": beside.get("km"),
                "relative_bearing": beside.get("bearing"),
            }
        )


def _control(report: ReportFile, reading: Reading, dossier: Dossier | None) -> Iterable[_Row]:
    """Yield the control reports that a text proposes; without a dossier, any party may hold a place."""
    parties = {who for event in reading.events for who in (event.actor1, event.actor2) if who}
    sides = {side.id for side in dossier.sides} if dossier else parties
    known = dossier.known if dossier else Gazetteer.load()
    for proposal in proposals_of(0, report, reading, sides, known):
        if proposal.table is CONTROL:
            [passage], facts = proposal.passages, proposal.facts
            position = {"lat": facts.lat, "lon": facts.lon, "uncertainty_km": facts.uncertainty_km}
            yield proposal.cells | position | {"start": passage.start, "end": passage.end}


def table(columns: Sequence[Column], listed: Iterable[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - publishes no types
    """Return rows as a table of Arrow with these columns.

    Raises
    ------
    ValueError
        If a value is none that its column can have.
    """
    import pyarrow as pa  # noqa: PLC0415 - optional, and heavy

    types = {
        Type.TEXT: pa.string(),
        Type.DATE: pa.date32(),
        Type.INTEGER: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.BOOLEAN: pa.bool_(),
    }
    dates = {column.name for column in columns if column.type is Type.DATE}
    cells = [{name: _day(value) if name in dates else value for name, value in row.items()} for row in listed]
    return pa.Table.from_pylist(cells, pa.schema([(column.name, types[column.type]) for column in columns]))


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def parquet(tables: Sequence[Any]) -> bytes:
    """Return tables of the same columns as one file of Parquet."""
    import pyarrow as pa  # noqa: PLC0415 - optional, and heavy
    import pyarrow.parquet as pq  # noqa: PLC0415 - the same

    file = BytesIO()
    pq.write_table(pa.concat_tables(tables).combine_chunks(), file, compression="zstd")
    return file.getvalue()


@lru_cache(maxsize=1)
def _opened(dossier: str) -> Dossier:
    return Dossier.open(dossier)


def _sha256(dossier: Dossier) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(dossier.contents.items()):
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()
