"""Find addresses and scripts in HTML: the files that a browser would load, and the code that a browser would run."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

# attributes of any element with an address that the browser loads by itself
_LOADING = {"src", "srcset", "poster", "background"}
# attributes of these elements only: in other elements the address is a link
_LOADING_IN = {
    **{tag: {"href", "xlink:href"} for tag in ("link", "image", "use", "feimage", "base")},
    "object": {"data"},
}
_IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')\s]+)|@import\s+[\"']([^\"']+)", re.IGNORECASE)


def loaded(html: str) -> list[str]:
    """Return the addresses that a piece of HTML would load; links, data URIs and fragments of the page load nothing.

    Examples
    --------
    >>> loaded('<a href="https://a.example">a</a><img src="https://b.example/b.png">')
    ['https://b.example/b.png']
    >>> loaded('<p style="background: url(c.png)"><svg><use href="#sign"/></svg>')
    ['c.png']
    """
    return _read(html).addresses


def inline_scripts(html: str) -> list[str]:
    """Return the exact text of each script in a piece of HTML.

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
    """Parser that collects loaded addresses and inline scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self._in: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetching = _LOADING | _LOADING_IN.get(tag, set())
        given = {name: value for name, value in attrs if value}
        self._add(value for name, value in given.items() if name in fetching)
        self._styled(given.get("style", ""))
        # a refresh loads another page
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self._add([given.get("content", "")])
        self._in = tag if tag == "style" or (tag == "script" and "src" not in given) else None
        if self._in == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        elif self._in == "style":
            self._styled(data)

    def handle_endtag(self, tag: str) -> None:
        self._in = None if tag == self._in else self._in

    def _styled(self, style: str) -> None:
        self._add(quoted or imported for quoted, imported in _IN_STYLE.findall(style))

    def _add(self, addresses: Iterable[str]) -> None:
        self.addresses += [address for address in addresses if not address.lower().startswith(("data:", "#"))]
