"""Writes MBTiles files that are the same on every run, and tells what tiles a file holds by one hash.

`python3 geodata/basemap/mbtiles.py geodata/*.mbtiles` prints the hash of each, as tiles.sha256 has them.
"""

import hashlib
import pathlib
import sqlite3
import sys


def write(tiles, metadata, target):
    """Tiles are (zoom, column, row from the north, data)."""
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
            [(zoom, column, 2 ** zoom - 1 - row, data) for zoom, column, row, data in sorted(tiles)],
        )
        database.commit()
        database.execute("VACUUM")
    unfinished.replace(target)


def hash_of_tiles(path):
    """SHA-256 over address, length and bytes of every tile in order; how the file lays them out does not count."""
    digest = hashlib.sha256()
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = database.execute(
        "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY zoom_level, tile_column, tile_row"
    )
    for zoom, column, row, data in rows:
        digest.update(f"{zoom}/{column}/{row} {len(data)}\n".encode())
        digest.update(data)
    database.close()
    return digest.hexdigest()


def hashes(paths):
    """One line an archive: the hash of its tiles, and its name."""
    return "".join(f"{hash_of_tiles(path)}  {path.name}\n" for path in sorted(paths))


if __name__ == "__main__":
    sys.stdout.write(hashes(map(pathlib.Path, sys.argv[1:])))
