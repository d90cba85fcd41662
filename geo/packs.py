"""Packs: what a user has added, each a file in the user's data folder that dossiers name; fetched files."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geo.atomic_write import at_once
from geo.errors import SitmapError
from geo.user_folders import data_folder

_TIMEOUT_S = 60


@dataclass(frozen=True)
class Packs:
    """The packs of one kind.

    Parameters
    ----------
    kind : str
        The folder of their files in the user's data folder.
    suffix : str
        The end of the name of each file, after the name of the pack.
    error : type
        The error of a name that no pack has.
    """

    kind: str
    suffix: str
    error: type[SitmapError]

    @property
    def folder(self) -> Path:
        """The folder of the files, which need not exist."""
        return data_folder() / self.kind

    def files(self) -> list[Path]:
        """Return the files of the packs that were added; they change when a pack is added again."""
        return sorted(self.folder.glob(f"[!.]*{self.suffix}"))

    def names(self) -> list[str]:
        """Return the names of the packs that were added."""
        return [path.stem for path in self.files()]

    def listed(self) -> str:
        """Write the names of the packs that were added."""
        return ", ".join(self.names()) or "none"

    def path(self, name: str) -> Path:
        """Return the file of the pack of a name, whether there is one or not."""
        return self.folder / f"{name}{self.suffix}"

    def remove(self, name: str) -> None:
        """Remove a pack; an error is raised if none of the name was added."""
        if name not in self.names():
            raise self.error(f"{name!r}: no pack of this name; packs: {self.listed()}")
        path = self.path(name)
        with at_once(path):
            path.unlink()


def fetched(url: str, error: type[SitmapError], missing: str, elsewhere: str) -> bytes:
    """Fetch a file whole.

    Parameters
    ----------
    url : str
        Its address, http or https.
    error : type
        The error to raise if it cannot be fetched.
    missing, elsewhere : str
        Parts of the message: where the server has no such file, and what can be done where it cannot be reached.
    """
    import requests  # noqa: PLC0415 - two commands need it

    try:
        answer = requests.get(url, timeout=_TIMEOUT_S)
        answer.raise_for_status()
    except requests.HTTPError as failure:
        status = failure.response.status_code if failure.response is not None else "with an error"
        raise error(f"{missing}; {url} answers {status}") from failure
    except requests.ConnectionError as failure:
        server = urlsplit(url)
        raise error(f"cannot reach {server.scheme}://{server.netloc}; {elsewhere}") from failure
    except requests.RequestException as failure:
        raise error(f"{url}: cannot be fetched whole; try again") from failure
    content: bytes = answer.content
    return content
