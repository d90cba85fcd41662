"""The same dossier gives the same bytes with other kernels of OpenBLAS, numbers of threads, and NumPy's plain loops."""

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from programs import lacking

# OpenBLAS takes another kernel than the one asked for without a word: each child looks which it has
CHILD = """
import sys
import numpy, scipy.linalg
from threadpoolctl import threadpool_info
from layers import Dossier, build

pools = [pool for pool in threadpool_info() if pool["internal_api"] == "openblas"]
assert pools
assert not sys.argv[3] or {pool["architecture"] for pool in pools} == {sys.argv[3]}, pools
assert not sys.argv[4] or {str(pool["num_threads"]) for pool in pools} == {sys.argv[4]}, pools
build(Dossier.open(sys.argv[1]), as_of="2030-01-01").to_geojson(sys.argv[2])
"""
# what is set for the child, and the name that its kernel has; without a store, nothing is taken over from another
KERNELS = {
    "Prescott": ({"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "2"}, "Katmai"),
    "Nehalem": ({"OPENBLAS_CORETYPE": "Nehalem", "OPENBLAS_NUM_THREADS": "1"}, "Nehalem"),
    "Haswell": ({"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1"}, "Haswell"),
    "plain loops": ({"NPY_DISABLE_CPU_FEATURES": ""}, ""),
}


def hashes(out: Path, extra: dict[str, str], kernel: str) -> dict[str, str]:
    threads = extra.get("OPENBLAS_NUM_THREADS", "")
    command = [sys.executable, "-c", CHILD, "northland", str(out), kernel, threads]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | extra)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr[-2000:]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}


def test_layers_are_the_same_bytes_with_other_kernels_and_numbers_of_threads(tmp_path: Path) -> None:
    if platform.machine() not in {"x86_64", "AMD64"}:
        pytest.skip("these kernels of OpenBLAS are those of x86-64")
    if (os.cpu_count() or 1) < 2:
        lacking("two threads need two processors")
    # what NumPy can do without on this processor
    features = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    KERNELS["plain loops"][0]["NPY_DISABLE_CPU_FEATURES"] = " ".join(features)
    found = {name: hashes(tmp_path / name, extra, kernel) for name, (extra, kernel) in KERNELS.items()}
    assert "zones.geojson" in found["Haswell"]
    assert {name: made for name, made in found.items() if made != found["Haswell"]} == {}
