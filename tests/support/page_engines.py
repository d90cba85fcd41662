"""Firefox and WebKit, each driven by the protocol that it speaks: WebDriver BiDi, and WebDriver."""

import base64
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import websocket
from PIL import Image
from programs import lacking
from selenium.webdriver import WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

_SECONDS = 20.0
_LARGEST = (1700, 1100)


class Engine(Protocol):
    """A browser with one page."""

    def open(self, url: str) -> None:
        """Open an address."""

    def resize(self, width: int, height: int) -> None:
        """Set the size of what a page is laid out in, in CSS pixels."""

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page returns
        """Return the value of an expression, for which it waits if it is a promise."""

    def picture(self) -> Image.Image:
        """Return what the page looks like."""


class Firefox:
    """Firefox by WebDriver BiDi, https://www.w3.org/TR/webdriver-bidi/."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=_SECONDS)
        self._number = itertools.count()
        self._send("session.new", capabilities={})
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, url: str) -> None:
        # one with another fragment only would not load the page anew
        for one in ("about:blank", url):
            self._send("browsingContext.navigate", context=self._context, url=one, wait="complete")

    def resize(self, width: int, height: int) -> None:
        viewport = {"width": width, "height": height}
        self._send("browsingContext.setViewport", context=self._context, viewport=viewport)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - as of Engine
        called = f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))"
        target = {"context": self._context}
        found = self._send("script.evaluate", expression=called, target=target, awaitPromise=True)
        if found["type"] != "success":
            raise AssertionError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def picture(self) -> Image.Image:
        found = self._send("browsingContext.captureScreenshot", context=self._context)
        return Image.open(io.BytesIO(base64.b64decode(found["data"]))).convert("RGB")

    def close(self) -> None:
        self._send("browser.close")
        self._socket.close()

    def _send(self, method: str, **params: Any) -> Any:  # noqa: ANN401 - as the protocol has it
        number = next(self._number)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv())).get("id") != number:
            pass
        if answer["type"] == "error":
            raise AssertionError(answer["message"])
        return answer["result"]


class WebKit:
    """WebKitGTK by WebDriver. A window has a least width, so that the page stands in a frame."""

    def __init__(self, driver: WebKitGTK, folder: Path) -> None:
        self._driver, self._frame = driver, folder / "frame.html"
        self._frame.write_text('<!doctype html><body style="margin:0"><iframe style="border:0"></iframe>')
        driver.set_window_size(*_LARGEST)
        driver.set_script_timeout(_SECONDS)
        driver.get(self._frame.as_uri())
        self._size = (1280, 800)

    def open(self, url: str) -> None:
        self._driver.get(self._frame.as_uri())
        self.resize(*self._size)
        self._driver.switch_to.default_content()
        loaded = "const [url, done] = arguments, [frame] = document.querySelectorAll('iframe');"
        self._driver.execute_async_script(f"{loaded} frame.onload = () => done(); frame.src = url;", url)
        self._driver.switch_to.frame(0)

    def resize(self, width: int, height: int) -> None:
        self._size = width, height
        self._driver.switch_to.default_content()
        sized = "const [frame] = document.querySelectorAll('iframe'); [frame.width, frame.height] = arguments;"
        self._driver.execute_script(sized, width, height)
        self._driver.switch_to.frame(0)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - as of Engine
        return self._driver.execute_async_script(f"Promise.resolve({expression}).then(arguments[0]);")

    def picture(self) -> Image.Image:
        whole = Image.open(io.BytesIO(self._driver.get_screenshot_as_png())).convert("RGB")
        return whole.crop((0, 0, *self._size))


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start Firefox with a profile of its own, and end it."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        lacking("Firefox is missing: the page was not opened in it (apt-get install firefox-esr)")
    log = folder / "firefox.log"
    (folder / "profile").mkdir()
    arguments = ["--headless", "--no-remote", "--profile", str(folder / "profile"), "--remote-debugging-port", "0"]
    with log.open("wb") as output, subprocess.Popen([program, *arguments], stdout=output, stderr=output) as process:  # noqa: S603 - ours
        try:
            browser = Firefox(_said(log, r"WebDriver BiDi listening on (ws://\S+)"))
            yield browser
            browser.close()
        finally:
            process.terminate()


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """Start WebKit's browser on a screen of its own, and end both."""
    programs = {name: shutil.which(name) for name in ("WebKitWebDriver", "Xvfb")}
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if not all(programs.values()) or not browsers:
        lacking("WebKit is missing: the page was not opened in it (apt-get install webkit2gtk-driver xvfb)")
    screen = f"{_LARGEST[0]}x{_LARGEST[1]}x24"
    log = folder / "screen"
    arguments = [str(programs["Xvfb"]), "-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp"]
    with log.open("wb") as output, subprocess.Popen(arguments, stdout=output, stderr=subprocess.DEVNULL) as display:  # noqa: S603 - ours
        try:
            options = Options()
            options.binary_location = str(browsers[-1])
            options.add_argument("--automation")
            number = _said(log, r"(\d+)\n")
            environment = {**os.environ, "DISPLAY": f":{number}", "HOME": str(folder)}
            with warnings.catch_warnings():
                # Selenium's driver calls its own connection in a deprecated way
                warnings.simplefilter("ignore", DeprecationWarning)
                driver = WebKitGTK(options=options, service=Service(str(programs["WebKitWebDriver"]), env=environment))
            try:
                yield WebKit(driver, folder)
            finally:
                driver.quit()
        finally:
            display.terminate()


def _said(log: Path, pattern: str) -> str:
    """Wait until a program has written a line, and return what it names."""
    until = time.monotonic() + 3 * _SECONDS
    while time.monotonic() < until:
        if found := re.search(pattern, log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"not said in time: {pattern}; {log.read_text(encoding='utf-8', errors='replace')[-500:]}")
