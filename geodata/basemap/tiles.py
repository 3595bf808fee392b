"""Cuts the layers into vector tiles and writes them as one MBTiles file that is the same on every run."""

import json
import math
import os
import sqlite3
import subprocess

import shapely

WORLD_ZOOMS = range(0, 6)
REGION_ZOOMS = range(6, 9)
REGION = (44.0, 33.0, 96.0, 57.0)
# Most detailed tiles keep every vertex that differs by more than this many tile units.
SIMPLIFICATION = 6
LARGEST_FILE = 10_000_000
ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0) · Unicode CLDR · GSHHG (LGPL)"


def write(layers, about, cache, target, path):
    work = cache / "tiles"
    work.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PATH": os.pathsep.join(map(str, path))}
    world = cut("world", layers, WORLD_ZOOMS, work, environment)
    region = cut("region", clip(layers), REGION_ZOOMS, work, environment)
    tiles = world + [tile for tile in region if in_region(*tile[:3])]
    save(sorted(tiles), {**metadata(layers), **about}, target)
    if target.stat().st_size > LARGEST_FILE:
        raise SystemExit(f"{target.name} is larger than {LARGEST_FILE} bytes")


def clip(layers):
    """The layers around the region, with a margin so that no cut edge shows inside it."""
    x0, y0 = tile_at(REGION[0], REGION[3])
    x1, y1 = tile_at(REGION[2], REGION[1])
    west, north = corner(x0, y0)
    east, south = corner(x1 + 1, y1 + 1)
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


def cut(name, layers, zooms, work, environment):
    """Runs the tiler and returns (zoom, column, row from the north, data) of every tile."""
    archive = work / f"{name}.mbtiles"
    command = [
        "tippecanoe", "--quiet", "--force", "--output", archive,
        "--minimum-zoom", zooms[0], "--maximum-zoom", zooms[-1],
        "--no-feature-limit", "--no-tile-size-limit", "--drop-rate", "1", "--preserve-input-order",
        "--simplification", SIMPLIFICATION, "--simplify-only-low-zooms", "--no-progress-indicator",
    ]
    for layer, features in layers.items():
        source = work / f"{name}-{layer}.geojsonl"
        source.write_text("".join(lines(features)), encoding="utf-8")
        command.append(f"--named-layer={layer}:{source}")
    subprocess.run([str(part) for part in command], check=True, env=environment)
    with sqlite3.connect(archive) as database:
        rows = database.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").fetchall()
    return [(zoom, column, 2 ** zoom - 1 - row, data) for zoom, column, row, data in rows]


def lines(features):
    for feature in features:
        yield json.dumps({
            "type": "Feature",
            "tippecanoe": {"minzoom": feature["minzoom"]},
            "properties": feature["properties"],
            "geometry": shapely.geometry.mapping(feature["geometry"]),
        }, ensure_ascii=False) + "\n"


def tile_at(longitude, latitude, zoom=REGION_ZOOMS[0]):
    side = 2 ** zoom
    mercator = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * side), int((1 - mercator / math.pi) / 2 * side)


def corner(column, row, zoom=REGION_ZOOMS[0]):
    """North-west corner of a tile."""
    side = 2 ** zoom
    return column / side * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / side))))


def in_region(zoom, column, row):
    """Whole tiles of the lowest regional zoom, so that a map seldom shows two levels of detail side by side."""
    x0, y0 = tile_at(REGION[0], REGION[3])
    x1, y1 = tile_at(REGION[2], REGION[1])
    up = zoom - REGION_ZOOMS[0]
    return x0 <= column >> up <= x1 and y0 <= row >> up <= y1


def save(tiles, metadata, target):
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(unfinished) as database:
        database.execute("CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT)")
        database.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        database.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        database.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        database.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [(zoom, column, 2 ** zoom - 1 - row, data) for zoom, column, row, data in tiles],
        )
        database.commit()
        database.execute("VACUUM")
    unfinished.replace(target)


def metadata(layers):
    return {
        "name": "Steppe Atlas basemap",
        "description": "Land, water, borders and names of Central Asia in their time, and a plain world around it",
        "format": "pbf",
        "type": "baselayer",
        "version": "1",
        "minzoom": str(WORLD_ZOOMS[0]),
        "maxzoom": str(REGION_ZOOMS[-1]),
        "bounds": "-180,-85.0511,180,85.0511",
        "center": "68,45,4",
        "attribution": ATTRIBUTION,
        "json": json.dumps({"vector_layers": vector_layers(layers), "dates": dates(layers)}, ensure_ascii=False),
    }


def vector_layers(layers):
    kinds = {int: "Number", str: "String"}
    return [
        {
            "id": name,
            "minzoom": min(feature["minzoom"] for feature in features),
            "maxzoom": REGION_ZOOMS[-1],
            "fields": {
                key: kinds[type(value)]
                for feature in features
                for key, value in feature["properties"].items()
            },
        }
        for name, features in layers.items()
    ]


def dates(layers):
    """The days on which anything on the basemap changes: between two of them a map need not be drawn anew."""
    from days import EVER, NEVER_ENDS

    days = {
        feature["properties"].get(key)
        for features in layers.values()
        for feature in features
        for key in ("from", "until")
    }
    return sorted(days - {None, EVER, NEVER_ENDS})
