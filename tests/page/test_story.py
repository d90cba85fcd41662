"""The guided tour of a dossier."""

import re
from pathlib import Path

import pytest
from page_browser import Open
from page_sample import Sample, sample
from playwright.sync_api import expect

from geo.errors import Problems
from geo.readers.row import Row
from geo.readers.sheet import Sheet
from layers import Dossier
from layers.dossier.csv_rows import read_rows
from layers.dossier.story import Step, read_story
from layers.schema.dossier_tables import STORY
from maps import SituationMap

ROW = Row("story.csv", 1, {}, Problems())
HEAD = "step,date,view,place,post,caption,layers,caption_ar\n"


def read(folder: Path, problems: Problems) -> tuple[Step, ...]:
    rows = read_rows(Sheet.read(folder / "story.csv"), STORY, problems)
    assert rows
    return read_story(rows, ["P1"], ["C1"])


def toured() -> Sample:
    layers = sample()
    day = layers.start
    layers.dossier.evidence.story = (
        Step(ROW, day, "It begins", {"ar": "البداية"}, (35.5, 36.4, 9.0), None, None, ()),
        Step(ROW, day.replace(day=7), "It is cut off", {}, None, "P1", None, ("zones", "posts")),
        Step(ROW, day.replace(year=2030), "Not shown", {}, None, None, None, ()),
    )
    return layers


@pytest.mark.browser
def test_a_reader_steps_through_the_story(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(toured()))
    page.get_by_role("button", name="Start the tour").click()
    expect(page.locator("#story-now")).to_have_text("Step 1 of 2. It begins")
    expect(page.locator("#current-date")).to_have_text("1 February 2020")
    assert page.evaluate("[parts.map.getZoom(), parts.map.getCenter().lat.toFixed(1)]") == [9, "35.5"]
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    page.get_by_role("button", name="Next", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#story-now")).to_have_text("Step 2 of 2. It is cut off")
    expect(page.locator(".leaflet-popup")).to_contain_text("encircled")
    expect(page.locator("#key-body").get_by_label("Roads")).not_to_be_checked()
    expect(page).to_have_url(re.compile("story=2"))
    page.get_by_role("button", name="End the tour").click()
    expect(page.locator("#story-now")).to_have_count(0)
    assert complaints == []


@pytest.mark.browser
def test_a_link_opens_a_step_and_captions_follow_the_language(opened: Open) -> None:
    page, _, _ = opened(SituationMap(toured()), "#story=1&lang=ar")
    expect(page.locator("#story-now")).to_contain_text("البداية")
    expect(page.locator("#current-date")).to_have_text("1 فبراير 2020")
    page, _, _ = opened(SituationMap(toured()), "#story=1&date=2020-02-05")
    expect(page.locator("#current-date")).to_have_text("5 February 2020")
    page, _, _ = opened(SituationMap(sample()), "#story=7")
    expect(page.locator("#story")).to_be_hidden()


def test_a_story_is_read_in_the_order_of_its_steps(tmp_path: Path) -> None:
    (tmp_path / "story.csv").write_text(
        HEAD
        + '2,2020-02-06,"35.8,36.7,10",,,Second,zones;posts,\n'
        + "# 9,2020-02-06,,,,example,,\n1,2020-01,,C1,P1,First,,أولا\n",
        encoding="utf-8",
    )
    problems = Problems()
    first, second = read(tmp_path, problems)
    assert not problems.errors
    assert (first.caption, first.captions, first.post, first.place) == ("First", {"ar": "أولا"}, "P1", "C1")
    assert (second.view, second.layers) == ((35.8, 36.7, 10.0), ("zones", "posts"))


def test_a_step_that_cannot_be_used_is_a_problem_that_names_its_line(tmp_path: Path) -> None:
    rows = '1,2020-02-30,,,,A,,\n2,2020-02-06,north,,,B,,\n3,2020-02-06,,C9,,C,,\n4,2020-02-06,"99,0,5",,P9,,,\n'
    (tmp_path / "story.csv").write_text(HEAD + rows, encoding="utf-8")
    problems = Problems()
    read(tmp_path, problems)
    found = {(problem.line, problem.column) for problem in problems.errors}
    assert found == {(2, "date"), (3, "view"), (4, "place"), (5, "view"), (5, "post"), (5, "caption")}


def test_the_bundled_story_has_eight_steps_within_its_period() -> None:
    dossier = Dossier.open("idlib-2020")
    assert len(dossier.evidence.story) == 8
    assert all(dossier.start <= step.day < dossier.end for step in dossier.evidence.story)
    assert all(step.view or step.post or step.place for step in dossier.evidence.story)
