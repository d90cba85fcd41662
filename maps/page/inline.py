"""Prepare text for inclusion in a page.

Source of truth: the HTML standard's restrictions for the contents of script elements.
"""

import json
import re
from typing import Any

# greatest number of characters of one text; longer texts can freeze a browser
_LONGEST = 10_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def shortened(value: Any) -> Any:  # noqa: ANN401 - plain JSON values of any shape
    """Return JSON values with texts cut after 10,000 characters; the number of characters cut off is added.

    Examples
    --------
    >>> shortened(["a", 1, {"b": "c" * 1_000_000}])[2]["b"][-28:]
    'c… (990,000 characters more)'
    """
    if isinstance(value, str):
        more = len(value) - _LONGEST
        return f"{value[:_LONGEST]}… ({more:,} characters more)" if more > 0 else value
    if isinstance(value, list | tuple):
        return [shortened(part) for part in value]
    if isinstance(value, dict):
        return {key: shortened(part) for key, part in value.items()}
    return value


def encodable(text: str) -> str:
    r"""Return text that UTF-8 and HTML allow: null bytes and lone surrogates become U+FFFD.

    Examples
    --------
    >>> encodable("a\x00b")
    'a�b'
    """
    return _LONE_SURROGATE.sub("\ufffd", text.replace("\x00", "\ufffd"))


def json_text(value: object) -> str:
    r"""Write a value as JSON that cannot end the script element that holds it, nor start a comment.

    Raises
    ------
    ValueError
        If a number is not finite: JSON cannot express it.

    Examples
    --------
    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text.translate(_JSON_ESCAPES))


def script_text(code: str) -> str:
    r"""Return JavaScript as a browser reads it between script tags.

    Line ends are normalised as the HTML parser normalises them, because the browser hashes the parsed text. A closing
    tag or the start of a comment can only stand in a string or a template, where a backslash changes nothing.

    Examples
    --------
    >>> script_text('let a = "</script>";\r\n')
    'let a = "<\\/script>";\n'
    """
    code = encodable(code).replace("\r\n", "\n").replace("\r", "\n")
    code = re.sub(r"</(script)", r"<\\/\1", code, flags=re.IGNORECASE)
    return code.replace("<!--", r"<\!--")
