"""No command asks an address, whatever is in the files that it reads: its system calls are watched."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import SITMAP
from programs import lacking
from tiny_dossier import TINY, write

PAGE = (
    '<!DOCTYPE html [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><html><head><link rel="stylesheet" '
    'href="http://127.0.0.1:9/a.css"><base href="http://127.0.0.1:9/"></head><body><article><p>They met in Idlib, and '
    'said so to reporters at length.<img src="http://127.0.0.1:9/a.png"><iframe src="http://127.0.0.1:9/"></iframe>'
    f"{'More was said about it by residents. ' * 9}</p></article></body></html>"
)
COLLECTION = {"type": "FeatureCollection", "features": []}
LINK = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs.wkt", "type": "ogcwkt"}}
COMMANDS = {
    "check": ["check", "tiny"],
    "build": ["build", "tiny", "--as-of", "2021-01-01", "--out", "out", "--format", "geojson,gpkg,qgis,html,kml,csv"],
    "assess": ["assess", "tiny", "--on", "2020-01-04", "--as-of", "2021-01-01"],
    "read": ["read", "page.html", "--published", "2020-02-06", "--dossier", "tiny"],
    "corpus": ["corpus", "page.html", "--published", "2020-02-06", "--out", "read", "--processes", "1"],
    "geocode": ["geocode", "Idlib"],
    "import": ["import", "events.geojson", "--into", "tiny", "--dry-run"],
    "new": ["new", "fresh"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dossier = write(tmp_path / "tiny", TINY)
    sea = {"type": "Feature", "properties": {"kind": "country", "name": "X"}, "geometry": None}
    box = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]}
    (dossier / "context.geojson").write_text(
        json.dumps(COLLECTION | {"crs": LINK, "features": [sea | {"geometry": box}]})
    )
    (tmp_path / "events.geojson").write_text(json.dumps(COLLECTION | {"crs": LINK}))
    (tmp_path / "page.html").write_text(PAGE)
    return tmp_path


def asked(words: list[str], folder: Path) -> tuple[list[str], str, int]:
    """Run a command, and return the addresses of the internet that it used, what it printed, and its exit status."""
    if not shutil.which("strace"):
        lacking("strace is missing: system calls were not watched (apt-get install strace)")
    log = folder / "calls.txt"
    calls = ["strace", "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(log)]
    command = [*calls, sys.executable, str(SITMAP), *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    found = [line for line in log.read_text().splitlines() if re.search("AF_INET6?", line)]
    return found, done.stdout + done.stderr, done.returncode


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_asks_no_address(folder: Path, name: str) -> None:
    found, printed, code = asked(COMMANDS[name], folder)
    assert found == []
    assert code == (1 if name == "import" else 0), printed


def test_a_command_prints_the_same_where_there_is_no_network(folder: Path) -> None:
    apart = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if subprocess.run([*apart, "true"], check=False, capture_output=True).returncode:  # noqa: S603 - ours
        lacking("a namespace without network cannot be made here (unshare, iproute2)")
    words = [sys.executable, str(SITMAP), *COMMANDS["check"]]
    plain, without = (
        subprocess.run([*before, *words], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        for before in ([], apart)
    )
    assert (without.stdout, without.stderr, without.returncode) == (plain.stdout, plain.stderr, 0)


# many commands in one process: a case each, which may end with a message
CASES = """
import shutil, sys
from pathlib import Path
from maps.cli import main
cases, work = map(Path, sys.argv[1:3])
def ran(*words):
    sys.argv = ["sitmap", *map(str, words)]
    try:
        main()
    except SystemExit as end:
        print(words[0], Path(words[-1]).name, end.code, flush=True)
base = shutil.copytree(cases / "00-base-dossier", work / "base")
for case in sorted(path.parent for path in cases.glob("*/dossier.toml")):
    if not case.name.startswith(("03", "14")):
        ran("check", case)
for folder in ("08-import", "09-import-network", "12-tracebacks"):
    for path in sorted((cases / folder).iterdir()):
        if path.name.startswith(("gaz-", "accepted-", "password")):
            ran("gazetteer", "add", path)
        elif folder != "12-tracebacks" or path.name.startswith("import-"):
            ran("import", "--into", base, "--dry-run", path)
for folder in ("06-word", "07-html-date", "12-tracebacks", "13-readers"):
    for path in sorted((cases / folder).iterdir()):
        other = folder == "12-tracebacks" and not path.name.startswith(("read-", "iso-"))
        if other or path.name.startswith(("bomb", "table")):
            continue
        ran("read", path)
"""


def test_no_hostile_case_asks_an_address_and_all_print_the_same_without_a_network(tmp_path: Path, shared: Path) -> None:
    if not shutil.which("strace"):
        lacking("strace is missing: system calls were not watched (apt-get install strace)")
    log = tmp_path / "calls.txt"
    watch = ["strace", "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(log)]
    apart = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    printed = []
    for number, before in enumerate((watch, apart)):
        (work := tmp_path / str(number)).mkdir()
        command = [*before, sys.executable, "-c", CASES, str(shared / "cases" / "hostile"), str(work)]
        environment = os.environ | {"XDG_DATA_HOME": str(work / "data")}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - ours
        assert done.returncode == 0, done.stderr[-2000:]
        assert "Traceback" not in done.stderr
        printed.append(done.stdout.replace(str(work), ""))
    assert [line for line in log.read_text().splitlines() if re.search("AF_INET6?", line)] == []
    assert printed[0] == printed[1]
    assert printed[0].count("\n") > 100
