"""The margin of a map: who made it, of what, when and on which terms; every output says the same."""

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.encirclement.sentences import sentences
from geo.version import __version__
from layers.citation import as_line, map_citation
from layers.period import DAY

if TYPE_CHECKING:
    from layers.collection import Layers


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """The margin of a map in one language; None where `dossier.toml` does not say.

    Parameters
    ----------
    language : str
        Language code of the texts, one of `geo.encirclement.sentences.languages`.
    title : str
        Title of the map.
    author, contact, version : str, optional
        Who has made the dossier, how to reach them, and which version it is.
    start, end : date
        The period of the map, half-open.
    evidence_until : date, optional
        Day of the last event or control report: the date of the data.
    made_on : date, optional
        The day taken as today, `--as-of`: the date of production.
    made_with : str
        The program and its version.
    licence : str, optional
        Licence of the dossier's own data: an SPDX expression, an address, or ``no-redistribution``.
    licences : tuple of str
        Licences of the data of others, a line each.
    crs : str
        CRS in which distances and areas are measured.
    disclaimer, boundary_note : str
        What the map does not show, and what its boundaries and names do not say.
    citation : str
        How to cite the map.
    """

    language: str
    title: str
    author: str | None = None
    contact: str | None = None
    version: str | None = None
    start: date
    end: date
    evidence_until: date | None = None
    made_on: date | None = None
    made_with: str
    licence: str | None = None
    licences: tuple[str, ...] = ()
    crs: str = ""
    disclaimer: str
    boundary_note: str
    citation: str = ""

    @classmethod
    def of(cls, layers: "Layers", language: str = "en") -> "Margin":
        """Return the margin of a map in a language."""
        dossier, say = layers.dossier, sentences(language)
        wording = dossier.settings.wording
        translated = {key: texts[language] for key, texts in wording.translated.items() if language in texts}
        days = [*dossier.control["date"], *dossier.events["start_date"].dropna()]
        return cls(
            language=language,
            title=translated.get("title", dossier.title),
            author=wording.author,
            contact=wording.contact,
            version=wording.version,
            start=layers.start,
            end=layers.end,
            evidence_until=max(days, default=None),
            made_on=layers.as_of,
            made_with=f"sitmap {__version__}",
            licence=wording.licence,
            licences=dossier.licences,
            crs=dossier.settings.crs.to_string(),
            disclaimer=say("margin_notes", "disclaimer"),
            boundary_note=translated.get("boundary_note") or wording.boundary_note or say("margin_notes", "boundary"),
            citation=as_line(map_citation(dossier, layers.as_of)),
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The licences of all data, the dossier's own first."""
        return (*([self.licence] if self.licence else []), *self.licences)

    def record(self) -> dict[str, Any]:
        """Return the margin as JSON values by the names of the parameters; what is not known is left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        return {name: list(value) if name == "licences" else value for name, value in plain.items() if value}

    def lines(self) -> list[str]:
        """Return the margin but for its title as lines of text, in the order of their templates.

        Examples
        --------
        >>> from layers import Dossier, build
        >>> build(Dossier.open("northland"), as_of="2026-01-01").margin().lines()[:2]
        ['Author: The sitmap authors.', 'Version 1.']
        """
        say = sentences(self.language)
        values = {name: getattr(self, name) for name in self.record()} | {"last": self.end - DAY}
        shown = {name: say.day(value) if isinstance(value, date) else value for name, value in values.items()}
        # a CRS that is made for the area has no name
        shown |= {"crs": say("margin_notes", "own_crs")} if self.crs.startswith("+") else {}
        shown |= {"licences": say.joined(self.licences, "semicolon")} if self.licences else {}
        given = {name: template for name, template in say.section("margin").items() if name in shown}
        return [template.format(**shown) for template in given.values()]
