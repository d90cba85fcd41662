"""The manual: it builds without a warning, needs no network, and names all that there is."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag

import click
import pytest
from checkout import ROOT
from lxml import html

import geo
import layers
import maps
from layers.dossier.settings.checks import checks
from layers.formats.registry import FORMATS
from layers.schema.dossier_tables import CONTEXT_KINDS, OTHER_FILES, TABLES, Table
from layers.schema.layers import LAYERS
from maps.cli import group

pytestmark = pytest.mark.browser
# what a browser fetches by itself
LOADED = "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href | //iframe/@src"


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual")
    # a copy: the build writes pages and pictures beside its sources
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_build", "pictures", "generated"))
    shutil.copy(ROOT / "SECURITY.md", folder)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        folder / "docs",
        folder / "html",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return folder / "html"


def page(manual: Path, name: str) -> html.HtmlElement:
    return html.parse(str(manual / f"{name}.html")).getroot()


def cells(found: html.HtmlElement, heading: str) -> list[str]:
    """The first cells of the rows of the table below a heading."""
    (section,) = found.xpath("//section[h2[text()=$heading]]", heading=heading)
    return [row.text_content().strip() for row in section.xpath("./div/table/tbody/tr/td[1] | ./table/tbody/tr/td[1]")]


def test_the_manual_loads_nothing_from_elsewhere_and_its_links_lead_somewhere(manual: Path) -> None:
    pages = sorted(manual.rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        found = html.parse(str(path)).getroot()
        assert not [one for one in found.xpath(LOADED) if re.match(r"\w+:|//", one)], path
        for link in [*found.xpath("//a/@href"), *found.xpath("//img/@src")]:
            target, _ = urldefrag(link)
            if target and not re.match(r"\w+:", target):
                assert (path.parent / unquote(target)).exists(), (path, link)


def test_the_styles_load_nothing_from_elsewhere(manual: Path) -> None:
    for path in manual.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(@import\s+|url\()\s*[\"']?(https?:)?//", text), path


@pytest.mark.parametrize("name", LAYERS)
def test_the_reference_has_the_columns_of_every_layer(manual: Path, name: str) -> None:
    assert tuple(cells(page(manual, "reference/generated/layers"), name)) == LAYERS[name].names


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_reference_has_the_columns_of_every_table_of_a_dossier(manual: Path, table: Table) -> None:
    found = cells(page(manual, "reference/generated/dossier"), table.file)
    assert found == [column.name for column in table.columns]


def test_the_reference_has_every_check(manual: Path) -> None:
    found = page(manual, "reference/generated/checks")
    assert [*cells(found, "Errors"), *cells(found, "Warnings")] == list(checks())


def test_the_reference_has_every_format_file_and_kind(manual: Path) -> None:
    assert set(FORMATS) <= set(cells(page(manual, "reference/generated/layers"), "Formats"))
    text = page(manual, "reference/generated/dossier").text_content()
    assert all(name in text for name in (*OTHER_FILES, *CONTEXT_KINDS))


def test_the_reference_has_every_command_with_its_options_and_every_public_name(manual: Path) -> None:
    text = page(manual, "reference/generated/commands").text_content()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert all(option in text for option in options), name
    found = page(manual, "reference/generated/python")
    public = {f"{package.__name__}.{name}" for package in (geo, layers, maps) for name in package.__all__}
    assert public <= {*found.xpath("//dt/@id")}


def test_the_tutorial_shows_what_its_commands_print_and_its_pictures(manual: Path) -> None:
    found = page(manual, "tutorial/index")
    text = found.text_content()
    assert "encircled; that no way is left" in text
    assert "$ sitmap build northland --out site" in text
    pictures = [(manual / "tutorial" / one).resolve() for one in found.xpath("//article//img/@src")]
    assert len(pictures) == 2
    assert all(one.stat().st_size > 50_000 for one in pictures)
