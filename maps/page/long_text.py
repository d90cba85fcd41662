"""Text that is longer than anybody reads on a map: its beginning is shown, and how much is not."""

from typing import Any

_MOST = 10_000


def shortened(value: Any) -> Any:  # noqa: ANN401 - plain JSON values of any shape
    """Plain values with every text cut that would stop a browser; what is cut says by how much.

    Examples
    --------
    >>> shortened(["a", 1, {"b": "c" * 1_000_000}])[2]["b"][-28:]
    'c… (990,000 characters more)'
    """
    if isinstance(value, str):
        more = len(value) - _MOST
        return f"{value[:_MOST]}… ({more:,} characters more)" if more > 0 else value
    if isinstance(value, list | tuple):
        return [shortened(part) for part in value]
    if isinstance(value, dict):
        return {key: shortened(part) for key, part in value.items()}
    return value
