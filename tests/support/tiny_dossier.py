"""A small dossier of made-up places: five files of a few lines, built in a second."""

import zipfile
from pathlib import Path

TINY = {
    "dossier.toml": """\
title = "Tiny"
summary = "A small one."
language = "en"
area = [36.0, 35.0, 37.4, 36.6]
start = 2020-01-01
end = 2020-01-20
embargo_days = 7

[[sides]]
id = "north"
name = "North"
colour = "#0072B2"

[[sides]]
id = "south"
name = "South"
colour = "#D55E00"

[[anchors]]
side = "north"
name = "Home"
where = "36.5,36.5"
""",
    "places.csv": """\
id,name_en,name_ar,aliases,kind,admin1,lat,lon,uncertainty_km,country,sources
P1,Alphaville,,,place,,35.3,36.8,1.5,SY,S1
P2,Betatown,,Beta,place,,35.9,36.8,1.5,SY,S1
P3,Gammaton,,,place,,36.1,36.5,1.5,SY,S1
P5,Farawayville,,,place,,30.1,36.5,1.5,SY,S1
""",
    "posts.csv": """\
id,name,name_ar,side,place,lat,lon,uncertainty_km,start_date,end_date,sources
A1,Post One,,north,,35.5,36.5,2,,,S1
A3,Post Three,,north,,35.8,36.9,2,,,S1
""",
    "control.csv": """\
id,date,until,place,location_status,side,from_side,kind,confidence,sources,note
R1,2020-01-02,,P1,,south,north,report,high,S1,
R2,2020-01-03,,Beta,,north,,report,low,S1,
R3,2020-01-04,,P3,,south,north,report,medium,S1,
R4,2020-01-03/2020-01-05,,P5,,south,,report,medium,S1,
""",
    "events.csv": """\
id,start_date,end_date,time_precision,place,geo_precision,event_type,actor1,actor2,fatalities_low,fatalities_best,fatalities_high,summary,sources,note,location_status
E1,2020-01-03,,1,P1,1,clash,north,south,1,2,3,They fought.,S1,,
E2,2020-01-03,,1,P1,1,clash,north,south,1,2,3,They fought again.,,,
""",
    "sources.csv": "key,url,archive_url,publisher,leaning,reliability\nS1,https://a.example/1,,A Paper,,B\n",
    "reports/one.txt": "title: One\npublished: 2020-01-03\n\nThey met.\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def unpacked(path: Path) -> list[bytes]:
    """The bytes of a file, or of the files in an archive."""
    if path.suffix == ".qgz":
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name) for name in archive.namelist()]
    return [path.read_bytes()]
