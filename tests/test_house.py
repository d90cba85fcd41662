"""The layout of the code: rooms, their size and names, and the work that an import does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT

import geo
import geo.control
import geo.encirclement
import geo.gazetteer
import geo.mentions
import layers
import layers.dossier
import maps

MODULES = sorted(path for name in ("geo", "layers", "maps") for path in (ROOT / name).rglob("*.py"))
ROOMS = sorted({path.parent.relative_to(ROOT).as_posix() for path in MODULES})
MOST_MODULES, MOST_LINES, FEWEST_LINES = 20, 300, 40
# rooms whose modules are as long as their subject: a layer, a format, a command each
ONE_A_MODULE = {"layers/tables", "layers/formats", "maps/commands"}
# short modules that several rooms use, so that none of those can hold them
SHORT = {
    "geo/arrays.py": "types of arrays",
    "geo/lazy.py": "the lazy `__init__` of all packages",
    "geo/sides.py": "names of ground without a holder, for all three packages",
    "geo/user_folders.py": "the index of the world, packs, answers and results lie in them",
    "geo/version.py": "read by setuptools, which must import nothing else",
    "layers/imports/tally.py": "the reader of rows, doubts and the plan count what is to be known",
    "layers/schema/palette.py": "KML, QGIS and the page take colours from it",
    "maps/page/texts.py": "page, command line and tests take the page's texts from it",
}
PUBLIC = {
    geo: [
        "Encirclement", "Gazetteer", "Geocoder", "Match", "Mention", "Place", "SitmapError", "assess", "control_zones",
        "find_mentions",
    ],
    layers: ["Dossier", "DossierError", "Layers", "Problem", "Reading", "build", "read_report"],
    maps: ["FramesError", "RemoteFileError", "SituationMap", "UnknownLanguageError"],
}  # fmt: skip


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_few_modules_and_says_what_it_is_for(room: str) -> None:
    assert len(list((ROOT / room).glob("*.py"))) <= MOST_MODULES
    assert (ROOT / room / "__init__.py").read_text(encoding="utf-8").startswith('"""')


def test_a_module_can_be_read_at_a_sitting() -> None:
    long = {relative(path): lines(path) for path in MODULES if lines(path) > MOST_LINES}
    assert not long


def test_a_short_module_is_a_layer_a_format_a_command_or_has_several_users() -> None:
    short = {
        relative(path)
        for path in MODULES
        if path.name != "__init__.py"
        and lines(path) < FEWEST_LINES
        and path.parent.relative_to(ROOT).as_posix() not in ONE_A_MODULE
    }
    assert short == {*SHORT}, short ^ {*SHORT}


def test_no_prefix_does_the_work_of_a_folder() -> None:
    assert not [path for path in MODULES if path.stem.startswith(("report_", "command_"))]


def test_no_module_is_called_after_nothing() -> None:
    names = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"utils", "util", "helpers", "common", "manager", "misc"}


def test_the_rooms_that_contributing_names_are_those_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("## Where things live")[1].split("\n## ")[0]
    named = re.findall(r"^ *- `([\w/]+)/`: ", section, re.MULTILINE)
    assert len(set(named)) == len(named)
    assert set(ROOMS) <= set(named), set(ROOMS) - set(named)
    # a room of a single module is a module
    assert not [room for room in set(named) - set(ROOMS) if not (ROOT / f"{room}.py").is_file()]


def test_every_promise_of_security_names_tests_that_exist() -> None:
    rows = [line for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    assert len(rows) > 10
    for row in rows:
        promise, held_by = row.strip("| ").rsplit(" | ", 1)
        named = re.findall("`([^`]+)`", held_by)
        assert named, promise
        assert all((ROOT / name).exists() or name == "make fuzz" for name in named), promise


def test_the_public_names_are_those_of_all() -> None:
    for package, names in PUBLIC.items():
        assert list(package.__all__) == names == sorted(names)
        assert set(names) <= set(dir(package))
        assert all(getattr(package, name) is not None for name in names)


def test_rooms_whose_names_are_promised_give_them() -> None:
    assert geo.control.control_zones is geo.control_zones
    assert geo.encirclement.assess is geo.assess
    assert geo.encirclement.Battlefield is not None
    assert geo.gazetteer.Gazetteer is geo.Gazetteer
    assert geo.mentions.find_mentions is geo.find_mentions
    assert layers.dossier.Dossier is layers.Dossier


COMPILED = """
import re, sys
compiled, real = [], re.compile
def watched(*arguments, **named):
    asker = sys._getframe(1).f_globals.get("__name__", "")
    if asker.partition(".")[0] in {"geo", "layers", "maps"}:
        compiled.append(asker)
    return real(*arguments, **named)
re.compile = watched
import layers
assert not compiled, compiled
layers.Dossier
layers.build
print(*(name for name in sys.modules if name.startswith("layers.reading")))
"""


def test_importing_layers_compiles_nothing_and_loads_no_reading() -> None:
    done = subprocess.run([sys.executable, "-c", COMPILED], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
