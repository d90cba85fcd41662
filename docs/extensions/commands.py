"""Directives of the manual that run what they show: commands, files of a dossier, and pictures of a page."""

import os
import shutil
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

PICTURES = "pictures"
_BROWSER = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking")
_AT_MOST_S = 120


class Here(SphinxDirective):
    """A directive of a page, which has a folder of its own in which its commands run."""

    has_content = True

    @property
    def folder(self) -> Path:
        """The folder of the page, empty when the page begins."""
        root = Path(self.env.app.config.sitmap_folder)
        folder = root / self.env.docname
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def shown(self, text: str, language: str) -> nodes.Node:
        """Return a block of text as it is shown."""
        block = nodes.literal_block(text, text)
        block["language"] = language
        return block


class Run(Here):
    """Commands of a shell, line by line, with what they print."""

    option_spec: ClassVar[dict[str, Any]] = {
        "status": directives.nonnegative_int,
        "lines": directives.nonnegative_int,
        "hidden": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Run the commands, and fail where their exit status is another than the one named."""
        shown = []
        for command in self.content:
            done = subprocess.run(  # noqa: S602 - the manual is ours
                command,
                shell=True,
                cwd=self.folder,
                env={**os.environ, "COLUMNS": "96", "PYTHONWARNINGS": "ignore"},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=_AT_MOST_S,
                check=False,
            )
            if done.returncode != self.options.get("status", 0):
                raise self.error(f"{command}: exit status {done.returncode}\n{done.stdout}")
            printed = done.stdout.replace(f"{self.folder}/", "").rstrip().splitlines()
            most = self.options.get("lines", len(printed))
            shown += [f"$ {command}", *printed[:most], *(["..."] if len(printed) > most else [])]
        return [] if "hidden" in self.options else [self.shown("\n".join(shown), "console")]


class File(Here):
    """A file: its content, or with ``:like:`` that of a bundled dossier's, which the reader is to write."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"like": directives.unchanged, "lines": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        """Write the file into the page's folder, and show it with its name."""
        path = self.folder / self.arguments[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        if like := self.options.get("like"):
            text = files("layers").joinpath("bundled", *like.split("/")).read_text(encoding="utf-8")
        else:
            text = "\n".join(self.content) + "\n"
        path.write_text(text, encoding="utf-8")
        lines = text.splitlines()
        most = self.options.get("lines", len(lines))
        more = [f"... ({len(lines) - most} more lines)"] if len(lines) > most else []
        name = nodes.paragraph("", "", nodes.literal("", self.arguments[0]))
        language = {".toml": "toml", ".geojson": "text", ".csv": "text"}.get(path.suffix, "text")
        return [name, self.shown("\n".join([*lines[:most], *more]), language)]


class Picture(Here):
    """A picture of a page that the commands have built, with the part of its address after ``#``."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"alt": directives.unchanged_required, "size": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Take the picture with Chromium."""
        path, _, state = self.arguments[0].partition("#")
        folder = Path(self.env.srcdir) / PICTURES
        folder.mkdir(exist_ok=True)
        name = f"{self.env.docname.replace('/', '-')}-{self.lineno}.png"
        browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if browser is None:
            raise self.error("the manual's pictures are taken with Chromium, which is not installed")
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(  # noqa: S603 - ours
                [
                    browser,
                    *_BROWSER,
                    f"--user-data-dir={profile}",
                    f"--window-size={self.options.get('size', '1200,800')}",
                    "--virtual-time-budget=4000",
                    f"--screenshot={folder / name}",
                    f"{(self.folder / path).as_uri()}#{state}",
                ],
                check=True,
                capture_output=True,
                timeout=_AT_MOST_S,
            )
        image = nodes.image(uri=f"/{PICTURES}/{name}", alt=self.options["alt"])
        caption = nodes.caption("", self.options["alt"])
        return [nodes.figure("", image, caption)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_config_value("sitmap_folder", "", "env")
    app.connect("config-inited", _make_folder)
    app.connect("build-finished", _remove_folder)
    named: dict[str, type[Directive]] = {"run": Run, "file": File, "picture": Picture}
    for name, directive in named.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": False}


def _make_folder(app: Sphinx, config: Any) -> None:  # noqa: ANN401 - of Sphinx
    shutil.rmtree(Path(app.srcdir) / PICTURES, ignore_errors=True)
    config.sitmap_folder = tempfile.mkdtemp(prefix="sitmap-manual-")


def _remove_folder(app: Sphinx, _: Exception | None) -> None:
    shutil.rmtree(app.config.sitmap_folder, ignore_errors=True)
