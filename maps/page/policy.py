"""The Content-Security-Policy of the page, and the hashes by which it allows scripts.

Source of truth: Content Security Policy Level 3.
"""

import base64
import hashlib
from collections.abc import Iterable


def policy(scripts: Iterable[str], remote_scripts: Iterable[str], *, network: bool) -> str:
    """Return a policy that allows the scripts in the page and, with the network, the files that its layers need.

    Parameters
    ----------
    scripts : iterable of str
        Exact texts of the scripts in the page.
    remote_scripts : iterable of str
        Addresses of the scripts that the page may load.
    network : bool
        True if layers may load files over HTTPS.

    Examples
    --------
    >>> policy([], ["https://a.example/a.js"], network=False)[:59]
    "default-src 'none'; script-src https://a.example/a.js; styl"
    """
    fetch = " https:" if network else ""
    directives = {
        "default-src": "'none'",
        "script-src": " ".join([*map(csp_hash, dict.fromkeys(scripts)), *remote_scripts]),
        "style-src": f"'unsafe-inline'{fetch}",
        "img-src": f"data:{fetch}",
        "font-src": f"data:{fetch}",
        **({"connect-src": "https:", "frame-src": "data: https:"} if network else {}),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def csp_hash(script: str) -> str:
    """Return the CSP source expression of a script's exact text.

    Examples
    --------
    >>> csp_hash("alert('Hello, world.');")  # the standard's own example
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
