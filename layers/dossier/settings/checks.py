"""The checks of a dossier by their ids, and the table `[silence]` of `dossier.toml`, which turns warnings off."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from geo.errors import Problem, counted
from layers.dossier.settings.toml_file import FILE, TomlFile

KEY = "silence"


@cache
def checks() -> Mapping[str, str]:
    """Read what each check finds and what to do about it, by its id.

    Examples
    --------
    >>> checks()["C105"]
    'Two columns have one name. Rename one.'
    """
    return tomllib.loads((files("layers.dossier.settings") / "checks.toml").read_text(encoding="utf-8"))


def read_silence(file: TomlFile) -> dict[str, str]:
    """Read the reasons by the id of their check; ids that are none of a warning are recorded as problems."""
    section, reasons = file.table(KEY), dict[str, str]()
    for check, reason in section.cells.items():
        if check not in checks():
            section.wrong("C147", check, "the id of a check, as warnings end with it", check)
        elif not Problem(check, FILE, 0, "", "", "").warning:
            section.wrong("C148", check, f"the id of a warning; {check} is an error, which must be mended", check)
        elif not isinstance(reason, str) or not reason.strip():
            section.wrong("C148", check, "a reason in quotation marks")
        else:
            reasons[check] = reason.strip()
    return reasons


def silenced(problems: Iterable[Problem], silence: Mapping[str, str]) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Return the warnings that are not turned off, and by id of the check a line on the number of those that are.

    Examples
    --------
    >>> silenced([Problem("C207", "events.csv", 2, "sources", "", "E1 has no source")], {"C207": "all are known"})
    ((), {'C207': '1 warning of C207 silenced in dossier.toml'})
    """
    problems = tuple(problems)
    counts = Counter(problem.check for problem in problems if problem.check in silence)
    lines = {check: f"{counted(counts[check], 'warning')} of {check} silenced in {FILE}" for check in sorted(counts)}
    return tuple(problem for problem in problems if problem.check not in silence), lines
