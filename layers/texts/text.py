"""Decode text from the bytes of a file."""

import codecs

from layers.errors import NoTextError

# Word documents are archives
_ZIP = b"PK\x03\x04"
ENCODING = "a text in UTF-8, or in UTF-16 with a byte order mark"
"""The encodings of texts."""


def decoded(raw: bytes) -> str:
    r"""Decode a text in UTF-8, or in UTF-16 (called Unicode by Windows programs) with a byte order mark.

    Raises
    ------
    NoTextError
        If the bytes are neither.

    Examples
    --------
    >>> decoded("a\r\nb".encode("utf-16"))
    'a\nb'
    """
    if raw.startswith(_ZIP):
        raise NoTextError(1, "PK", ENCODING, is_binary=True)
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in raw and not is_wide:
            raise NoTextError(raw[: raw.index(b"\0")].count(b"\n") + 1, "\0", ENCODING, is_binary=True) from error
        raise NoTextError(raw[: error.start].count(b"\n") + 1, f"byte {raw[error.start]:#x}", ENCODING) from error
    if "\0" in text:
        raise NoTextError(text[: text.index("\0")].count("\n") + 1, "\0", ENCODING, is_binary=True)
    return text.replace("\r\n", "\n")
