"""The gazetteers that a dossier names: files of places in its folder, and packs that its user has added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import GazetteerError, PlacesFileError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.packs import installed, origin
from layers.dossier.settings.toml_file import Section
from layers.errors import Problems

KEY = "gazetteers"


@dataclass(frozen=True)
class NamedGazetteers:
    """What a dossier looks names up in after its own places and before the world's.

    Parameters
    ----------
    gazetteer : Gazetteer
        All of them, in order.
    packs : mapping
        Of each pack what it was made of, with the SHA-256; see `geo.gazetteer.packs.origin`.
    complete : bool
        Whether all could be used; otherwise nobody can tell which names are unknown.
    """

    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    packs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    complete: bool = True


def open_gazetteers(root: Path, head: Section, problems: Problems) -> NamedGazetteers:
    """Open the gazetteers that the head of a dossier names; those that cannot be used are recorded and left out.

    Parameters
    ----------
    root : Path
        The dossier's folder.
    head : Section
        The top of its `dossier.toml`.
    problems : Problems
        Where problems are recorded.
    """
    before, names = len(problems.errors), dict.fromkeys(head.texts(KEY))
    opened = Gazetteer()
    packs: dict[str, Mapping[str, str]] = {}
    for name in names:
        is_file = name == Path(name).name and (root / name).is_file()
        try:
            if not is_file and name not in installed():
                known = ", ".join(installed()) or "none"
                expected = f"a file of places in the dossier's folder, or a pack out of {known}"
                head.wrong(KEY, name, f"{expected}; packs are added by sitmap gazetteer add")
                continue
            opened |= Gazetteer.read(root / name) if is_file else Gazetteer.pack(name)
            if not is_file:
                packs[name] = origin(name)
        except PlacesFileError as error:
            for fault in error.faults:
                problems.add(name, fault.line, fault.column, fault.value, fault.expected)
        except GazetteerError as error:
            head.wrong(KEY, name, f"a pack that can be read; {error}")
    return NamedGazetteers(opened, packs, complete=len(problems.errors) == before)
