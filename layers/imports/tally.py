"""What an import tells of its rows, counted by kind with the lines on which it is found."""

from geo.errors import counted

_LISTED = 5


class Tally:
    """Counts of remarks on the rows of one file."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def add(self, remark: str, line: int) -> None:
        """Count a remark on a line."""
        self._counts[remark] = self._counts.get(remark, 0) + 1
        lines = self._lines.setdefault(remark, [])
        if len(lines) < _LISTED:
            lines.append(line)

    def count(self, remark: str) -> int:
        """Return the number of rows with a remark."""
        return self._counts.get(remark, 0)

    def lines(self) -> list[str]:
        """Return one line of text a remark, in the order in which they were found first."""
        return [f"{counted(count, 'row')}: {remark} ({self._where(remark)})" for remark, count in self._counts.items()]

    def _where(self, remark: str) -> str:
        lines, count = self._lines[remark], self._counts[remark]
        more = f" and {count - len(lines)} more" if count > len(lines) else ""
        return f"line{'' if count == 1 else 's'} {', '.join(map(str, lines))}{more}"
