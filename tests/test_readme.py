"""The README against the program: its example runs, and its commands, options and files are those there are."""

import re
from pathlib import Path

import click
import pytest
from checkout import ROOT
from distribution import tracked

from layers import Layers
from layers.schema.layers import LAYERS, TABLES, schema_of
from maps.cli import group
from maps.outputs import ON_REQUEST, USUAL

README = (ROOT / "README.md").read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def test_the_readme_opens_with_the_two_commands_a_picture_and_five_lines_of_python() -> None:
    head = README[:1200]
    assert head.index("make map") < head.index("make test") < head.index("![") < head.index("```python")
    (picture,) = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert (ROOT / picture).stat().st_size > 10_000
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in example.splitlines() if line]) == 5


@pytest.mark.usefixtures("shared_build")
def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - the README is ours
    assert (tmp_path / "out" / "index.html").exists()
    assert "encircled" in capsys.readouterr().out


def test_the_readme_names_every_command_and_no_other() -> None:
    section = README.split("## Command line")[1].split("##")[0]
    assert re.findall(r"^    sitmap (\w+) ", section, re.MULTILINE) == group.list_commands(click.Context(group))


def test_the_readme_names_every_option_and_format_of_build() -> None:
    options = {option for parameter in command("build").params for option in parameter.opts if option.startswith("--")}
    assert set(re.findall(r"^\| `(--[\w-]+)", README, re.MULTILINE)) == options
    assert all(f"`{name}`" in README for name in (*USUAL, *ON_REQUEST))


def test_the_readme_names_every_layer(layers: Layers) -> None:
    assert set(layers) <= set(LAYERS)
    assert ", ".join(LAYERS) in README


@pytest.mark.parametrize("name", [*LAYERS, *TABLES])
def test_the_readme_names_the_geometry_and_the_columns_of_the_schema(name: str) -> None:
    ((geometry, columns),) = re.findall(rf"^\| {name} \| (\w+) \| (.*) \|$", README, re.MULTILINE)
    assert geometry == (schema_of(name).geometry.removeprefix("Multi") or "none")
    assert tuple(columns.split(", ")) == schema_of(name).names


def test_links_to_files_lead_somewhere() -> None:
    for path in re.findall(r"`((?:layers|tests|maps|geo)/[\w./-]+\.\w+)`", README):
        assert (ROOT / path).exists(), path


def test_no_file_names_a_host_of_a_package_registry() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js.org", "deb.debian" + ".org")
    for path in map(ROOT.joinpath, tracked()):
        if path.suffix not in {".png", ".docx", ".npz"}:
            text = path.read_text(encoding="utf-8")
            assert not [host for host in hosts if host in text], path
