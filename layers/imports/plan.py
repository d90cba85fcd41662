"""The plan of an import: what it adds to a dossier's tables, what it refuses, and what it tells."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from geo.errors import Problem
from geo.readers.appendix import Appendix
from layers.dossier.changes import change_tables
from layers.imports.mapping import ColumnMapping
from layers.imports.record import record_name, sha256_of, write_record
from layers.schema.dossier_tables import TABLES


@dataclass
class ImportPlan:
    """The rows that an import adds to a dossier, and those that it refuses.

    Parameters
    ----------
    folder : Path
        The dossier.
    mappings : list of ColumnMapping
        How each table of the file is read.
    added : dict of str to Appendix
        Rows to add or write anew, by file.
    known, changed : int
        Numbers of rows that are there already, with the same and with other content.
    refused : int
        Number of rows that cannot be used.
    told : list of str
        Assumptions, and counts of what is to be looked at.
    problems : tuple of Problem
        The problems of the rows that are refused.
    lines : dict of str to list
        For each file the numbers of the rows in its appendix, with their lines in the imported file.
    rewritten : dict of str to list
        For each file the lines in the imported file, and the source's cells, of rows that are written anew.
    """

    folder: Path
    mappings: list[ColumnMapping] = field(default_factory=list)
    added: dict[str, Appendix] = field(default_factory=dict)
    known: int = 0
    changed: int = 0
    refused: int = 0
    told: list[str] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    lines: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    rewritten: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def write(self, path: Path) -> list[str]:
        """Add the rows to the dossier's files, all or none, with a record of the imported file; return their names."""
        writers = {name: appendix.write for name, appendix in self.added.items() if appendix.is_changed}
        if not writers:
            return []
        for table, appendix in self.added.items():
            mapping = next((one for one in self.mappings if TABLES[one.words.table].file == table), None)
            if mapping is not None and appendix.is_changed:
                head = {
                    "file": path.name,
                    "sha256": sha256_of(path),
                    "table": table,
                    "vocabulary": mapping.words.name,
                    "mapping": mapping.columns,
                    "columns": appendix.columns,
                    "delimiter": appendix.delimiter,
                }
                texts = ((line, appendix.text(number)) for number, line in self.lines[table])
                rows = (*((line, text) for line, text in texts if text is not None), *self.rewritten[table])
                name = record_name(self.folder, f"{path.name} {table}")
                writers[name] = partial(write_record, head=head, rows=rows)
        change_tables(self.folder, writers, f"import of {path.name}")
        return list(writers)
