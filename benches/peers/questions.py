"""The seeded questions that all servers get, as numbers: boxes where features lie, spans of ten years, tiles."""

import dataclasses
import math
import random

# The made-up layer lies here: west, south, east, north in degrees.
REGION = (46.0, 34.0, 96.0, 56.0)
YEARS = (1950, 2030)


@dataclasses.dataclass(frozen=True)
class Box:
    """West, south, east, north in degrees; and first and last day, or no days."""

    corners: tuple
    days: tuple | None = None

    def bbox(self):
        return ",".join(f"{number:.5f}" for number in self.corners)

    def datetime(self):
        return "/".join(self.days)

    def shrunk(self, factor):
        """The same middle, both sides multiplied by a factor, without days."""
        west, south, east, north = self.corners
        middle, half = ((west + east) / 2, (south + north) / 2), ((east - west) / 2 * factor, (north - south) / 2 * factor)
        return Box((middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]))


def boxes(places, side, count, seed, *, years=None):
    """Boxes of a side in degrees, each around a place, with a span of some years or none."""
    drawn = random.Random(f"boxes {side} {years} {seed}")
    found = []
    for _ in range(count):
        lon, lat = drawn.choice(places)
        west, south = lon - side * drawn.random(), lat - side * drawn.random()
        days = None
        if years:
            first = drawn.randrange(YEARS[0], YEARS[1] - years)
            month, day = drawn.randrange(1, 13), drawn.randrange(1, 29)
            days = (f"{first}-{month:02}-{day:02}", f"{first + years}-{month:02}-{day:02}")
        found.append(Box((west, south, west + side, south + side), days))
    return found


def tile_at(lon, lat, z):
    """Column and row of the tile of web mercator that holds a place."""
    size = 1 << z
    sine = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * size), int((1 - sine / math.pi) / 2 * size)


def tiles(zooms):
    """Every tile (z, x, y) of some zooms that touches the region."""
    west, south, east, north = REGION
    found = []
    for z in zooms:
        (left, top), (right, bottom) = tile_at(west, north, z), tile_at(east, south, z)
        found += [(z, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return found


def dealt(cards, hands, seed):
    """Parts of a list, shuffled, each with its share of every zoom: no tile is in two of them."""
    drawn = random.Random(f"dealt {seed}")
    by_zoom = {}
    for tile in cards:
        by_zoom.setdefault(tile[0], []).append(tile)
    parts = [[] for _ in range(hands)]
    for same in by_zoom.values():
        drawn.shuffle(same)
        for at, tile in enumerate(same):
            parts[at % hands].append(tile)
    for part in parts:
        drawn.shuffle(part)
    return parts
