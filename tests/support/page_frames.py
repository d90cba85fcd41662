"""GeoDataFrames of a made-up war in Web Mercator, with columns of their own, gaps, Arabic and a repeated index."""

from datetime import date

import geopandas as gpd
import pandas as pd
from shapely import MultiPolygon, Point, box

HOSTILE = "</script><script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">"


def frames() -> dict[str, gpd.GeoDataFrame]:
    """Zones, events and posts from 30 April to 20 May 2031."""
    zones = {
        "side": ["جيش الشمال", "جيش الشمال", "Coast League", "contested", "Coast League", None, "Coast League"],
        "start_date": [None, date(2031, 5, 1), "2031-05-01", pd.Timestamp(2031, 5, 10), "2031-05-20", "2031-05-01", ""],
        "end_date": ["2031-05-01", None, "2031-05-10", date(2031, 5, 20), None, None, None],
        "colour": [None, None, "#AA3377", None, None, None, None],
        "link": ["https://example.org/a?b=1&c=2", "javascript:alert(1)", HOSTILE, None, None, None, None],
        "people": [1200, 4000, None, 300, None, None, None],
    }
    east = box(31, 10, 32, 11)
    ground = [
        *(box(30, 10, 31, 11), MultiPolygon([box(30, 10, 31, 11), box(30, 11.1, 30.5, 11.4)])),
        *(east, east, east, box(30, 9.5, 32, 10), None),
    ]
    events = {
        "event_type": ["shelling", None, "agreement"],
        "summary": [HOSTILE, "لقاء في السوق", "Truce signed"],
        "location": ["Port Ama", "Ama", "Ama"],
        "start_date": ["2031-05-09", "2031-05-18", None],
        "fatalities_best": [3, None, None],
    }
    posts = {
        "name": ["Hill 402", "معبر الجسر", None],
        "side": ["Coast League", "جيش الشمال", None],
        "start_date": ["2031-05-02", None, None],
        "end_date": None,
        "commander": [HOSTILE, None, None],
        "uncertainty_km": [2, None, 5],
    }
    made = {
        "zones": gpd.GeoDataFrame(zones, geometry=ground, crs=4326, index=[0, 0, 1, 1, 2, 2, 3]),
        "events": gpd.GeoDataFrame(
            events, geometry=[Point(31.2, 10.5), Point(31.2, 10.6), Point(31.3, 10.2)], crs=4326
        ),
        "posts": gpd.GeoDataFrame(posts, geometry=[Point(31.4, 10.4), Point(30.6, 10.7), None], crs=4326),
    }
    return {name: frame.to_crs(3857) for name, frame in made.items()}
