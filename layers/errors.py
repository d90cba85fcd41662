"""What is wrong with a dossier: every finding names file, line, column, value and what was expected."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.errors import SitmapError

# of a value, so much that a message stays one line
_LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding, an error unless `warning`; line 0 stands for the whole file."""

    file: str
    line: int
    column: str
    value: str
    expected: str
    warning: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        """Write it as one line, as compilers do."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        value = self.value if len(self.value) <= _LONGEST else self.value[: _LONGEST - 3] + "..."
        told = self.expected if self.warning else f"expected {self.expected}"
        parts = (where, self.column, f"{value!r}; {told}" if value else told)
        return one_line(": ".join(part for part in parts if part))


def one_line(text: str) -> str:
    r"""Write characters that control a terminal, end a line or turn its direction as escapes, as `repr` does.

    Examples
    --------
    >>> one_line("first\nsecond")
    'first\\nsecond'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def counted(number: int, noun: str) -> str:
    """Give a number of things in words.

    Examples
    --------
    >>> counted(1, "error"), counted(0, "warning")
    ('1 error', '0 warnings')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Problems:
    """A list that all readers of a dossier add to, so that one run tells everything."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self._found)))

    def add(self, file: str, line: int, column: str, value: object, expected: str) -> None:
        """Record an error."""
        self._found.append(Problem(file, line, column, "" if value is None else str(value), expected))

    def warn(self, file: str, line: int, column: str, value: object, why: str) -> None:
        """Record something that is left out, or that the reader should know."""
        self._found.append(Problem(file, line, column, "" if value is None else str(value), why, warning=True))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be put right before anything is built."""
        return tuple(problem for problem in self if not problem.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is left out, and why."""
        return tuple(problem for problem in self if problem.warning)


class DossierError(SitmapError, ValueError):
    """A dossier cannot be used; `problems` lists all that is wrong with it, `warnings` what else was found."""

    def __init__(self, path: str, problems: tuple[Problem, ...], warnings: tuple[Problem, ...] = ()) -> None:
        self.path, self.problems, self.warnings = path, problems, warnings
        told = f"{one_line(path)}: {counted(len(problems), 'error')}"
        super().__init__("\n".join([told, *(f"  {problem}" for problem in problems)]))
