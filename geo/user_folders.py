"""The user's own folders: of what can be made anew at any time (cache), and of what a user has added (data)."""

from pathlib import Path

from platformdirs import user_cache_dir, user_data_dir

from geo.errors import UserFolderError

_NONE = "no folder for sitmap's own files is known: set HOME, or {} to a folder"


def cache_folder() -> Path:
    """Return the folder of what can be made anew at any time.

    Raises
    ------
    UserFolderError
        If the user has no home directory.
    """
    try:
        return Path(user_cache_dir("sitmap"))
    except RuntimeError as error:
        raise UserFolderError(_NONE.format("XDG_CACHE_HOME")) from error


def data_folder() -> Path:
    """Return the folder of what a user has added, such as packs of places.

    Raises
    ------
    UserFolderError
        If the user has no home directory.
    """
    try:
        return Path(user_data_dir("sitmap"))
    except RuntimeError as error:
        raise UserFolderError(_NONE.format("XDG_DATA_HOME")) from error
