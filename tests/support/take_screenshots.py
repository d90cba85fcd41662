"""Pictures of the bundled dossier's page for a person to look at: `make screenshots` writes them to tests/screenshots/.

They are compared with nothing: fonts and browsers differ from machine to machine.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from checkout import ROOT
from page_browser import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, sync_playwright

from layers import Dossier, build
from maps import SituationMap

DAY = "2020-02-06"
POST = "&post=OP08"
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
# name of the picture: how the browser is, what the address adds, the medium
PICTURES: dict[str, tuple[dict[str, Any], str, str]] = {
    "page-1440x900": (WIDE, "", "screen"),
    "page-390x844": (PHONE, "", "screen"),
    "page-dark-1440x900": ({**WIDE, "color_scheme": "dark"}, POST, "screen"),
    "page-arabic-1440x900": (WIDE, f"{POST}&lang=ar", "screen"),
    "page-print": ({"viewport": {"width": 794, "height": 1123}}, "", "print"),
}


def main() -> None:
    """Build the page and take all pictures, or those that are named."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"out of {', '.join(PICTURES)}; all by default")
    arguments.add_argument("--page", type=Path, help="a page that is built already, instead of the bundled dossier's")
    arguments.add_argument("--out", type=Path, default=ROOT / "tests" / "screenshots")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        html = given.page or build_page(Path(folder) / "index.html")
        for name in given.names or PICTURES:
            take(browser, html.resolve(), given.out / f"{name}.png", *PICTURES[name])
        browser.close()


def build_page(path: Path) -> Path:
    """Build the page of the bundled dossier with default options."""
    SituationMap(build(Dossier.open("idlib-2020"))).save(path)
    return path


def take(browser: Browser, html: Path, picture: Path, options: dict[str, Any], fragment: str, medium: str) -> None:  # noqa: PLR0913, PLR0917
    """Open the page on the day and write a screenshot."""
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto(f"{html.as_uri()}#date={DAY}{fragment}")
    page.evaluate("sitmap.ready.then(() => null)")
    if medium == "print":
        page.emulate_media(media="print", reduced_motion="reduce")
    page.wait_for_timeout(500)
    picture.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture, full_page=medium == "print")
    context.close()


if __name__ == "__main__":
    main()
