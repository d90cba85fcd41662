"""Licences of data: identifiers of the SPDX licence list, addresses, and the word for what must not be passed on."""

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from geo.readers.row import Row
from layers.dossier.csv_rows import nearest

NO_REDISTRIBUTION = "no-redistribution"


def read_licence(row: Row, *, strict: bool = True) -> str | None:
    """Read the licence of a row, or of the top of `dossier.toml`.

    Parameters
    ----------
    row : Row
        The row, with a cell `licence` or without.
    strict : bool
        True to record an unknown licence as an error, False as a warning: data of others have terms of any wording.
    """
    text = row.text("licence")
    if text and not is_licence(text):
        expected = f"an SPDX id such as CC-BY-4.0, an address, or {NO_REDISTRIBUTION}"
        # a mistyped prohibition must not publish anything
        if strict or nearest(text, (NO_REDISTRIBUTION,)):
            row.wrong("C124", "licence", expected)
            return None
        row.wrong("C225", "licence", f"expected {expected}")
    return text


def is_licence(text: str) -> bool:
    """Return True for the address of a licence, an SPDX expression, or the word for what must not be passed on.

    Examples
    --------
    >>> is_licence("CC-BY-4.0"), is_licence("https://example.org/terms"), is_licence("free")
    (True, True, False)
    """
    if text == NO_REDISTRIBUTION or text.startswith(("http://", "https://")):
        return True
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True
