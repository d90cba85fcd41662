"""The server of a review answers to its own page only, and writes nothing that is not posted by it."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import SITMAP, run
from spoilt import BUNDLED

from layers import Dossier, read_report
from layers.review.session import Review
from layers.texts.files import text_of
from maps.server.review_server import ReviewServer

TEXT = b"published: 2001-05-07\npublisher: Courier\n\nShells fell on Elmstead on Sunday, killing three civilians."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ReviewServer]:
    folder = Path(shutil.copytree(BUNDLED.parent / "northland", tmp_path / "northland"))
    dossier, report = Dossier.open(folder), text_of("a.txt", TEXT)
    reading = read_report(report.text, published=report.published, dossier=dossier)
    with ReviewServer(Review([(report, reading)], dossier)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asked(
    server: ReviewServer, path: str, method: str = "GET", body: object = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=20)
    given = {"Host": server.origin[7:], **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.putrequest(method, path, skip_host=True)
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    if body is not None:
        given = {"Content-Type": "application/json", "Content-Length": str(len(content)), **given}
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders(content)
    answer = connection.getresponse()
    found = answer.status, dict(answer.headers), answer.read()
    connection.close()
    return found


def proposals(server: ReviewServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(asked(server, f"{server.path}proposals")[2])["proposals"]
    return found


def files(server: ReviewServer) -> dict[Path, bytes]:
    folder = server.review.dossier.path
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_policy_is_the_map_s_and_lets_requests_go_to_the_server_only(served: ReviewServer) -> None:
    status, headers, _ = asked(served, served.path)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert status == 200
    assert (policy["default-src"], policy["connect-src"], policy["form-action"]) == ("'none'", "'self'", "'self'")
    assert "unsafe" not in policy["script-src"]
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "attacker.example"},
        {"Host": "127.0.0.1"},
        {"Host": "localhost:{port}"},
        {"Origin": "http://attacker.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_requests_of_others_get_nothing(served: ReviewServer, headers: dict[str, str]) -> None:
    given = {name: value.format(port=served.server_address[1]) for name, value in headers.items()}
    for path in ("", "reports", "proposals"):
        status, _, body = asked(served, served.path + path, **given)
        assert (status, body) == (404, b"Not Found")
    before, reject = files(served), {"action": "reject", "id": proposals(served)[0]["id"]}
    status, _, _ = asked(served, f"{served.path}decide", "POST", reject, **{"Origin": served.origin, **given})
    assert (status, files(served)) == (404, before)


@pytest.mark.parametrize("path", ["/", "/proposals", "/{}x/", "/{}", "/../{}/proposals"])
def test_without_the_token_there_is_nothing(served: ReviewServer, path: str) -> None:
    assert asked(served, path.format(served.path.strip("/")))[0] == 404


def test_nothing_is_written_by_get(served: ReviewServer) -> None:
    before, one = files(served), proposals(served)[0]["id"]
    for path in ("decide", f"decide?action=reject&id={one}", f"proposals?action=reject&id={one}", "undo", ""):
        asked(served, served.path + path)
        asked(served, served.path + path, body={"action": "reject", "id": one}, Origin=served.origin)
    assert files(served) == before
    assert len(proposals(served)) == 1


def test_a_post_without_an_origin_or_of_another_type_or_size_decides_nothing(served: ReviewServer) -> None:
    before, reject = files(served), {"action": "reject", "id": proposals(served)[0]["id"]}
    path = f"{served.path}decide"
    assert asked(served, path, "POST", reject)[0] == 404
    assert asked(served, path, "POST", reject, Origin=served.origin, Content_Type="text/plain")[0] == 400
    assert asked(served, path, "POST", reject, Origin=served.origin, Content_Length="70000")[0] == 400
    assert asked(served, path, "POST", reject, Origin=served.origin, Content_Length="-1")[0] == 400
    for wrong in (b"{", b"[" * 60_000, [], {}, {"action": "accept", "id": 1, "cells": 3}, {**reject, "place": [1]}):
        status, _, body = asked(served, path, "POST", wrong, Origin=served.origin)
        assert status == 409
        assert json.loads(body)["error"].startswith("expected ") or "decided already" in json.loads(body)["error"]
    assert files(served) == before


def test_a_decision_is_written_and_taken_back(served: ReviewServer) -> None:
    before, one = files(served), proposals(served)[0]
    accept = {"action": "accept", "id": one["id"], "cells": {"actor1": "=north"}, "place": 0}
    status, _, body = asked(served, f"{served.path}decide", "POST", accept, Origin=served.origin)
    assert (status, json.loads(body)) == (200, {"proposals": [], "canUndo": True, "error": ""})
    assert Dossier.open(served.review.dossier.path).events.iloc[-1].actor1 == "=north"
    # a cell that a spreadsheet would run is guarded
    assert b"'=north" in files(served)[served.review.dossier.path / "events.csv"]
    status, _, body = asked(served, f"{served.path}decide", "POST", {"action": "undo"}, Origin=served.origin)
    assert (status, [each["id"] for each in json.loads(body)["proposals"]]) == (200, [one["id"]])
    assert {path: files(served)[path] for path in before} == before


def test_the_command_says_when_there_is_nothing_to_decide(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED.parent / "northland", tmp_path / "northland")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("published: 2001-05-07\n\nThey met for tea.", encoding="utf-8")
    (tmp_path / "reports" / "b.pdf").write_bytes(b"%PDF-1.4")
    done = run("review", "reports", "--dossier", "northland", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "1 report read; nothing to decide\n")
    assert "not read: b.pdf: PDF (.pdf) is not read" in done.stderr
    assert run("review", "reports", "--dossier", "idlib-2020", cwd=tmp_path).returncode == 2


def test_the_command_serves_its_page_and_undo_takes_back_a_decision(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BUNDLED.parent / "northland", tmp_path / "northland"))
    (tmp_path / "a.txt").write_bytes(TEXT)
    before = (folder / "events.csv").read_bytes()
    command = [str(SITMAP), "review", str(tmp_path / "a.txt"), "--dossier", str(folder)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stdout.readline() == "1 report read; 1 proposal to decide on\n"
        address = process.stdout.readline().removeprefix("Page: ").strip()
        with urllib.request.urlopen(f"{address}proposals", timeout=30) as answer:  # noqa: S310 - this machine
            one = json.load(answer)["proposals"][0]
        origin = "/".join(address.split("/")[:3])
        request = urllib.request.Request(  # noqa: S310 - this machine
            f"{address}decide",
            json.dumps({"action": "accept", "id": one["id"]}).encode(),
            {"Content-Type": "application/json", "Origin": origin},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - this machine
            assert json.load(answer)["proposals"] == []
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert len((folder / "events.csv").read_bytes().splitlines()) == len(before.splitlines()) + 1
    done = run("undo", folder)
    assert f"review of {one['id']} is taken back" in done.stdout
    assert (folder / "events.csv").read_bytes() == before


def test_a_review_runs_in_the_plain_install() -> None:
    code = "import sys, maps.commands.review; print({'starlette', 'uvicorn', 'cql2'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout == "set()\n"
