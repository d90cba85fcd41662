"""The README against the program: its example runs, its commands are those there are, and its links lead somewhere."""

import re
from pathlib import Path

import click
import pytest
from checkout import ROOT
from distribution import tracked

from maps.cli import group

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_opens_with_the_two_commands_a_picture_and_ten_lines_of_python() -> None:
    head = README[:1500]
    assert head.index("make map") < head.index("make test") < head.index("![") < head.index("```python")
    (picture,) = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert (ROOT / picture).stat().st_size > 10_000
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len([line for line in example.splitlines() if line]) <= 10


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


def test_links_to_files_lead_somewhere() -> None:
    for path in re.findall(r"`((?:layers|tests|maps|geo)/[\w./-]+\.\w+)`", README):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / path).exists(), path


def test_no_file_names_a_host_of_a_package_registry() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js.org", "deb.debian" + ".org")
    for path in map(ROOT.joinpath, tracked()):
        if path.suffix not in {".png", ".docx", ".npz", ".xz"}:
            text = path.read_text(encoding="utf-8")
            assert not [host for host in hosts if host in text], path
