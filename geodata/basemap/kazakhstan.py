"""First-level lines of Kazakhstan that are younger than Natural Earth's: Shymkent, Abai, Jetisu and Ulytau."""

import json

import shapely

from days import span
from feature import feature
from neighbours import shared_lines

SINCE = {
    ("Shymkent", "Turkistan Region"): "2018-06-19",
    ("Abay Region", "East Kazakhstan Region"): "2022-06-08",
    ("Almaty Region", "Jetisu Region"): "2022-06-08",
    ("Karaganda Region", "Ulytau Region"): "2022-06-08",
}
# The outlines hold more than a map of the region can show; in degrees.
TOLERANCE = 0.002


def new_lines(folder, network):
    """The new lines, their ends drawn on to the `network` of older lines, which come from another survey."""
    with open(folder / "kz-adm1.geojson", encoding="utf-8") as file:
        units = json.load(file)["features"]
    areas = [(shapely.force_2d(shapely.geometry.shape(unit["geometry"])), unit["properties"]["ADM1_EN"]) for unit in units]
    since = {frozenset(pair): day for pair, day in SINCE.items()}
    found = {keys: line for keys, line in shared_lines(areas) if keys in since}
    if found.keys() != since.keys():
        raise SystemExit("the outlines of the regions of Kazakhstan no longer hold the lines that are taken from them")
    features = []
    for keys, line in found.items():
        for part in shapely.get_parts(line):
            features.append(feature(joined(part.simplify(TOLERANCE), network), span(since[keys]), 4))
    return features


def joined(line, network):
    if line.is_closed:
        return line
    ends = [shapely.shortest_line(network, shapely.Point(line.coords[i])).coords[0] for i in (0, -1)]
    return shapely.LineString([ends[0], *line.coords, ends[1]])
