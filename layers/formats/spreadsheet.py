"""Tables for spreadsheets: CSV in UTF-8 with a byte order mark, which is what spreadsheets need to read Arabic."""

import csv
from pathlib import Path

import pandas as pd

from geo.readers.sheet import guarded
from layers.frames import plain


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Write a table without its geometry; missing values are empty cells, dates ISO text."""
    columns = [column for column in table.columns if column != "geometry"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*([guarded(plain(value)) for value in table[column]] for column in columns), strict=True))
    return path
