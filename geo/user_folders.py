"""The user's own folders: of what can be made anew at any time (cache), and of what a user has added (data)."""

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_dir, user_data_dir

from geo.errors import UserFolderError


def cache_folder() -> Path:
    """Return the folder of what can be made anew at any time.

    Raises
    ------
    UserFolderError
        If the user has no home directory.
    """
    return _folder(user_cache_dir, "XDG_CACHE_HOME")


def data_folder() -> Path:
    """Return the folder of what a user has added, such as packs of places.

    Raises
    ------
    UserFolderError
        If the user has no home directory.
    """
    return _folder(user_data_dir, "XDG_DATA_HOME")


def _folder(find: Callable[[str], str], variable: str) -> Path:
    try:
        return Path(find("sitmap"))
    except RuntimeError as error:
        raise UserFolderError(
            f"no folder for sitmap's own files is known: set HOME, or {variable} to a folder"
        ) from error
