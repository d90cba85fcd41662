"""The notebooks in `examples` run from start to end, offline."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT
from nbclient import NotebookClient

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = nbformat.read(path, as_version=4)
    # what a reader's program stored is not the program's answer of today
    assert not [cell for cell in notebook.cells if cell.get("outputs")]
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": tmp_path}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert shown
    assert not [output for output in shown if output.get("name") == "stderr"]


def test_there_are_the_notebooks_that_the_manual_names() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "acled-to-geopackage",
        "first-map",
        "verdicts-on-polygons",
        "zones-of-your-own-points",
    ]
