"""Checks the parts of the bench that need no server. Needs Python alone: `python3 -m unittest discover benches/peers`."""

import math
import pathlib
import tempfile
import json
import unittest
import xml.etree.ElementTree

import addresses
import answers
import document
import estimates
import goals
import growth
import mvt
import processes
import questions
import same_tile


def rounds(*requests_per_second, cpu_ms=1.0):
    return [{"requests_per_second": number, "p50_ms": 1.0, "p99_ms": 3.0, "max_ms": 4.0, "bytes": 2_000.0, "cpu_ms": cpu_ms,
             "memory": 5_000_000, "refused": 0, "broken": 0} for number in requests_per_second]


class Questions(unittest.TestCase):
    PLACES = [(70.0, 45.0), (60.0, 40.0)]

    def test_are_the_same_for_the_same_seed_and_others_for_another(self):
        one, again, other = (questions.boxes(self.PLACES, 2, 50, seed, years=10) for seed in (1, 1, 2))
        self.assertEqual(one, again)
        self.assertFalse(set(one) & set(other))

    def test_hold_a_place_and_ten_years(self):
        for box in questions.boxes(self.PLACES, 0.5, 100, 1, years=10):
            west, south, east, north = box.corners
            self.assertTrue(any(west <= lon <= east and south <= lat <= north for lon, lat in self.PLACES))
            self.assertEqual(int(box.days[1][:4]) - int(box.days[0][:4]), 10)

    def test_a_box_shrinks_around_its_middle(self):
        self.assertEqual(questions.Box((10, 20, 14, 22), ("a", "b")).shrunk(0.5), questions.Box((11, 20.5, 13, 21.5)))

    def test_a_place_lies_in_its_tile(self):
        self.assertEqual(questions.tile_at(76.95, 43.24, 10), (730, 375))  # Almaty
        self.assertEqual(questions.tile_at(0.1, 0.1, 0), (0, 0))

    def test_tiles_are_dealt_out_once_with_every_zoom_in_each_hand(self):
        tiles = questions.tiles(range(3, 9))
        hands = questions.dealt(tiles, 2, "test")
        self.assertEqual(sorted(hands[0] + hands[1]), sorted(tiles))
        self.assertEqual([{z for z, _, _ in hand} for hand in hands], [set(range(3, 9))] * 2)


class Addresses(unittest.TestCase):
    BOX = questions.Box((60, 40, 62, 42), ("1990-01-01", "2000-01-01"))

    def test_every_server_is_asked_for_the_same(self):
        for server in addresses.ITEMS:
            path = addresses.items(server, self.BOX, 7)
            for part in ("bbox=60.00000,40.00000,62.00000,42.00000", "limit=7", "datetime=1990-01-01", "/2000-01-01"):
                self.assertIn(part, path)

    def test_tipg_gets_times_for_days(self):
        self.assertEqual(addresses.datetime("tipg", "../2000-01-01"), "datetime=../2000-01-01T00:00:00Z")
        self.assertEqual(addresses.datetime("steppe", "../2000-01-01"), "datetime=../2000-01-01")

    def test_a_column_of_days_is_named_only_with_days(self):
        self.assertIn("datetime-column", addresses.items("tipg", self.BOX, 7))
        self.assertNotIn("datetime", addresses.items("tipg", self.BOX.shrunk(1), 7))

    def test_one_server_in_two_ways_is_asked_alike(self):
        self.assertEqual(addresses.tile("Martin, PostGIS", (3, 5, 2)), addresses.tile("Martin, cached", (3, 5, 2)))


class Days(unittest.TestCase):
    def test_a_span_has_both_days_and_an_open_end_all_of_them(self):
        self.assertEqual(answers.span_of("1990-01-01/2000-01-01"), ("1990-01-01", "2000-01-01"))
        self.assertEqual(answers.span_of("1990-06-01"), ("1990-06-01", "1990-06-01"))
        self.assertEqual(answers.span_of("../2000-01-01"), ("0001-01-01", "2000-01-01"))

    def test_what_is_no_span_has_none(self):
        self.assertIsNone(answers.span_of("../.."))
        self.assertIsNone(answers.span_of("2000-01-01/1990-01-01"))


def message(*fields):
    """Encodes (number, value) pairs: whole numbers, texts, bytes."""
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += bytes([number << 3]) + number_bytes(value)
        else:
            value = value.encode() if isinstance(value, str) else value
            out += bytes([number << 3 | 2]) + number_bytes(len(value)) + value
    return out


def number_bytes(value):
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def line(name, corners):
    """A layer with one line, its first corner from the origin of the tile."""
    commands, at = [9], (0, 0)
    for number, corner in enumerate(corners):
        if number == 1:
            commands.append((len(corners) - 1) << 3 | 2)
        commands += [(step << 1) ^ (step >> 31) for step in (corner[0] - at[0], corner[1] - at[1])]
        at = corner
    geometry = b"".join(map(number_bytes, commands))
    feature = message((2, bytes([0, 0])), (3, 2), (4, geometry))
    layer = message((15, 2), (1, "layer"), (2, feature), (3, "id"), (4, message((1, name))), (5, 4096))
    return message((3, layer))


class Tiles(unittest.TestCase):
    def read(self, name, *corners):
        return mvt.layers(line(name, corners))["layer"]

    def test_a_line_is_read_as_it_was_written(self):
        extent, (feature,) = self.read("f7", (100, 200), (4000, 90), (50, -30))
        self.assertEqual((extent, feature.properties), (4096, {"id": "f7"}))
        self.assertEqual(feature.parts, [[(100, 200), (4000, 90), (50, -30)]])

    def test_a_corner_left_out_of_a_straight_line_makes_no_difference(self):
        full = self.read("f7", (100, 100), (500, 500), (900, 900))
        thin = self.read("f7", (100, 100), (900, 900))
        found = same_tile.difference(full, thin)
        self.assertEqual((found.both, found.only_first, found.only_second), (1, 0, 0))
        self.assertLess(found.farthest, 0.01)

    def test_what_lies_apart_is_measured_in_pixels(self):
        found = same_tile.difference(self.read("f7", (800, 800), (1600, 800)), self.read("f7", (800, 880), (1600, 880)))
        self.assertAlmostEqual(found.farthest, 10, delta=0.01)

    def test_features_of_one_tile_only_are_told_apart(self):
        found = same_tile.difference(self.read("f7", (800, 800), (1600, 800)), self.read("f8", (800, 800), (1600, 800)))
        self.assertEqual((found.both, found.only_first, found.only_second), (0, 1, 1))

    def test_what_lies_beyond_the_edge_is_up_to_the_server(self):
        found = same_tile.difference(self.read("f7", (-60, -60), (-20, -20)), self.read("f8", (800, 800), (900, 900)))
        self.assertEqual((found.only_first, found.only_second), (0, 1))


class Goals(unittest.TestCase):
    GOAL = goals.Goal("a goal", "items", ("tipg", "pygeoapi"), 20)

    def test_a_ratio_is_that_of_the_rounds_to_the_fastest_peer(self):
        cases = {"items": {"steppe": rounds(100, 400), "tipg": rounds(10, 20), "pygeoapi": rounds(5, 40)}}
        self.assertEqual(goals.ratio(self.GOAL, cases), 10)

    def test_there_is_none_without_a_peer(self):
        self.assertIsNone(goals.ratio(self.GOAL, {"items": {"steppe": rounds(100)}}))

    def test_a_limit_tells_what_was_measured(self):
        cases = {"years": {"steppe": rounds(1, cpu_ms=1.2)}, "any day": {"steppe": rounds(1, cpu_ms=1.0)}}
        self.assertEqual([row[1:] for row in goals.limits(10_000, {"cases": cases})], [("+20%", False)])

    def test_a_load_is_held_against_its_file(self):
        told = goals.loads({"seconds": 4.0, "again": 0.7, "memory": 300, "file": 100})
        self.assertEqual([is_met for _, _, is_met in told], [True, False, False])


class Document(unittest.TestCase):
    def test_a_part_is_put_between_its_markers_and_no_other_changes(self):
        text = "a\n<!-- measured: goals -->\nold\n<!-- end: goals -->\nb\n<!-- measured: cases -->\n<!-- end: cases -->\n"
        once = document.put(text, "goals", "new")
        self.assertIn("a\n<!-- measured: goals -->\n\nnew\n\n<!-- end: goals -->\nb", once)
        self.assertEqual(document.put(once, "goals", "new"), once)

    def test_a_part_without_markers_is_an_error(self):
        with self.assertRaises(ValueError):
            document.put("text", "goals", "new")

    def test_the_spread_is_that_of_the_rounds(self):
        sizes = {1000: {"cases": {"hot": {"steppe": rounds(100, 120), "nginx": rounds(100, 100), "tipg": rounds(0, 1)}}}}
        self.assertAlmostEqual(document.spread(sizes), 0.1)

    def test_a_goal_that_is_missed_is_marked(self):
        sizes = {1000: {"cases": {"hot": {"steppe": rounds(80), "nginx": rounds(100)}}}}
        self.assertIn("**0.80× ✗**", document.goals(sizes))

    def test_a_wrong_count_is_bold_and_a_right_refusal_is_not(self):
        self.assertEqual(document.told_answer(582, 2677), "**582**")
        self.assertEqual(document.told_answer(2677, 2677), "2,677")
        self.assertEqual(document.told_answer("status 400", None), "status 400")
        self.assertEqual(document.told_answer(10_000, None), "**10,000**")

    def test_times_are_told_in_the_unit_that_fits(self):
        self.assertEqual([document.told_time(seconds) for seconds in (2, 0.0032, 41e-6, 4e-7)], ["2.00 s", "3.20 ms", "41.0 µs", "400 ns"])


class Growth(unittest.TestCase):
    def test_the_picture_is_well_formed_and_has_a_line_for_each_server(self):
        sizes = {size: {"cases": {"items": {"steppe": rounds(1, cpu_ms=0.1), "tipg": rounds(1, cpu_ms=size / 1e3)}}}
                 for size in (1_000, 10_000)}
        root = xml.etree.ElementTree.fromstring(growth.picture(sizes))
        lines = root.findall("{http://www.w3.org/2000/svg}polyline")
        self.assertEqual(len(lines), 2)

    def test_an_axis_is_logarithmic(self):
        self.assertTrue(math.isclose(growth.share(31_622.7766, growth.SIZES), 0.5, abs_tol=1e-6))


class Estimates(unittest.TestCase):
    def test_are_read_from_what_criterion_leaves(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name) / "GeoJSON" / "write" / "new"
            folder.mkdir(parents=True)
            (folder / "benchmark.json").write_text(json.dumps({"full_id": "GeoJSON/write", "throughput": {"Bytes": 10}}))
            (folder / "estimates.json").write_text(json.dumps({"median": {"point_estimate": 5e9}}))
            self.assertEqual(estimates.read(pathlib.Path(name)), [("GeoJSON/write", 5.0, 10)])


class Processes(unittest.TestCase):
    def test_a_family_has_children_of_children_and_no_stranger(self):
        self.assertEqual(sorted(processes.descendants(1, {2: 1, 3: 2, 4: 9, 1: 0})), [1, 2, 3])


if __name__ == "__main__":
    unittest.main()
