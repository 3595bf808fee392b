"""Cuts layers of features into vector tiles that are the same on every run."""

import json
import os
import sqlite3
import subprocess

import shapely

from mercator import corner, tile_at, tiles_touching

# Around Central Asia (west, south, east, north): here the map is drawn in detail.
REGION = (44.0, 33.0, 96.0, 57.0)
# Most detailed tiles keep every vertex that differs by more than this many tile units.
SIMPLIFICATION = 6


class Tiler:
    """Runs tippecanoe: where it is found, and where its files go in between."""

    def __init__(self, work, path):
        self.work = work
        self.environment = {**os.environ, "PATH": os.pathsep.join(map(str, path))}
        work.mkdir(parents=True, exist_ok=True)

    def world(self, name, layers, zooms):
        """(zoom, column, row from the north, data) of every tile."""
        archive = self.work / f"{name}.mbtiles"
        command = [
            "tippecanoe", "--quiet", "--force", "--output", archive,
            "--minimum-zoom", zooms[0], "--maximum-zoom", zooms[-1],
            "--no-feature-limit", "--no-tile-size-limit", "--drop-rate", "1", "--preserve-input-order",
            "--simplification", SIMPLIFICATION, "--simplify-only-low-zooms", "--no-progress-indicator",
        ]
        for layer, features in layers.items():
            source = self.work / f"{name}-{layer}.geojsonl"
            source.write_text("".join(lines(features)), encoding="utf-8")
            command.append(f"--named-layer={layer}:{source}")
        subprocess.run([str(part) for part in command], check=True, env=self.environment)
        with sqlite3.connect(archive) as database:
            rows = database.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").fetchall()
        return [(zoom, column, 2 ** zoom - 1 - row, data) for zoom, column, row, data in rows]

    def region(self, name, layers, zooms):
        """The tiles of the region alone: whole tiles of the lowest zoom, so that a map seldom shows two levels of
        detail side by side."""
        shown = set(tiles_touching(zooms[0], REGION))
        tiles = self.world(name, clip(layers, zooms[0]), zooms)
        return [tile for tile in tiles if (tile[1] >> tile[0] - zooms[0], tile[2] >> tile[0] - zooms[0]) in shown]


def clip(layers, zoom):
    """The layers around the region, with a margin so that no cut edge shows inside it."""
    west, south, east, north = REGION
    left, top = tile_at(zoom, west, north)
    right, bottom = tile_at(zoom, east, south)
    west, north = corner(zoom, left, top)
    east, south = corner(zoom, right + 1, bottom + 1)
    frame = shapely.box(west - 1, south - 1, east + 1, north + 1)
    shapely.prepare(frame)
    return {
        name: [
            {**feature, "geometry": shapely.intersection(feature["geometry"], frame)}
            for feature in features
            if frame.intersects(feature["geometry"])
        ]
        for name, features in layers.items()
    }


def lines(features):
    for feature in features:
        yield json.dumps({
            "type": "Feature",
            "tippecanoe": {"minzoom": feature["minzoom"]},
            "properties": feature["properties"],
            "geometry": shapely.geometry.mapping(feature["geometry"]),
        }, ensure_ascii=False) + "\n"


def metadata(layers, zooms, about, *, more=None):
    """What an archive of vector tiles says of itself: its texts as given, and what is the same for all of them."""
    return {
        "name": about["name"],
        "description": about["description"],
        "format": "pbf",
        "type": about["type"],
        "version": "1",
        "minzoom": str(zooms[0]),
        "maxzoom": str(zooms[-1]),
        "bounds": about["bounds"],
        **({"center": about["center"]} if "center" in about else {}),
        "attribution": about["attribution"],
        "json": json.dumps({"vector_layers": described(layers, zooms[-1]), **(more or {})}, ensure_ascii=False),
    }


def described(layers, last_zoom):
    """The layers as `vector_layers` of TileJSON."""
    kinds = {int: "Number", str: "String"}
    return [
        {
            "id": name,
            "minzoom": min(feature["minzoom"] for feature in features),
            "maxzoom": last_zoom,
            "fields": {
                key: kinds[type(value)]
                for feature in features
                for key, value in feature["properties"].items()
            },
        }
        for name, features in layers.items()
    ]
