"""A small made-up situation in the shape of `layers.Layers`, for tests of the page: two sides, one post, ten days.

One event has no date, one source no archived copy, and the evidence of a zone a report later than its first days.
"""

import base64
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import LineString, Point, box

from geo.errors import Problems
from geo.readers.row import Row
from layers.dossier.settings.sides import Side
from layers.dossier.settings.wording import Wording
from layers.manifest import BASIS_KM2
from layers.margin import Margin
from layers.period import opening_day

if TYPE_CHECKING:
    from layers import Layers

START = date(2020, 2, 1)
DAYS = 10
TURN = START + timedelta(days=5)
# of the post, day by day: state, probability of no way, width of the corridor
VERDICTS = [("open", 0.01 * (day + 1), 9.0 - day) for day in range(5)] + [
    ("encircled", probability, 0.0) for probability in (0.58, 0.7, 0.9, 0.96, 1.0)
]


class Sample(dict[str, gpd.GeoDataFrame]):
    """Layers by name, with the other attributes of `layers.Layers` that the page reads."""

    dossier: SimpleNamespace
    start: date
    end: date
    control: SimpleNamespace
    daily: pd.DataFrame
    ground: pd.DataFrame
    front: gpd.GeoDataFrame | None
    verdicts: SimpleNamespace
    margin: Callable[..., Margin]
    warnings: tuple[str, ...]
    errors: dict[str, float | None]
    withheld: int

    @property
    def opening_day(self) -> date:
        """As of `layers.Layers`."""
        return opening_day(cast("Layers", self))

    def at(self, day: date) -> "Sample":
        """Return the rows that are true on a day, as `layers.Layers.at` does."""
        narrowed = Sample({name: _on(table, day, dated=name == "events") for name, table in self.items()})
        vars(narrowed).update(vars(self), start=day, end=day + timedelta(days=1))
        narrowed.daily = self.daily[self.daily["date"] == day]
        return narrowed


def sample(text: str = "Tell", url: str = "https://example.org/report", **changes: object) -> Sample:
    """A situation whose every text is `text` and every address `url`; `changes` replace attributes of the dossier."""
    layers = Sample(_ground(text) | _posts(text) | _events(text, url))
    control = _frame(
        [("R001", START), ("R002", TURN)],
        ["id", "date"],
        [Point(36.2, 35.5), Point(36.8, 35.5)],
        place_id=text, place_name=text, side="north", from_side="south", kind=text, confidence="high", until=None,
        basis="claimed", sources="S1", note=text,
    )  # fmt: skip
    sides = [
        Side("north", text, "شمال", "#d55e00", ()),
        Side("south", f"South {text}", None, "#009e73", (), translated={"uk": "Південь"}),
    ]
    sources = pd.DataFrame(
        {
            "url": [url, f"{url}/2"],
            "archive_url": [None, f"{url}/2/archived"],
            "publisher": text,
            "leaning": text,
            "reliability": None,
            "published": "2020-02-06",
        },
        index=["S1", "S2"],
        dtype=object,
    )
    dossier: dict[str, Any] = {
        "title": text, "summary": text, "language": "en", "place_sources": {},
        "settings": SimpleNamespace(opens_on=START + timedelta(days=DAYS - 1), wording=Wording(), crs="EPSG:32637"),
        "places": (SimpleNamespace(id="C1", name=text, name_ar=None, aliases=(f"Other {text}",), lat=35.7, lon=36.7),),
        "posts": pd.DataFrame({"post_id": ["P1"], "aliases": [("Watch hill",)], "hold_km": [0.5]}),
        "events": pd.DataFrame(
            {
                "event_id": ["E1", "E2", "E3"],
                "start_date": [START, START, None],
                "sources": [("S1", "S2"), ("S2",), ()],
            }
        ),
        "evidence": SimpleNamespace(story=(), control=(), posts=(), events=(_event(),), place_names={}),
        "unlocated": (),
        "sides": tuple(sides), "sources": sources, "control": control,
        "control_areas": _frame([], ["area_id", "side", "start_date", "confidence", "mode", "source"], []),
        "context": _frame([("country", text), ("governorate", text)], ["kind", "name"], [box(35, 34, 38, 37)] * 2),
    }  # fmt: skip
    layers.dossier = SimpleNamespace(**dossier | changes)
    layers.start, layers.end = START, START + timedelta(days=DAYS)
    layers.control = SimpleNamespace(method=f"Every area is {text}'s.", step_m=1000.0)
    layers.daily = pd.DataFrame(
        [
            ("P1", START + timedelta(days=day), state, probability, width, 90.0, 1.0, 1 - probability)
            for day, (state, probability, width) in enumerate(VERDICTS)
        ],
        columns=["post_id", "date", "state", "probability", "corridor_km", "open_arc_deg", "friendly_km", "way"],
    )
    layers.front = _frame(
        [(50, START, TURN), (90, START, TURN), (90, TURN, layers.end)],
        ["percent", "start_date", "end_date"],
        [box(36.2, 35.48, 36.8, 35.52), box(36.2, 35.4, 36.8, 35.6), box(36.2, 35.3, 36.8, 35.5)],
    )
    # the south loses its ground at the turn
    ground = [
        (START + timedelta(days=day), side, km2, km2 * 0.75, km2 * 1.25)
        for day in range(DAYS)
        for side, km2 in (("north", 5000.0), ("south", 5000.0 if day < (TURN - START).days else 0.0))
    ]
    columns = ["date", "side", "area_km2", "low_km2", "high_km2"]
    layers.ground = pd.DataFrame(ground, columns=columns).assign(**dict.fromkeys(BASIS_KM2, 1.0))
    layers.warnings = (text,)
    layers.withheld = 3
    layers.verdicts = SimpleNamespace(
        since=lambda _post, _start: {"en": text, "ar": None, "uk": None},
        reasons=lambda: [
            ("P1", START, TURN, {"en": f"Whole: {text}", "ar": None, "uk": None}),
            ("P1", TURN, layers.end, {"en": f"Cut: {text}", "ar": f"مقطوعة: {text}", "uk": None}),
        ],
    )
    layers.errors = {
        "leave_one_place_out": 0.1,
        "near_another_side": 0.3,
        "leave_blocks_out": None,
        "off_line_km": 1.5,
        "off_line_most_km": 4.0,
        "off_line_places": 2,
        "persistence": 0.2,
        "places": 2,
    }
    texts = ("author", "contact", "version", "licence", "crs", "disclaimer", "boundary_note", "citation", "title")
    days = {"start": START, "end": layers.end, "evidence_until": TURN, "made_on": date(2024, 1, 1)}
    own = Margin(language="en", licences=(text,), made_with="sitmap 0.1.0", **days, **dict.fromkeys(texts, text))
    layers.margin = lambda language="en": replace(own, language=language)
    return layers


def data_of(html: str) -> dict[str, Any]:
    """Return the data of a page, unpacked in the same way as its scripts do."""
    found = re.search(r'<script type="application/zlib" id="sitmap-data">([A-Za-z0-9+/=]+)</script>', html)
    assert found, "no data in the page, or more than base64"
    data: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found[1], validate=True)))
    return data


def _ground(text: str) -> dict[str, gpd.GeoDataFrame]:
    west, east = box(36, 35, 36.5, 36), box(36.5, 35, 37, 36)
    zones = _frame(
        [("Z1", "north", START, None), ("Z2", "south", START, TURN), ("Z3", "contested", TURN, None)],
        ["zone_id", "side", "start_date", "end_date"],
        [west, east, east],
        confidence=0.8, area_km2=5000.0, evidence="R001; R002", basis=None,
    )  # fmt: skip
    border = LineString([(36.5, 35), (36.5, 36)])
    contact = _frame(
        [("north", "south", START, None, 111.0)], ["side_a", "side_b", "start_date", "end_date", "length_km"], [border]
    )
    road = LineString([(36, 35.5), (37, 35.5)])
    roads = _frame(
        [(text, "highway", "north", START, None, True)],
        ["name", "kind", "side", "start_date", "end_date", "open"],
        [road],
        name_ar=text,
    )
    return {"zones": zones, "contact": contact, "roads": roads}


def _event() -> SimpleNamespace:
    """An event of the dossier, with a summary in another language."""
    cells = {"id": "E1", "summary_uk": "Обстріл"}
    return SimpleNamespace(id="E1", row=Row("events.csv", 2, cells, Problems()))


def _posts(text: str) -> dict[str, gpd.GeoDataFrame]:
    at = Point(36.3, 35.6)
    posts = _frame(
        [("P1", START, None)], ["post_id", "start_date", "end_date"], [at],
        name=text, name_ar=text, side="north", uncertainty_km=2.0, sources="S1",
    )  # fmt: skip
    verdicts = _frame(
        [("open", START, TURN, START), ("encircled", TURN, None, TURN)],
        ["state", "start_date", "end_date", "since"], [at, at],
        post_id="P1", name=text, side="north", state_strict="open", state_lenient="open",
        probability=1.0, corridor_km=0.0, roads_open=text, roads_cut=None, open_arc_deg=90.0, friendly_km=1.0,
        pocket_km2=None, reasons=text, decisive="R001", remarks=None, supplied_by=None,
    )  # fmt: skip
    corridors = _frame(
        [("P1", START, TURN)], ["post_id", "start_date", "end_date"], [LineString([(36.3, 35.6), (36.0, 35.9)])],
        width_km=7.0, pinch_lon=36.1, pinch_lat=35.8, anchor=text,
    )  # fmt: skip
    return {"posts": posts, "verdicts": verdicts, "corridors": corridors}


def _events(text: str, url: str) -> dict[str, gpd.GeoDataFrame]:
    day = timedelta(days=1)
    events = _frame(
        [("E1", START, START + day, 1), ("E2", TURN, None, None), ("E3", None, None, 2)],
        ["event_id", "start_date", "end_date", "time_precision"],
        [Point(36.4, 35.3), Point(36.4, 35.3), Point(49.89, 40.38)],
        event_type=text, actor1=text, actor2=None, location=text, geo_precision=2, uncertainty_km=3.0,
        fatalities_low=1, fatalities_best=None, fatalities_high=4, summary=text, source_name=text, source_url=url,
        archive_url=url, reliability=text, credibility=text, place_id=None,
    )  # fmt: skip
    places = _frame(
        [("C1", 36.7), ("C2", 36.2)], ["place_id", "lon"], [Point(36.7, 35.7), Point(36.2, 35.2)],
        name=text, name_ar=text, kind=text, country="SY", admin1=text, uncertainty_km=1.0, query=text, geocoder=text,
        score=1.0, candidates=text, reason=text,
    )  # fmt: skip
    return {"events": events, "places": places}


def _on(table: gpd.GeoDataFrame, day: date, *, dated: bool) -> gpd.GeoDataFrame:
    if "start_date" not in table:
        return table
    one = timedelta(days=1)
    kept = [
        not dated if start is None else start <= day < (end or (start + one if dated else date.max))
        for start, end in zip(table["start_date"], table["end_date"], strict=True)
    ]
    # an empty list would choose no column
    return table[np.array(kept, dtype=bool)].reset_index(drop=True)


def _frame(rows: list[tuple[Any, ...]], columns: list[str], geometry: list[Any], **same: object) -> gpd.GeoDataFrame:
    """A layer; dates stay dates, as the layers keep them."""
    # what pandas takes for text it may hand to pyarrow, which takes Unicode only
    constant = {name: pd.Series([value] * len(rows), dtype=object) for name, value in same.items()}
    frame = pd.DataFrame(rows, columns=columns, dtype=object).assign(**constant)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=4326)
