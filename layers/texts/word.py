"""Word documents (ECMA-376, WordprocessingML) as text, in the view that accepts all tracked changes.

Paragraphs and tables, content controls, fields, hyperlinks, text boxes, insertions and moved text are read where they
stand, then footnotes, endnotes, headers and footers. Deletions, comments and text that Word does not show are left out.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from geo.readers.contents import unpacks_to_too_much
from layers.errors import ReportFileError
from layers.texts.text import refusing

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# deleted and moved-away text, codes of fields, and properties, which have names of bookmarks and styles
_LEFT_OUT = frozenset({"moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "tblPr", "tcPr"})
_NOTES = ("footnotes", "endnotes", "header", "footer")
# elements of a few letters take some twenty times as much memory
_LARGEST_BYTES = 16_000_000


class WordText(NamedTuple):
    """The text of a document, the kinds of text that are left out, and the day on which it was last changed."""

    text: str
    left_out: tuple[str, ...]
    modified: date | None


def read_word(name: str, raw: bytes) -> WordText:
    """Read a document.

    Raises
    ------
    ReportFileError
        If it is no Word document, is encrypted, or unpacks to more than is plausible.
    """
    # imported here: the import takes a third of a second, and most reports are plain text
    from docx import Document  # noqa: PLC0415

    with refusing(name, "a Word document"):
        _check_size(name, raw)
        document = Document(io.BytesIO(raw))
        reader = _Reader(document.styles.element)
        texts = [reader.text_of(document.element.body)]
        changed = document.core_properties.modified
        parts = {str(part.partname): part for part in document.part.package.iter_parts()}
        for kind in _NOTES:
            for _, part in sorted(parts.items()):
                if kind in part.partname.filename and part.content_type.endswith("+xml"):
                    texts += [reader.text_of(note) for note in _root(part) if _is_text(note)]
    text = "\n".join(part.rstrip("\n") for part in texts if part.strip())
    return WordText(text, tuple(sorted(reader.left_out)), changed.date() if changed else None)


def _check_size(name: str, raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        problem = unpacks_to_too_much(archive, len(raw))
        texts = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels")))
    if problem or texts > _LARGEST_BYTES:
        problem = problem or f"a document of {texts:,} bytes without its pictures; at most {_LARGEST_BYTES:,} are read"
        raise ReportFileError(f"{name}: {problem}")


def _root(part: Any) -> Any:  # noqa: ANN401 - of python-docx, which publishes no types
    from docx.oxml import parse_xml  # noqa: PLC0415 - as above

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _is_text(note: Any) -> bool:  # noqa: ANN401 - an element of lxml
    """Return True for a note or a block; the lines that separate notes from the text are notes of a type."""
    return isinstance(note.tag, str) and note.get(f"{_WORD}type") is None


class _Reader:
    """A reader of elements; it gathers the kinds of text that it leaves out."""

    def __init__(self, styles: Any) -> None:  # noqa: ANN401 - an element of lxml
        self.left_out: set[str] = set()
        self._boxes: list[str] = []
        self._styles = {style.get(f"{_WORD}styleId"): style for style in styles.iter(f"{_WORD}style")}

    def text_of(self, element: Any) -> str:  # noqa: ANN401 - the same
        return "".join(self._parts(element, is_hidden=False))

    def _parts(self, element: Any, *, is_hidden: bool) -> Iterator[str]:  # noqa: ANN401 - the same
        name = element.tag.removeprefix(_WORD) if isinstance(element.tag, str) else ""
        if name in _LEFT_OUT:
            return
        if name == "del":
            if any(text.text for text in element.iter(f"{_WORD}delText")):
                self.left_out.add("tracked deletions")
        elif name == "commentReference":
            self.left_out.add("comments")
        elif name in {"t", "sym"} and is_hidden:
            self.left_out.add("hidden text")
        elif name == "t":
            yield element.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == f"{_COMPATIBLE}AlternateContent":
            # the same text box twice, for programs of two ages
            yield from self._parts(element[0], is_hidden=is_hidden)
        else:
            yield from self._children(element, name, is_hidden=is_hidden)

    def _children(self, element: Any, name: str, *, is_hidden: bool) -> Iterator[str]:  # noqa: ANN401 - the same
        if name in {"p", "r"}:
            is_hidden = self._is_hidden(element.find(f"{_WORD}{name}Pr"), is_hidden=is_hidden)
        if name == "txbxContent":
            # anchored within a word, it stands beside the paragraph
            outer, self._boxes = self._boxes, []
            content = "".join(self._each(element, is_hidden=is_hidden))
            self._boxes = [*outer, content]
            return
        yield from self._each(element, is_hidden=is_hidden)
        if name == "p":
            boxes, self._boxes = self._boxes, []
            yield from ("\n", *boxes)

    def _each(self, element: Any, *, is_hidden: bool) -> Iterator[str]:  # noqa: ANN401 - the same
        for child in element:
            yield from self._parts(child, is_hidden=is_hidden)

    def _is_hidden(self, properties: Any, *, is_hidden: bool) -> bool:  # noqa: ANN401 - the same
        """Return True if properties, or else their style and the styles that it is based on, hide text."""
        if properties is None:
            return is_hidden
        found = None if properties.tag == f"{_WORD}pPr" else properties.find(f"{_WORD}vanish")
        style, seen = properties.find(f"{_WORD}rStyle"), set()
        style = properties.find(f"{_WORD}pStyle") if style is None else style
        while found is None and style is not None and style.get(f"{_WORD}val") not in seen:
            seen.add(style.get(f"{_WORD}val"))
            defined = self._styles.get(style.get(f"{_WORD}val"))
            if defined is None:
                break
            found, style = defined.find(f"{_WORD}rPr/{_WORD}vanish"), defined.find(f"{_WORD}basedOn")
        return is_hidden if found is None else found.get(f"{_WORD}val", "true") not in {"0", "false", "off"}
