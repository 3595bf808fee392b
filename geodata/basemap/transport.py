"""Main roads and railways as they run today: a quiet ground for the corridors of the atlas. From OpenStreetMap (ODbL)."""

import gzip

import shapely

import labels
import mbtiles
import network
from feature import feature
from mercator import tiles_touching
from tiles import REGION, metadata

ZOOMS = range(4, 10)
KINDS = {"road": "world_highways.py", "rail": "world_railways.py"}
# Rank 1 is what leads from one such town to another (rank in places.json), rank 2 the same for more towns, 3 the rest.
TOWNS = {1: 2, 2: 4}
FROM_ZOOM = {1: 4, 2: 6, 3: 7}
# A tile with the layer (name, extent 4096, version 2) and nothing in it, where there is no road: a viewer that asks for
# what is inside the bounds gets no error.
NOTHING = gzip.compress(b"\x1a\x10\x0a\x09transport\x28\x80\x20\x78\x02", mtime=0)


def write(sources, places_file, tiler, target):
    towns = labels.read_places(places_file)["places"]
    layers = {"transport": [line for kind in KINDS for line in lines(sources, kind, towns)]}
    print(f"transport {len(layers['transport']):6} lines")
    tiles = tiler.region("transport", layers, ZOOMS)
    there = {tile[:3] for tile in tiles}
    places = [(zoom, column, row) for zoom in ZOOMS for column, row in tiles_touching(zoom, REGION)]
    tiles += [(*place, NOTHING) for place in places if place not in there]
    mbtiles.write(tiles, metadata(layers, ZOOMS, ABOUT), target)


def lines(sources, kind, towns):
    links = network.read(sources["scgraph_data"] / KINDS[kind], REGION)
    network.thin(links)
    ways = [network.on_ways_between(links, served(towns, least)) for least in TOWNS.values()]
    for rank, zoom in FROM_ZOOM.items():
        # The last rank is all that the ranks before it have left.
        chosen = network.taken_out(links, ways[rank - 1]) if rank in TOWNS else links
        for chain in network.chains(chosen):
            yield feature(shapely.LineString(chain), {"kind": kind, "rank": rank}, zoom)


def served(towns, least):
    return [(town["lon"], town["lat"]) for town in towns if town["rank"] <= least]


ABOUT = {
    "name": "Steppe Atlas transport",
    "description": "Main roads and railways of Central Asia, simplified",
    "type": "overlay",
    "bounds": ",".join(map(str, REGION)),
    "attribution": "© OpenStreetMap contributors, ODbL 1.0",
}
