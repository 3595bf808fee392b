"""Checks the archives as they are committed, and the dates on them. Needs Python alone: `python3 -m unittest discover geodata/basemap`."""

import gzip
import pathlib
import unittest

import days
import freshness
import mbtiles
from archives import ALL, GEODATA, Archive

HERE = pathlib.Path(__file__).resolve().parent
LARGEST_TOGETHER = 40_000_000


class Days(unittest.TestCase):
    def test_a_date_counts_from_its_first_day(self):
        self.assertEqual(days.day("1970-01-02", None), 1)
        self.assertEqual(days.day("1971", None), 365)
        self.assertEqual(days.day("1970-02~", None), 31)

    def test_open_ends_reach_as_far_as_the_numbers_do(self):
        self.assertEqual(days.span(), {"from": -2147483647, "until": 2147483647})


class Archives(unittest.TestCase):
    def test_are_small_enough_to_be_kept_with_the_code(self):
        self.assertLess(sum(path.stat().st_size for path in ALL), LARGEST_TOGETHER)

    def test_hold_the_tiles_that_were_built(self):
        self.assertEqual(mbtiles.hashes(ALL), (HERE / "tiles.sha256").read_text(encoding="utf-8"))

    def test_say_what_they_are_and_whose(self):
        credits = {
            "basemap": ("pbf", "Natural Earth"),
            "transport": ("pbf", "OpenStreetMap"),
            "countries": ("pbf", "Natural Earth"),
            "relief": ("webp", "Patterson"),
            "relief-near": ("webp", "GEBCO"),
            "terrain": ("webp", "GEBCO"),
        }
        self.assertEqual({path.stem for path in ALL}, set(credits))
        for name, (form, credit) in credits.items():
            with self.subTest(name):
                archive = Archive(name)
                self.addCleanup(archive.close)
                about = archive.metadata
                self.assertEqual(about["format"], form)
                self.assertIn(credit, about["attribution"])
                west, south, east, north = map(float, about["bounds"].split(","))
                self.assertTrue(-180 <= west < east <= 180 and -86 < south < north < 86)
                zooms = sorted(archive.tiles_by_zoom())
                self.assertEqual(zooms, list(range(int(about["minzoom"]), int(about["maxzoom"]) + 1)))

    def test_roads_and_railways_are_told_apart_and_ranked(self):
        archive = Archive("transport")
        self.addCleanup(archive.close)
        (layer,) = archive.described["vector_layers"]
        self.assertEqual((layer["id"], layer["fields"]), ("transport", {"kind": "String", "rank": "Number"}))
        tashkent = gzip.decompress(archive.tile(7, 88, 47))
        for kind in (b"road", b"rail"):
            self.assertIn(kind, tashkent)

    def test_countries_are_told_by_their_codes(self):
        archive = Archive("countries")
        self.addCleanup(archive.close)
        (layer,) = archive.described["vector_layers"]
        self.assertEqual((layer["id"], layer["fields"]), ("country", {"iso": "String"}))
        whole = gzip.decompress(archive.tile(0, 0, 0))
        for code in (b"KZ", b"KG", b"TJ", b"TM", b"UZ", b"CN", b"RU", b"IN", b"IR", b"BY"):
            self.assertIn(code, whole)

    def test_countries_take_little_room(self):
        self.assertLess((GEODATA / "countries.mbtiles").stat().st_size, 650_000)

    def test_heights_say_how_they_are_encoded(self):
        archive = Archive("terrain")
        self.addCleanup(archive.close)
        self.assertEqual((archive.metadata["encoding"], archive.metadata["tilesize"]), ("terrarium", "512"))


class Basemap(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.archive = Archive("basemap")
        cls.described = cls.archive.described

    @classmethod
    def tearDownClass(cls):
        cls.archive.close()

    def tile(self, zoom, column, row):
        return gzip.decompress(self.archive.tile(zoom, column, row))

    def test_covers_the_world_to_zoom_6_and_the_region_to_zoom_9(self):
        counts = self.archive.tiles_by_zoom()
        self.assertEqual({zoom: counts[zoom] for zoom in range(7)}, {zoom: 4 ** zoom for zoom in range(7)})
        self.assertEqual((counts[8], counts[9]), (4 * counts[7], 16 * counts[7]))
        self.assertIsNotNone(self.archive.tile(9, 362, 186))

    def test_names_civil_airports_alone(self):
        almaty = self.tile(7, 91, 46)
        self.assertIn(b"ALA", almaty)
        self.assertNotIn(b"Air Base", almaty)

    def test_describes_its_layers(self):
        layers = {layer["id"]: layer["fields"] for layer in self.described["vector_layers"]}
        self.assertEqual(
            set(layers), {"land", "water", "river", "border", "admin", "airport", "country", "region", "place", "sea"}
        )
        for layer in ("water", "admin", "region", "place", "sea"):
            self.assertLessEqual({"from", "until"}, set(layers[layer]), layer)
        for layer in ("country", "region", "place", "sea", "river"):
            self.assertLessEqual({"name"} | {f"name:{code}" for code in "ru zh kk ky uz tg".split()}, set(layers[layer]))

    def test_lists_the_days_on_which_it_changes(self):
        dates = self.described["dates"]
        self.assertEqual(dates, sorted(set(dates)))
        for day in ("1998-05-06", "2019-03-23", "2022-09-19", "2022-06-08", "1987", "2014"):
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
            self.archive.metadata["places"], freshness.fingerprint(GEODATA / "places.json"),
            "geodata/places.json has changed: run `make basemap` and commit geodata/basemap.mbtiles",
        )


if __name__ == "__main__":
    unittest.main()
