"""Contrast of the page's colours by WCAG 2.1 (1.4.3 for text, 1.4.11 for signs), in light and in dark."""

import re

import pytest

from layers.schema.palette import palette
from maps.page.page import static

# text, and what it is written on
TEXT = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in ("paper", "raised")]
TEXT += [(state, on) for state in ("encircled", "contested", "constricted", "open") for on in ("raised", "paper")]
TEXT += [("label", "land"), ("ink", "land"), ("raised", "accent")]
# signs, and the ground that they stand on
SIGNS = [(sign, "land") for sign in ("encircled", "contested", "constricted", "open", "event", "contact", "road")]
SIGNS += [("hatch", "land"), ("event", "raised"), ("accent", "raised")]


def colours() -> dict[str, dict[str, str]]:
    """The page's named colours in light, in dark and on paper."""
    light, dark, paper = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{([^}]*)\}", static("page.css"))
    )
    return {"light": light, "dark": light | dark, "paper": light | paper}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_has_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SIGNS, 3.0)], ids=["text", "signs"])
def test_colours_stand_out(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    named = colours()[scheme]
    measured = {f"{one} on {ground}": round(contrast(named[one], named[ground]), 2) for one, ground in pairs}
    assert {pair: ratio for pair, ratio in measured.items() if ratio < least} == {}


@pytest.mark.parametrize(
    ("medium", "group"), [("light", "states-on-light"), ("dark", "states-on-dark"), ("paper", "states")]
)
def test_the_page_has_the_colours_of_the_palette(medium: str, group: str) -> None:
    named = colours()[medium]
    assert {state: named[state] for state in palette()["states"]} == palette()[group]


@pytest.mark.parametrize("medium", ["light", "paper"])
def test_events_have_one_colour_in_all_outputs(medium: str) -> None:
    assert colours()[medium]["event"] == palette()["symbols"]["event"]
