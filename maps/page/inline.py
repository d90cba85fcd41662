"""What may stand inside a script element of a page, and the hash by which a Content-Security-Policy lets it run.

Follows the HTML standard's restrictions for the contents of script elements and CSP Level 3's hash sources.
"""

import base64
import hashlib
import json
import re

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def encodable(text: str) -> str:
    r"""Text that can be written as UTF-8 and stand in HTML: null bytes and lone surrogates become U+FFFD.

    Examples
    --------
    >>> encodable("a\x00b")
    'a�b'
    """
    return _LONE_SURROGATE.sub("\ufffd", text.replace("\x00", "\ufffd"))


def json_text(value: object) -> str:
    r"""JSON that is safe inside a script element: nothing in it can end the element or start a comment.

    Raises
    ------
    ValueError
        If a number is not finite: JSON has no word for it.

    Examples
    --------
    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text.translate(_JSON_ESCAPES))


def script_text(code: str) -> str:
    r"""JavaScript as a browser will see it between script tags.

    Line ends are normalised as the HTML parser does, because the hash is taken of what it has parsed. A closing tag or
    a comment's start can only stand in a string or a template there, where a backslash before it changes nothing.

    Examples
    --------
    >>> script_text('let a = "</script>";\r\n')
    'let a = "<\\/script>";\n'
    """
    code = encodable(code).replace("\r\n", "\n").replace("\r", "\n")
    code = re.sub(r"</(script)", r"<\\/\1", code, flags=re.IGNORECASE)
    return code.replace("<!--", r"<\!--")


def csp_hash(script: str) -> str:
    """CSP source of a script's exact text.

    Examples
    --------
    >>> csp_hash("alert('Hello, world.');")  # the standard's own example
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
