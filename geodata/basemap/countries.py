"""The areas of countries by their ISO code, to be filled by what a country belongs to on a day."""

import shapely

import mbtiles
import shapes
from feature import feature, zoom_of_size
from tiles import metadata

WORLD_ZOOMS = range(0, 4)
REGION_ZOOMS = range(4, 6)
# An area that Natural Earth gives a name of its own to, leased out of the country it lies in.
BAIKONUR = shapely.Point(63.3, 45.7)
LESSOR_OF_BAIKONUR = "KZ"
# Filled for nobody: two states claim it, and who holds it changed in the years the atlas shows.
UNFILLED = ("Crimea", "Sevastopol")
# Islands smaller than this at a zoom are left out there, the smallest up to the last zoom of the world; in pixels.
SMALLEST = 1


def write(sources, tiler, target):
    layers = {"country": areas(sources)}
    print(f"country  {len(layers['country']):6} features")
    tiles = tiler.world("countries", layers, WORLD_ZOOMS) + tiler.region("countries-region", layers, REGION_ZOOMS)
    mbtiles.write(tiles, metadata(layers, (WORLD_ZOOMS[0], REGION_ZOOMS[-1]), ABOUT), target)


def areas(sources):
    """One feature a part of a country, so that far islands come as late as their size asks for."""
    atlas = sources["qgis-common"] / "world_map.gpkg"
    unfilled = shapely.union_all(
        [shape for shape, unit in shapes.read(atlas, "states_provinces") if unit["name"] in UNFILLED]
    )
    features = []
    for shape, row in shapes.read(atlas, "countries"):
        code = LESSOR_OF_BAIKONUR if shape.contains(BAIKONUR) else row["iso_a2"]
        if len(code) != 2 or not code.isalpha():
            continue  # not a country with a code: buffer zones, states that few recognise
        if shape.intersects(unfilled):
            shape = shapely.difference(shape, unfilled)
        features += [
            feature(part, {"iso": code}, min(zoom_of_size(part.area ** 0.5, SMALLEST), WORLD_ZOOMS[-1]))
            for part in shapely.get_parts(shape)
            if part.geom_type == "Polygon"
        ]
    return features


ABOUT = {
    "name": "Steppe Atlas countries",
    "description": "Areas of countries, to be filled",
    "type": "overlay",
    "bounds": "-180,-85.0511,180,85.0511",
    "center": "68,45,4",
    "attribution": "Natural Earth",
}
