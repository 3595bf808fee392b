"""Opens the committed archives for the tests."""

import json
import pathlib
import sqlite3

GEODATA = pathlib.Path(__file__).resolve().parent.parent
ALL = sorted(GEODATA.glob("*.mbtiles"))


class Archive:
    """One archive: its metadata, and its tiles as they are stored."""

    def __init__(self, name):
        self.path = GEODATA / f"{name}.mbtiles"
        self.database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        self.metadata = dict(self.database.execute("SELECT name, value FROM metadata"))
        self.described = json.loads(self.metadata.get("json", "{}"))

    def close(self):
        self.database.close()

    def tile(self, zoom, column, row):
        """The bytes of a tile, rows counted from the north; None where there is none."""
        found = self.database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, column, 2 ** zoom - 1 - row),
        ).fetchone()
        return found and found[0]

    def tiles_by_zoom(self):
        return dict(self.database.execute("SELECT zoom_level, count(*) FROM tiles GROUP BY zoom_level"))
