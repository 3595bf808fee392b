"""Measures our server side by side with its peers on the same made-up layers.

    python3 benches/peers/bench.py [SIZE …] [--seconds N]

measures layers of these sizes, each round N seconds long, and leaves the results in target/bench/results; `tell.py` puts
them into docs/performance.md. `install` brings the peers, `servers` starts them, `questions` and `addresses` make the
requests, `cases` says who gets which, `run` and `load` measure, `answers` and `same_tile` hold the answers against the
truth and against each other.
"""

import argparse
import contextlib
import gzip
import json
import shutil
import signal
import sqlite3
import sys

import addresses
import answers
import cases
import machine
import made_up
import mvt
import questions
import same_tile
import servers
from database import database
from install import install
from places import BASEMAP, RESULTS, WORK
from processes import running
from run import fetch, run

SIZES = [1_000, 10_000, 100_000, 1_000_000]
LARGEST_IN_MARTINS_MEMORY = 100_000  # of features as GeoJSON; a million take it 7 GB and seconds a tile
ANSWERS_AT = 10_000
COMPARED_ZOOMS = range(6, 11)
COMPARED_TILES = 12  # of each zoom


def main():
    # A kill is an exit like any other, so that no server is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    asked = arguments()
    install()
    measure(asked.sizes, asked.seconds)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="features of a layer")
    parser.add_argument("--seconds", type=int, default=3, help="of a round")
    return parser.parse_args()


def measure(sizes, seconds):
    RESULTS.mkdir(parents=True, exist_ok=True)
    keep("machine", machine.described() | {"versions": servers.versions()})
    with database() as postgres:
        for size in sorted(sizes):
            print(f"{size:,} features", flush=True)
            postgres.load(str(size), made_up.folder(size) / "layer.geojson")
            keep(f"size-{size}", of_size(size, postgres, seconds))
            postgres.drop(str(size))
    print("tiles of an MBTiles file", flush=True)
    keep("size-0", of_archive(seconds))


def keep(name, result):
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1))


def of_size(size, postgres, seconds):
    """Everything that is measured on a layer of one size."""
    folder, places = made_up.folder(size), made_up.places(size)
    work = fresh(WORK / "servers")
    start = started_twice(folder)
    with contextlib.ExitStack() as stack:
        def up(server):
            stack.enter_context(running(server))
            return server

        layer = (postgres, str(size))
        all_servers = {
            "steppe": up(servers.steppe(folder)),
            "tipg": up(servers.tipg(*layer)),
            "pygeoapi": up(servers.pygeoapi(work, *layer)),
            "Martin, PostGIS": up(servers.martin(work, "Martin, PostGIS", database=layer, cached=False)),
            "Martin, cached": up(servers.martin(work, "Martin, cached", database=layer, cached=True)),
        }
        if size <= LARGEST_IN_MARTINS_MEMORY:
            file = folder / "layer.geojson"
            all_servers["Martin, GeoJSON"] = up(servers.martin(work, "Martin, GeoJSON", file=file, cached=False))
        ours = all_servers["steppe"]
        put_file(work, "hot", ours.origin + addresses.tile("steppe", cases.hot_tile(places)))
        put_file(work, "whole", ours.origin + addresses.whole("steppe", cases.WHOLE_LIMIT))
        all_servers["nginx"] = up(servers.nginx(work))
        factor = answers.factor_for_equal_answers(ours, places)
        measured = cases.of_layer(size, places, factor)
        # Tiles first: each is asked for once, so none may have been asked for before.
        order = sorted(measured, key=lambda case: case.key != "distinct")
        result = {"start": start, "titles": {case.key: case.title for case in measured},
                  "cases": {case.key: run(case, all_servers, work, seconds) for case in order}}
        if size == ANSWERS_AT:
            result["answers"] = answers.over_time(size, folder / "layer.geojson", postgres, all_servers)
            result["boxes"] = answers.in_boxes(size, places, postgres, all_servers)
            result["tiles"] = compared(places, all_servers)
        return result


def started_twice(folder):
    """Seconds until our server answers, without and with what it may keep beside the data, and its memory then."""
    for kept in folder.iterdir():
        if kept.name != "layer.geojson":
            kept.unlink()
    figures = {}
    for name in ("seconds", "again"):
        with running(servers.steppe(folder)) as (server,):
            figures[name], figures["memory"] = server.seconds_to_start, server.memory()
    return figures | {"file": (folder / "layer.geojson").stat().st_size}


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    return folder


def put_file(work, name, address):
    """Keeps an answer of ours, compressed as it came, as a file for nginx."""
    status, body = fetch(address, encoded=True)
    if status != 200:
        raise RuntimeError(f"{address} is answered {status}")
    (work / "files" / name).write_bytes(body)


def compared(places, all_servers):
    """For each zoom: whether tiles of ours and of Martin's hold the same features in the same places."""
    rows = []
    for z in COMPARED_ZOOMS:
        tiles = sorted({(z, *questions.tile_at(lon, lat, z)) for lon, lat in places})[:: max(1, len(places) // 997)][:COMPARED_TILES]
        row = {"zoom": z, "tiles": len(tiles), "both": 0, "only_first": 0, "only_second": 0, "farthest": 0.0}
        for tile in tiles:
            pair = [mvt.layers(fetch(all_servers[name].origin + addresses.tile(name, tile))[1])["layer"]
                    for name in ("steppe", "Martin, PostGIS")]
            found = same_tile.difference(*pair)
            for figure in ("both", "only_first", "only_second"):
                row[figure] += getattr(found, figure)
            row["farthest"] = max(row["farthest"], found.farthest)
        rows.append(row)
    return rows


def of_archive(seconds):
    """The background map, as its MBTiles file from ours and Martin, as files from nginx."""
    work, folder = fresh(WORK / "servers"), fresh(WORK / "archive")
    shutil.copy(BASEMAP, folder / "basemap.mbtiles")
    shutil.copy(made_up.folder(SIZES[0]) / "layer.geojson", folder)
    case = cases.archive(unpacked(work / "files" / "basemap"))
    with running(servers.steppe(folder)) as (ours,), \
            running(servers.martin(work, "Martin, cached", cached=True)) as (martin,), running(servers.nginx(work)) as (nginx,):
        contenders = {"steppe": ours, "Martin, cached": martin, "nginx": nginx}
        return {"titles": {case.key: case.title}, "cases": {case.key: run(case, contenders, work, seconds)}}


def unpacked(folder):
    """Writes the tiles of the background map as files z/x/y, compressed as they are; gives their addresses."""
    found = []
    with contextlib.closing(sqlite3.connect(BASEMAP)) as file:
        rows = file.execute("select zoom_level, tile_column, tile_row, tile_data from tiles where zoom_level between ? and ?",
                            (min(cases.ARCHIVE_ZOOMS), max(cases.ARCHIVE_ZOOMS)))
        for z, x, row, data in rows:
            y = (1 << z) - 1 - row  # MBTiles counts rows from the south
            path = folder / str(z) / str(x) / str(y)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if data[:2] == b"\x1f\x8b" else gzip.compress(data))
            found.append((z, x, y))
    return found


if __name__ == "__main__":
    main()
