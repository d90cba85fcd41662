"""The gazetteers that `dossier.toml` lists: files of places in its folder, and packs that the user has added."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.errors import GazetteerError, PlacesFileError, Problems
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.packs import PACKS, open_pack
from geo.readers.contents import read_contents
from layers.dossier.settings.toml_file import Section

KEY = "gazetteers"


@dataclass(frozen=True)
class NamedGazetteers:
    """The gazetteers in which names are looked up after the dossier's own places and before the world's.

    Parameters
    ----------
    gazetteer : Gazetteer
        All gazetteers, joined in order.
    packs : mapping
        The origin of each pack, with its SHA-256; see `geo.gazetteer.packs.origin`.
    complete : bool
        True if all could be read; if not, a name may be unknown only because its gazetteer is missing.
    """

    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    packs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    complete: bool = True


def open_gazetteers(root: Path, top: Section, problems: Problems) -> NamedGazetteers:
    """Open the gazetteers that a dossier lists; those that cannot be read are recorded as problems and left out.

    Parameters
    ----------
    root : Path
        The dossier's folder.
    top : Section
        The top of its `dossier.toml`.
    problems : Problems
        The list to which problems are added.
    """
    before, names = len(problems.errors), dict.fromkeys(top.texts(KEY))
    opened = Gazetteer()
    packs: dict[str, Mapping[str, str]] = {}
    for name in names:
        is_file = name == Path(name).name and (root / name).is_file()
        try:
            if not is_file and name not in PACKS.names():
                expected = f"a file of places in the dossier's folder, or a pack out of {PACKS.listed()}"
                top.wrong("C145", KEY, f"{expected}; packs are added by sitmap gazetteer add", name)
                continue
            if is_file:
                opened |= Gazetteer.read(root / name)
                # an archive is read in parts; here it is recorded as a whole
                read_contents(root / name)
            else:
                index = open_pack(name)
                opened |= Gazetteer(index)
                packs[name] = index.origin
        except PlacesFileError as error:
            # for an archive, problems name the file inside; report the archive instead
            problems.extend(replace(problem, file=name) for problem in error.problems)
        except GazetteerError as error:
            top.wrong("C145", KEY, f"a pack that can be read; {error}", name)
    return NamedGazetteers(opened, packs, complete=len(problems.errors) == before)
