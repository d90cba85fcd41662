"""The Content-Security-Policy of the page (CSP Level 3)."""

from collections.abc import Iterable

from maps.page.inline import csp_hash


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
        **({"font-src": "data: https:", "connect-src": "https:", "frame-src": "data: https:"} if network else {}),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
