"""Install the wheel in an environment of its own and run its commands from another folder, as a user would.

Run by ``make test-install``; pip asks the package index, so this is no test of pytest's.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from checkout import ROOT
from distribution import distributions

REPORT = (
    "On 6 February 2020 government forces captured Saraqib, 16 km east of Idlib, after shelling killed 9 civilians.\n"
)


def main() -> None:
    """Build, install and run; any command that fails ends this with its output."""
    with tempfile.TemporaryDirectory(prefix="sitmap-install-") as name:
        folder = Path(name)
        wheel, _ = distributions(folder)
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        home = folder / "home"
        elsewhere = folder / "elsewhere"
        home.mkdir()
        elsewhere.mkdir()
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
        environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}

        def run(*command: str) -> str:
            done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
            print(f"{done.returncode} {' '.join(Path(word).name for word in command)}")  # noqa: T201 - progress
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
            return done.stdout

        run(
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--constraint",
            str(ROOT / "constraints.txt"),
            str(wheel),
        )
        sitmap = str(python.with_name("sitmap"))
        (elsewhere / "report.txt").write_text(REPORT, encoding="utf-8")
        expect("version" in run(sitmap, "--version"), "sitmap --version prints a version")
        matches = json.loads(run(sitmap, "geocode", "Idlib", "Saraqeb", "--json"))
        expect(len(matches) == 2, "geocode answers for each name")
        read = json.loads(run(sitmap, "read", "report.txt", "--json"))
        expect(bool(read["mentions"] and read["events"]), "read finds places and events")
        run(sitmap, "new", "dossier")
        run(sitmap, "check", "dossier")
        run(sitmap, "build", "dossier", "--out", "out")
        for path in ("index.html", "sitmap.gpkg", "sitmap.qgz", "manifest.json", "layers/zones.geojson"):
            expect((elsewhere / "out" / path).stat().st_size > 0, f"build writes {path}")


def expect(is_so: bool, what: str) -> None:  # noqa: FBT001 - as assert
    """Stop where an expectation does not hold."""
    if not is_so:
        sys.exit(f"not so: {what}")


if __name__ == "__main__":
    main()
