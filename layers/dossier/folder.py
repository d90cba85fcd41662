"""The folder of a dossier, its files and their state."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from geo.boundaries.outlines import PACKS as OUTLINES
from geo.errors import Problem, Problems
from geo.gazetteer.packs import PACKS
from layers.errors import DossierError

BUNDLED = "idlib-2020"


def find_folder(path: str | Path) -> Path:
    """Return the folder of a dossier: the path if it exists, or else the bundled dossier of that name.

    Raises
    ------
    DossierError
        If there is no such folder.

    Examples
    --------
    >>> find_folder("idlib-2020").name
    'idlib-2020'
    """
    folder, bundled = Path(path), Path(str(files("layers"))) / "bundled"
    if not folder.exists() and str(path) == folder.name and (bundled / folder.name).is_dir():
        folder = bundled / folder.name
    if not folder.is_dir():
        names = ", ".join(sorted(one.name for one in bundled.iterdir() if one.is_dir()))
        nothing = f"a folder with a dossier; there is none here, and the bundled ones are {names}"
        expected = "a folder, and this is a file" if folder.exists() else nothing
        raise DossierError(str(path), (Problem("C128", str(path), 0, "", "", expected),))
    if not is_unicode(folder.resolve().name):
        raise DossierError(
            str(path), (Problem("C127", str(path), 0, "", "", "a folder with a name in UTF-8; rename it"),)
        )
    return folder


def is_unicode(name: str) -> bool:
    """Return False for the name of a file whose bytes are no UTF-8, in which outputs name files.

    Examples
    --------
    >>> import os
    >>> is_unicode("إدلب"), is_unicode(os.fsdecode("Idlíb".encode("latin-1")))
    (True, False)
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_names(paths: Iterable[Path], problems: Problems) -> None:
    """Add a problem for each file whose name is no UTF-8."""
    for path in paths:
        if not is_unicode(path.name):
            problems.add("C127", path.name, 0, "", "", "a file with a name in UTF-8; rename it")


def dossier_files(folder: Path) -> list[Path]:
    """Return the files of a dossier and of its folder `reports`, sorted; other folders are ignored."""
    return sorted(path for path in [*folder.iterdir(), *(folder / "reports").glob("*")] if path.is_file())


def files_state(path: str | Path, read: Iterable[Path] = ()) -> tuple[tuple[str, int, int], ...]:
    """Return path, modification time and size of each file that a dossier is read from, including installed packs.

    Parameters
    ----------
    path : str or Path
        The dossier, as for `layers.Dossier.open`; if it does not exist, only packs are listed.
    read : iterable of Path, optional
        Files that it was read from, which may lie in other folders of it.
    """
    try:
        paths = dossier_files(find_folder(path))
    except DossierError:
        paths = []
    found = {*paths, *(file for file in read if file.is_file())}
    packs = *PACKS.files(), *OUTLINES.files()
    return tuple((str(file), (stat := file.stat()).st_mtime_ns, stat.st_size) for file in (*sorted(found), *packs))
