"""What a piece of HTML that an author adds to the page would load and run."""

from html.parser import HTMLParser

_LOADING_TAGS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "video": "src", "audio": "src"}


def loaded(html: str) -> list[str]:
    """Addresses that the tags of a piece of HTML would load; a link to follow loads nothing.

    Examples
    --------
    >>> loaded('<a href="https://a.example">a</a><img src="https://b.example/b.png">')
    ['https://b.example/b.png']
    """
    return _read(html).addresses


def inline_scripts(html: str) -> list[str]:
    """Exact text of the scripts in a piece of HTML.

    Examples
    --------
    >>> inline_scripts("<p>a</p><script>let a = 1 < 2;</script>")
    ['let a = 1 < 2;']
    """
    return _read(html).scripts


def _read(html: str) -> "_Reader":
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Collects addresses that are loaded and code that is run."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get(_LOADING_TAGS.get(tag, ""))
        if address and not address.startswith("data:"):
            self.addresses.append(address)
        self._in_script = tag == "script" and not address
        if self._in_script:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"
