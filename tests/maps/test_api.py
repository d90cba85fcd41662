"""The OGC API of a small dossier, asked in this process."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
import shapely
from asgi import Asked
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from layers.formats.geojson import feature_lines, rfc_geometries
from layers.period import DAY, days
from layers.schema.layers import LAYERS
from maps.server.application import service
from maps.server.snapshot import Progress, Snapshot, make

AS_OF = date(2026, 1, 1)


@dataclass(frozen=True)
class Shown:
    current: Snapshot


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    added = {
        "dossier.toml": '\n[[anchors]]\nside = "south"\nname = "Base"\nwhere = "35.1,36.3"\n',
        "events.csv": (
            "E3,,,3,P2,1,clash,north,south,,,,Nobody knows when.,,,\n"
            "E4,2020-01-05,2020-01-09,2,P3,1,clash,north,,,,,<b>Long</b>.,,,\n"
            "E9,2020-01-05,,1,P1,1,clash,north,,,,,=1+1,,,\n"
        ),
        "posts.csv": "A9,Old Post,,south,,35.2,36.4,2,2017-10-12,2019-05-01,S1\n",
    }
    files = {name: text + added.get(name, "") for name, text in TINY.items()}
    return write(tmp_path_factory.mktemp("api") / "tiny", files)


@pytest.fixture(scope="module")
def layers(folder: Path) -> Layers:
    return build(Dossier.open(folder), as_of=AS_OF)


@pytest.fixture(scope="module")
def snapshot(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    made = tmp_path_factory.mktemp("snapshot")
    make(folder, AS_OF, made, Progress())
    return Snapshot.read(made)


@pytest.fixture(scope="module")
def api(snapshot: Snapshot) -> Asked:
    return Asked(service(Shown(snapshot)))


# the dossier has no control areas
ALWAYS = [name for name in LAYERS if name != "control_areas"]


def found(api: Asked, name: str, query: str) -> list[str]:
    answer = api.get(f"/api/collections/{name}/items?limit=1000&{query}")
    assert answer.status == 200, answer.body
    collection = answer.json()
    assert collection["numberMatched"] == collection["numberReturned"] == len(collection["features"])
    return [feature["id"] for feature in collection["features"]]


def told(layers: Layers, name: str) -> list[object]:
    table = layers[name]
    return [json.loads(line) for line in feature_lines(table, name, rfc_geometries(table))]


@pytest.mark.parametrize("name", ALWAYS)
def test_all_features_are_those_of_the_files(api: Asked, layers: Layers, name: str) -> None:
    assert api.get(f"/api/collections/{name}/items?limit=1000").json()["features"] == told(layers, name)


@pytest.mark.parametrize("name", ALWAYS)
def test_a_day_answers_as_the_layers_at_that_day(api: Asked, layers: Layers, name: str) -> None:
    for day in days(layers.start, layers.end):
        answered = api.get(f"/api/collections/{name}/items?limit=1000&datetime={day}").json()["features"]
        by_id = {feature["id"]: feature for feature in answered}
        assert len(by_id) == len(answered)
        assert by_id == {feature["id"]: feature for feature in told(layers.at(day), name)}, day


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2020-01", date(2020, 1, 1), date(2020, 1, 31)),
        ("2020-01-03/2020-01-05", date(2020, 1, 3), date(2020, 1, 5)),
        ("2020-01-03T00:00:00Z/2020-01-05T10:00:00.5%2B02:00", date(2020, 1, 3), date(2020, 1, 5)),
        ("../2020-01-02", date(1, 1, 1), date(2020, 1, 2)),
        ("2020-01-04/..", date(2020, 1, 4), date(9999, 1, 1)),
        ("2020-01-04/", date(2020, 1, 4), date(9999, 1, 1)),
        ("2018-06-01", date(2018, 6, 1), date(2018, 6, 1)),
        ("2031-01-01", date(2031, 1, 1), date(2031, 1, 1)),
    ],
)
@pytest.mark.parametrize("name", ["posts", "events", "zones", "verdicts"])
def test_an_interval_gives_what_holds_on_one_of_its_days(  # noqa: PLR0913, PLR0917 - a case each
    api: Asked, layers: Layers, name: str, asked: str, first: date, last: date
) -> None:
    wanted = []
    for feature in told(layers, name):
        start, end = (feature["properties"][column] for column in ("start_date", "end_date"))
        begins = date.fromisoformat(start) if start else None if name == "events" else date.min
        open_end = {"posts": date.max, "events": begins and begins + DAY}.get(name, layers.end)
        ends = date.fromisoformat(end) if end else open_end
        if begins and begins <= last and ends > first:
            wanted.append(feature["id"])
    assert found(api, name, f"datetime={asked}") == wanted


def test_an_event_without_a_date_answers_no_day(api: Asked) -> None:
    assert "E3" in found(api, "events", "")
    assert "E3" not in found(api, "events", "datetime=0001-01-01/..") + found(api, "events", "datetime=../9998-12-31")


@pytest.mark.parametrize("name", ["posts", "zones", "contact"])
@pytest.mark.parametrize(
    "box", ["36,35,36.6,35.6", "36.5,35.5,36.5,35.5", "36.2,35.3,37,36.5", "-180,-90,180,90", "1,1,2,2"]
)
def test_a_box_gives_what_intersects_it(api: Asked, layers: Layers, name: str, box: str) -> None:
    west, south, east, north = map(float, box.split(","))
    shape = shapely.Point(west, south) if (west, south) == (east, north) else shapely.box(west, south, east, north)
    wanted = [f["id"] for f in told(layers, name) if shapely.from_geojson(json.dumps(f["geometry"])).intersects(shape)]
    assert found(api, name, f"bbox={box}") == wanted
    flat = box.split(",")
    assert found(api, name, f"bbox={flat[0]},{flat[1]},0,{flat[2]},{flat[3]},9") == wanted


def test_a_box_across_180_degrees_gives_what_lies_outside_of_the_meridians_between(api: Asked) -> None:
    assert found(api, "posts", "bbox=170,30,-170,40") == []
    assert found(api, "posts", "bbox=37,30,36,40") == []
    assert found(api, "posts", "bbox=36.7,30,36.45,40") == ["A3", "A9"]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("side = 'north'", ["A1", "A3"]),
        ("'north' = side", ["A1", "A3"]),
        ("side <> 'north' OR name LIKE 'Post T%'", ["A3", "A9"]),
        ("name LIKE 'post%'", []),
        ("CASEI(name) LIKE CASEI('post%')", ["A1", "A3"]),
        ("ACCENTI(name) = ACCENTI('Pöst One')", ["A1"]),
        ("NOT (side = 'north')", ["A9"]),
        ("side NOT IN ('north')", ["A9"]),
        ("uncertainty_km BETWEEN 1 AND 8 AND post_id IN ('A1', 'A9')", ["A1", "A9"]),
        ("start_date IS NULL", ["A1", "A3"]),
        ("start_date IS NOT NULL", ["A9"]),
        ("start_date < DATE('2018-01-01')", ["A9"]),
        ("start_date < '2018-01-01'", ["A9"]),
        ("start_date < TIMESTAMP('2018-01-01T00:00:00Z')", ["A9"]),
        ("T_BEFORE(end_date, DATE('2019-05-02'))", ["A9"]),
        ("T_AFTER(end_date, DATE('2019-05-02'))", []),
        ("T_DURING(start_date, INTERVAL('2017-10-11', '2017-10-13'))", ["A9"]),
        ("T_DURING(start_date, INTERVAL('2017-10-12', '2017-10-13'))", []),
        ("T_INTERSECTS(INTERVAL(start_date, end_date), INTERVAL('2019-01-01', '2019-02-01'))", ["A1", "A3", "A9"]),
        ("T_INTERSECTS(INTERVAL(start_date, end_date), INTERVAL('2019-06-01', '..'))", ["A1", "A3"]),
        ("T_MEETS(INTERVAL(start_date, end_date), INTERVAL('2019-05-01', '2019-06-01'))", ["A9"]),
        ("S_INTERSECTS(geometry, BBOX(36, 35, 36.6, 35.3))", ["A9"]),
        ("S_INTERSECTS(geometry, POINT(36.5 35.5))", ["A1"]),
        ("S_WITHIN(geometry, POLYGON((36 35, 36.6 35, 36.6 35.3, 36 35.3, 36 35)))", ["A9"]),
        ("S_CONTAINS(POLYGON((36 35, 36.6 35, 36.6 35.3, 36 35.3, 36 35)), geometry)", ["A9"]),
        ("S_DISJOINT(geometry, BBOX(36, 35, 36.6, 35.3))", ["A1", "A3"]),
        ("S_INTERSECTS(geometry, BBOX(36.7, 30, 36.45, 40))", ["A3", "A9"]),
        ("TRUE", ["A1", "A3", "A9"]),
        ("side = 'o''x'", []),
    ],
)  # fmt: skip
def test_features_are_found_by_a_filter_in_cql2(api: Asked, condition: str, wanted: list[str]) -> None:
    assert found(api, "posts", f"filter={quote(condition)}&filter-lang=cql2-text") == wanted


def test_values_order_and_pages(api: Asked, layers: Layers) -> None:
    ids = [feature["id"] for feature in told(layers, "zones")]
    assert found(api, "zones", "side=north") == [zone for zone in ids if zone.startswith("north")]
    assert found(api, "posts", "sortby=-side,post_id") == ["A9", "A1", "A3"]
    assert found(api, "posts", "sortby=+side,-post_id") == ["A3", "A1", "A9"]
    pages, address = [], "/api/collections/zones/items?limit=3&datetime=2020-01-02/.."
    while address:
        page = api.get(address).json()
        pages += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        address = following[0].partition("8000")[2] if following else ""
    assert pages == found(api, "zones", "datetime=2020-01-02/..")
    bare = api.get("/api/collections/posts/items?properties=name,side&skipGeometry=true").json()["features"][0]
    assert (bare["properties"], bare["geometry"]) == ({"name": "Post One", "side": "north"}, None)


@pytest.mark.parametrize(
    ("query", "status"),
    [(one, 400) for one in (
        "sortby=", "sortby=-", "sortby=nothing", "bbox=", "bbox=nan,nan,nan,nan", "bbox=1,2,inf,4", "bbox=1,2,3",
        "bbox=4,3,2,1", "bbox=0,0,181,1", "bbox=0,-91,1,1", "bbox=a,b,c,d", "bbox=0,4,0,1,3,0", "name=%00", "%00=1",
        "filter=name%3D'%00'", "filter=", "filter=1", "filter=1%3D1", "filter=side%3D", "filter=nothing%3D3",
        "filter=side%3E3", "filter=f(side)%3D1", "filter=T_AFTER(side,DATE('2020-01-01'))",
        "filter=T_AFTER(start_date,DATE('2020-13-01'))", "filter=S_INTERSECTS(side,POINT(1%201))",
        "filter=S_INTERSECTS(geometry,POLYGON((0%200,1%201)))", "filter-lang=ecql&filter=side%3D'x'",
        "datetime=", "datetime=%00", "datetime=2020-13-45", "datetime=yesterday", "datetime=../..", "datetime=/",
        "datetime=2020-03-01/2020-02-01", "datetime=2020-01-01/2020-01-02/2020-01-03", "limit=", "limit=0", "limit=-1",
        "limit=nan", "limit=%D9%A3", "offset=-1", "uncertainty_km=nan",
        "uncertainty_km=two", "start_date=today", "unheard=of",
        "f=xml", "f=%00", "crs=nothing", "bbox-crs=nan", "skipGeometry=perhaps", "resulttype=%00", "limit=1&limit=2",
        "filter=" + "(" * 40, "filter=" + "a" * 9000,
    )],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_words(api: Asked, query: str, status: int) -> None:
    answer = api.get(f"/api/collections/posts/items?{query}")
    assert answer.status == status
    assert set(answer.json()) >= {"code", "description"}
    assert answer.json()["description"]


@pytest.mark.parametrize("query", ["offset=99999999999999999999", "limit=99999999999999999999", "name=%FF", "name='"])
def test_odd_values_that_can_be_understood_are_answered(api: Asked, query: str) -> None:
    assert api.get(f"/api/collections/posts/items?{query}").status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/collections/zones/items/none", 404), ("/api/collections/none/items", 404),
        ("/api/collections/none", 404),
        ("/none", 404), ("/api/none", 404), ("/%00", 404), ("/api/%00", 404), ("/api/collections/%00/items", 404),
        ("/dossier.toml", 404), ("/../dossier.toml", 404), ("/api/../store.sqlite", 404), ("/%2e%2e/etc/passwd", 404),
        ("/api?x=1", 400), ("/api/collections?bbox=1,2,3,4", 400),
    ],
)  # fmt: skip
def test_nothing_else_is_answered(api: Asked, path: str, status: int) -> None:
    answer = api.get(path)
    assert answer.status == status
    assert set(answer.json()) >= {"code", "description"}


def test_other_methods_are_not_allowed(api: Asked) -> None:
    assert api.get("/api/collections/zones/items", "POST").status == 405
    assert api.get("/api/collections/zones/items", "HEAD").status == 200


def test_every_link_leads_to_an_answer_of_its_media_type(api: Asked) -> None:
    waiting, seen = ["/api"], set()
    while waiting:
        address = waiting.pop()
        answer = api.get(address)
        assert answer.status == 200, address
        if "html" in answer.headers["content-type"]:
            assert "<script" not in answer.body.decode()
            linked = set(re.findall(r'href="http://127.0.0.1:8000(/api[^"]*)"', answer.body.decode()))
            waiting += linked - seen
            seen |= linked
            continue
        if "csv" in answer.headers["content-type"]:
            assert answer.body.startswith(b"\xef\xbb\xbfid,")
            continue
        document = answer.json()
        of_collections = [link for one in document.get("collections", []) for link in one["links"]]
        for link in [*document.get("links", []), *of_collections]:
            path = link["href"].removeprefix("http://127.0.0.1:8000")
            assert api.get(path, "HEAD").headers["content-type"].startswith(link["type"]), link
            if path not in seen:
                seen.add(path)
                waiting.append(path)
    assert len(seen) > 100


@pytest.mark.parametrize(
    ("accepted", "status", "media"),
    [
        ("*/*", 200, "application/geo+json"),
        ("application/json", 200, "application/geo+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200, "text/html; charset=utf-8"),
        ("application/geo+json, text/html;q=0.5", 200, "application/geo+json"),
        ("text/csv", 200, "text/csv; charset=utf-8"),
        ("image/png", 406, "application/json"),
        ("text/html;q=0", 406, "application/json"),
        ("text/html;q=nonsense", 406, "application/json"),
    ],
)
def test_the_form_follows_what_is_accepted(api: Asked, accepted: str, status: int, media: str) -> None:
    answer = api.get("/api/collections/zones/items", accept=accepted)
    assert (answer.status, answer.headers["content-type"]) == (status, media)


def test_features_as_csv_are_the_tables_that_a_build_writes(api: Asked, layers: Layers, tmp_path: Path) -> None:
    layers.write(tmp_path, "csv")
    answer = api.get("/api/collections/verdicts/items?f=csv&limit=1000")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.body == (tmp_path / "verdicts.csv").read_bytes()
    assert answer.headers["ogc-numbermatched"] == str(len(layers["verdicts"]))
    for asked in ("f=csv&", ""):
        zones = api.get(f"/api/collections/zones/items?{asked}properties=side,id&limit=2&offset=2", accept="text/csv")
        lines = zones.body.decode("utf-8-sig").splitlines()
        assert (lines[0], len(lines)) == ("id,side", 3)
        following = re.findall(r'<http://127.0.0.1:8000([^>]*)>; rel="(\w+)"', zones.headers["link"])
        assert [relation for _, relation in following] == ["next", "prev"]
        assert api.get(following[1][0]).body.decode("utf-8-sig").splitlines()[0] == "id,side"


def test_cells_of_csv_that_a_spreadsheet_would_run_are_guarded(api: Asked) -> None:
    text = api.get("/api/collections/events/items?f=csv&properties=id,summary").body.decode("utf-8-sig")
    assert text.splitlines()[0] == "id,summary,lat,lon"
    assert "\nE9,'=1+1,35.3,36.8\n" in text
    assert api.get("/api/collections/events/items?f=csv&skipGeometry=true&event_id=none").body.count(b"\n") == 1
    assert api.get("/api/collections?f=csv").status == 400


def test_extents_hold_all_features(api: Asked) -> None:
    by_id = {one["id"]: one for one in api.get("/api/collections").json()["collections"]}
    assert list(by_id) == ALWAYS
    assert by_id["posts"]["extent"]["temporal"]["interval"] == [[None, None]]
    assert by_id["zones"]["extent"]["temporal"]["interval"] == [["2020-01-01T00:00:00Z", "2020-01-19T23:59:59Z"]]
    assert by_id["posts"]["extent"]["spatial"]["bbox"] == [[36.4, 35.2, 36.9, 35.8]]
    assert by_id["places"]["extent"]["spatial"]["bbox"][0][1] < 30.2


def test_pages_escape_what_a_dossier_says(api: Asked) -> None:
    page = api.get("/api/collections/events/items?f=html")
    assert "&lt;b&gt;Long&lt;/b&gt;" in page.body.decode()
    assert "<circle" in page.body.decode()
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_an_answer_that_is_known_is_not_sent_again(api: Asked, snapshot: Snapshot) -> None:
    for address in ("/", "/api/collections/zones/items"):
        first = api.get(address, accept_encoding="gzip")
        assert first.headers["content-encoding"] == "gzip"
        again = api.get(address, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        newer = Asked(service(Shown(Snapshot(snapshot.folder, snapshot.about))))
        assert newer.get(address, if_none_match=first.headers["etag"]).status == 200
    assert "content-encoding" not in api.get("/").headers


def test_scripts_of_other_sites_read_it_only_where_they_are_named(snapshot: Snapshot, api: Asked) -> None:
    origin = "https://maps.example"
    allowed = Asked(service(Shown(snapshot), origins=[origin]))
    assert "access-control-allow-origin" not in api.get("/api", origin=origin).headers
    assert allowed.get("/api", origin=origin).headers["access-control-allow-origin"] == origin
    assert "access-control-allow-origin" not in allowed.get("/api", origin="https://evil.example").headers
    asked = {"origin": origin, "access_control_request_method": "GET"}
    assert allowed.get("/api", "OPTIONS", **asked).status == 200


@pytest.mark.parametrize(
    ("host", "url", "base"),
    [
        ("127.0.0.1:8000", "", "http://127.0.0.1:8000/api"),
        ("localhost:9", "", "http://localhost:9/api"),
        ("[::1]:8000", "", "http://[::1]:8000/api"),
        ("192.168.1.7:8000", "", "http://192.168.1.7:8000/api"),
        ("127.0.0.1:8000", "https://maps.example/idlib/", "https://maps.example/idlib/api"),
        ("maps.example", "https://maps.example/idlib", "https://maps.example/idlib/api"),
    ],
)
def test_links_lead_where_the_server_was_asked_or_to_its_url(
    snapshot: Snapshot, host: str, url: str, base: str
) -> None:
    links = Asked(service(Shown(snapshot), url=url), host).get("/api").json()["links"]
    assert all(link["href"].startswith(base) for link in links)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost.evil.example", "a b", "[::1", "::1:x"],
)
def test_a_name_that_is_not_its_own_is_refused(api: Asked, host: str) -> None:
    assert [Asked(api.application, host).get(path).status for path in ("/", "/api", "/api/none")] == [400] * 3


def test_a_token_is_the_first_part_of_all_paths(snapshot: Snapshot) -> None:
    asked = Asked(service(Shown(snapshot), token="/s3cret"))  # noqa: S106 - of this test
    assert [asked.get(path).status for path in ("/", "/api", "/api/collections", "/x/api")] == [404] * 4
    assert [asked.get(f"/s3cret{path}").status for path in ("/", "/api", "/api/collections/zones/items")] == [200] * 3
    links = asked.get("/s3cret/api/collections/zones/items").json()["links"]
    assert all("/s3cret/api/" in link["href"] for link in links)
