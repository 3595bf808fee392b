"""Civil airports of the region."""

import csv
import re

import shapely

from feature import feature
from tiles import REGION

# Every airport with regular flights has an IATA code; military fields that share one are left out by their names.
MILITARY = re.compile(r"\b(air ?base|air force|afb|military|army|naval)\b", re.IGNORECASE)
FROM_ZOOM = {1: 7, 2: 8}


def airports(sources):
    """Rank 1 are those that call themselves international."""
    west, south, east, north = REGION
    features = []
    with open(sources["airportsdata"] / "airports.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            longitude, latitude = float(row["lon"]), float(row["lat"])
            inside = west <= longitude <= east and south <= latitude <= north
            if not inside or not row["iata"] or MILITARY.search(row["name"]):
                continue
            rank = 1 if "International" in row["name"] else 2
            properties = {"iata": row["iata"], "name": row["name"], "rank": rank}
            features.append(feature(shapely.Point(longitude, latitude), properties, FROM_ZOOM[rank]))
    return features
