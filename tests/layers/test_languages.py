"""Languages of reports: all expressions are valid, all lists that the code names exist, a new language is a file."""

import ast
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from geo.languages.language_files import languages
from layers.reading.dates.rules import rules
from layers.reading.words import codes, entries, expressions, filled

COMPUTED = {"numeral": "x", "figures": "x", "number": "x", "no_number": "", "year": "x"}
NAME = r"\{([a-z_]+(?:\.[a-z_]+)?(?:\+[a-z_.]+)*)\}"


def _named_in(text: str) -> set[str]:
    return {name for names in re.findall(NAME, text) for name in names.split("+")} - COMPUTED.keys()


def _named_in_code(path: Path) -> set[str]:
    """Return the lists named in templates, and in calls of the functions that take the name of a list."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= _named_in(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"whole", "words"}:
            [name] = node.args
            found |= set(name.value.split("+")) if isinstance(name, ast.Constant) else set()
    return found - {"table.list", "a.b", "c.d", "table"}


MODULES = sorted(Path(str(files("layers.reading"))).rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_list_that_the_code_names_exists(module: Path) -> None:
    for name in _named_in_code(module):
        entries(name, "en")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_compiles_an_expression_when_it_is_imported(module: Path) -> None:
    compiling = {"compile", "expression", "expressions", "whole", "filled", "words"}
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            called = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(statement)}
            assert not called & compiling or isinstance(statement, ast.ImportFrom)


def test_a_list_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"verbs\.remot'"):
        filled("{verbs.remot}")


@pytest.mark.parametrize("code", codes())
def test_every_expression_of_a_language_is_valid(code: str) -> None:
    for table, lists in languages("reports")[code].items():
        for key in lists if isinstance(lists, dict) and table != "calendar" else ():
            for entry in lists[key]:
                re.compile(filled(entry, code, **COMPUTED), re.IGNORECASE)
    for rule in languages("reports")[code].get("speakers", ()):
        assert "who" in re.compile(filled(rule["find"], code)).groupindex


def test_the_rules_for_dates_name_the_parts_that_they_read() -> None:
    assert all(
        pattern.groupindex.keys() <= {"day", "days", "first", "last", "month", "next", "weekday", "weeks", "year"}
        for pattern, _ in rules()
    )
    assert all({"count"} == pattern.groupindex.keys() for pattern in expressions("posts.groups"))


NEW_LANGUAGE = """
from datetime import date
from geo.languages import language_files

known = language_files.languages
swedish = {
    "reports": {
        "verbs": {"remote": ["bombade"]}, "types": {"fighters": ["soldater"]}, "parties": {"rebels": ["rebeller"]},
        "fates_before": {"dead": ["dödade"]}, "people": {"counted": ["soldater"]}, "speech": {"verbs": ["sade"]},
        "where": {"near": ["nära"], "near_before": ["{where.near} $"]},
    },
    "numbers": {"units": {"fyra": 4, "fem": 5}},
}
language_files.languages = lambda section: {**known(section), "sv": swedish.get(section, {})}

from geo.mentions.mention import Mention
from layers.reading.document import Document
from layers.reading.events import find_events

text = "Rebeller bombade soldater nära Saraqib i måndags eller måndag den 3 februari och dödade fem soldater."
at = text.index("Saraqib")
[event] = find_events(Document(text, [Mention(at, at + 7, "Saraqib")], date(2020, 2, 6)))
print(event.start_date, event.event_type, event.actor1, event.is_near, event.fatalities.best, sep="|")
"""


def test_a_language_with_spaces_and_capitals_is_one_file() -> None:
    done = subprocess.run(  # noqa: S603 - our own; a process of its own, since tables of languages are kept
        [sys.executable, "-c", NEW_LANGUAGE], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.stdout.strip() == "2020-02-03|Explosions/Remote violence|rebeller|True|5", done.stderr
