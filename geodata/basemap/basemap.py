"""The still map: land, water, borders and names, with what changed on it over time."""


import airports
import freshness
import labels
import mbtiles
import shapes
from days import EVER, NEVER_ENDS
from tiles import metadata

WORLD_ZOOMS = range(0, 7)
REGION_ZOOMS = range(7, 10)


def write(sources, places_file, tiler, target):
    layers = read(sources, labels.read_places(places_file))
    for name, features in layers.items():
        print(f"{name:8} {len(features):6} features")
    tiles = tiler.world("world", layers, WORLD_ZOOMS) + tiler.region("region", layers, REGION_ZOOMS)
    said = metadata(layers, (WORLD_ZOOMS[0], REGION_ZOOMS[-1]), ABOUT, more={"dates": dates(layers)})
    mbtiles.write(tiles, {**said, "places": freshness.fingerprint(places_file)}, target)


def read(sources, places):
    return {
        "land": shapes.land(sources),
        "water": shapes.water(sources),
        "river": shapes.rivers(sources, labels.river_names(places)),
        "border": shapes.borders(sources),
        "admin": shapes.admin(sources),
        "airport": airports.airports(sources),
        "country": labels.countries(places, sources),
        "region": labels.regions(places),
        "place": labels.towns(places),
        "sea": labels.physical(places),
    }


ABOUT = {
    "name": "Steppe Atlas basemap",
    "description": "Land, water, borders and names of Central Asia in their time, and a plain world around it",
    "type": "baselayer",
    "bounds": "-180,-85.0511,180,85.0511",
    "center": "68,45,4",
    "attribution": "Natural Earth · GeoNames (CC BY 4.0) · Unicode CLDR · GSHHG (LGPL) · airportsdata",
}


def dates(layers):
    """The days on which anything on the basemap changes: between two of them a map need not be drawn anew."""
    days = {
        feature["properties"].get(key)
        for features in layers.values()
        for feature in features
        for key in ("from", "until")
    }
    return sorted(days - {None, EVER, NEVER_ENDS})
