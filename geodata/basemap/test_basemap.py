"""Checks the basemap as it is committed, and the dates on it. Needs Python alone: `python3 -m unittest discover geodata/basemap`."""

import gzip
import json
import pathlib
import sqlite3
import unittest

import days
import freshness

GEODATA = pathlib.Path(__file__).resolve().parent.parent
ARCHIVE = GEODATA / "basemap.mbtiles"


class Days(unittest.TestCase):
    def test_a_date_counts_from_its_first_day(self):
        self.assertEqual(days.day("1970-01-02", None), 1)
        self.assertEqual(days.day("1971", None), 365)
        self.assertEqual(days.day("1970-02~", None), 31)

    def test_open_ends_reach_as_far_as_the_numbers_do(self):
        self.assertEqual(days.span(), {"from": -2147483647, "until": 2147483647})


class Archive(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.database = sqlite3.connect(f"file:{ARCHIVE}?mode=ro", uri=True)
        cls.metadata = dict(cls.database.execute("SELECT name, value FROM metadata"))
        cls.described = json.loads(cls.metadata["json"])

    @classmethod
    def tearDownClass(cls):
        cls.database.close()

    def tile(self, zoom, column, row):
        found = self.database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, column, 2 ** zoom - 1 - row),
        ).fetchone()
        return gzip.decompress(found[0]) if found else None

    def test_is_small_enough_to_be_kept_with_the_code(self):
        self.assertLess(ARCHIVE.stat().st_size, 10_000_000)

    def test_covers_the_world_to_zoom_5_and_the_region_to_zoom_8(self):
        counts = dict(self.database.execute("SELECT zoom_level, count(*) FROM tiles GROUP BY zoom_level"))
        self.assertEqual({zoom: counts[zoom] for zoom in range(6)}, {zoom: 4 ** zoom for zoom in range(6)})
        self.assertEqual(counts[7], 4 * counts[6])
        self.assertEqual(counts[8], 16 * counts[6])
        self.assertEqual((self.metadata["minzoom"], self.metadata["maxzoom"]), ("0", "8"))

    def test_describes_its_layers(self):
        layers = {layer["id"]: layer["fields"] for layer in self.described["vector_layers"]}
        self.assertEqual(
            set(layers), {"land", "water", "river", "border", "admin", "country", "region", "place", "sea"}
        )
        for layer in ("water", "admin", "region", "place", "sea"):
            self.assertLessEqual({"from", "until"}, set(layers[layer]), layer)
        for layer in ("country", "region", "place", "sea", "river"):
            self.assertLessEqual({"name"} | {f"name:{code}" for code in "ru zh kk ky uz tg".split()}, set(layers[layer]))

    def test_lists_the_days_on_which_it_changes(self):
        dates = self.described["dates"]
        self.assertEqual(dates, sorted(set(dates)))
        for day in ("1998-05-06", "2019-03-23", "2022-09-19", "2022-06-08", "1987"):
            self.assertIn(days.day(day, None), dates)

    def test_holds_every_name_the_capital_of_kazakhstan_had(self):
        tile = self.tile(5, 22, 10)
        for name in ("Целиноград", "Ақмола", "Astana", "Нұр-Сұлтан", "阿斯塔纳"):
            self.assertIn(name.encode(), tile, name)

    def test_tells_kinds_of_borders_apart(self):
        kashmir = self.tile(5, 22, 12)
        for kind in (b"international", b"disputed", b"line_of_control", b"claim"):
            self.assertIn(kind, kashmir)

    def test_is_built_from_the_places_of_today(self):
        self.assertEqual(
            self.metadata["places"], freshness.fingerprint(GEODATA / "places.json"),
            "geodata/places.json has changed: run `make basemap` and commit geodata/basemap.mbtiles",
        )


if __name__ == "__main__":
    unittest.main()
