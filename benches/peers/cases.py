"""The cases: what is asked in each, of whom, by how many clients at once."""

import collections
import dataclasses
import random
from collections.abc import Callable

import addresses
import questions

ROUNDS = 2
# Where two servers differ by little.
MORE_ROUNDS = 5
# Addresses of a round, each asked for once; a server that is through with them sooner ends it.
MANY = 40_000
ITEMS_LIMIT, YEARS_LIMIT, WHOLE_LIMIT = 100, 1_000, 10_000
LOW_ZOOMS, ZOOMS, ARCHIVE_ZOOMS = range(3, 6), range(3, 11), range(3, 9)
TEN_YEARS = 10


@dataclasses.dataclass(frozen=True)
class Case:
    """`paths(server, round)` are the requests of one round; `warm(server)` some like them, that are not counted."""

    key: str
    title: str
    servers: tuple
    paths: Callable
    warm: Callable
    connections: int = 8
    longer: int = 1  # how many times as long its rounds are
    rounds: int = ROUNDS
    once: bool = False  # no address twice in a round


def of_layer(size, places, factor):
    """The cases that a layer of some size has. `factor` makes boxes without days hold as much as those with."""
    found = [items(places), years(places), any_day(places, factor)]
    if size >= WHOLE_LIMIT:
        found.append(whole())
    return [*found, distinct(), hot(places), low(), mixed(size, places)]


def items(places):
    def paths(server, turn, count=MANY):
        return [addresses.items(server, box, ITEMS_LIMIT) for box in questions.boxes(places, 0.5, count, turn)]

    return Case("items", "features of a box of 0.5°, at most 100", ("steppe", "tipg", "pygeoapi"),
                paths, lambda server: paths(server, "warm", 20), once=True)


def years(places):
    def paths(server, turn, count=MANY):
        return [addresses.items(server, box, YEARS_LIMIT) for box in ten_years(places, count, turn)]

    return Case("years", "features of a box of 2° in ten years, at most 1,000", ("steppe", "tipg", "pygeoapi"),
                paths, lambda server: paths(server, "warm", 20), once=True)


def any_day(places, factor):
    """Smaller boxes without days, so that as many features answer: what the filter by time costs."""
    def paths(server, turn, count=MANY):
        boxes = [box.shrunk(factor) for box in ten_years(places, count, turn)]
        return [addresses.items(server, box, YEARS_LIMIT) for box in boxes]

    return Case("any day", "as many features of a smaller box, without days", ("steppe",),
                paths, lambda server: paths(server, "warm", 20), once=True)


def ten_years(places, count, turn):
    return questions.boxes(places, 2, count, turn, years=TEN_YEARS)


def whole():
    def paths(server, _turn=0):
        return ["/whole"] if server == "nginx" else [addresses.whole(server, WHOLE_LIMIT)]

    return Case("whole", "10,000 features in one answer", ("steppe", "tipg", "pygeoapi", "nginx"), paths, paths, connections=2, longer=2)


def distinct():
    """Each tile once: no cache has it."""
    parts = questions.dealt(questions.tiles(ZOOMS), ROUNDS, "distinct")

    def paths(server, turn):
        return [addresses.tile(server, tile) for tile in parts[turn]]

    def warm(server):
        deeper = random.Random("warm").sample(questions.tiles([11]), 20)
        return [addresses.tile(server, tile) for tile in deeper]

    return Case("distinct", "distinct tiles, zoom 3 to 10", ("steppe", "Martin, PostGIS", "Martin, GeoJSON"), paths, warm, once=True)


def hot_tile(places):
    """The tile of zoom 6 with the most features."""
    counted = collections.Counter(questions.tile_at(lon, lat, 6) for lon, lat in places)
    return (6, *counted.most_common(1)[0][0])


def hot(places):
    def paths(server, _turn=0):
        return ["/hot"] if server == "nginx" else [addresses.tile(server, hot_tile(places))]

    return Case("hot", "one tile of zoom 6 again and again", ("steppe", "Martin, cached", "nginx"), paths, paths,
                rounds=MORE_ROUNDS)


def low():
    """Whole low tiles, one request after the other. Ours keeps tiles, so each of its requests names another first day,
    before all features: the tile is cut anew and holds the same."""
    tiles = questions.tiles(LOW_ZOOMS)

    def paths(server, turn):
        drawn = random.Random(f"low {turn}")
        if server != "steppe":
            return [addresses.tile(server, tile) for tile in drawn.sample(tiles, len(tiles))]
        days = [f"{drawn.randrange(1600, 1900)}-{drawn.randrange(1, 13):02}-{drawn.randrange(1, 29):02}" for _ in range(100)]
        return [addresses.tile(server, drawn.choice(tiles)) + f"?datetime={day}/2100-01-01" for day in days]

    def warm(server):
        return [addresses.tile(server, (11, *questions.tile_at(70, 45, 11)))]

    return Case("low", "tiles of zoom 3 to 5, each cut anew, one client", ("steppe", "Martin, PostGIS"), paths, warm,
                connections=1, once=True)


def mixed(size, places):
    """What a map and its readers ask: tiles, boxes with and without days, records, descriptions. Tiles and records come
    again as chance has it, boxes do not."""
    def paths(_server, turn, count=MANY):
        drawn = random.Random(f"mixed {turn}")
        plain, timed = questions.boxes(places, 0.5, count, turn), ten_years(places, count, turn)
        tiles = questions.tiles(ZOOMS)

        def one(at):
            match drawn.random():
                case share if share < 0.5:
                    return addresses.tile("steppe", drawn.choice(tiles))
                case share if share < 0.75:
                    return addresses.items("steppe", plain[at], ITEMS_LIMIT)
                case share if share < 0.85:
                    return addresses.items("steppe", timed[at], ITEMS_LIMIT)
                case share if share < 0.95:
                    return f"/api/collections/layer/items/f{drawn.randrange(size)}"
                case _:
                    return drawn.choice(["/api", "/api/collections/layer", "/tiles/layer.json"])

        return [one(at) for at in range(count)]

    return Case("mixed", "a mix of all, 64 clients", ("steppe",), paths, lambda server: paths(server, "warm", 200),
                connections=64, once=True)


def archive(tiles):
    """Tiles of the background map, as they stand in its MBTiles file."""
    def paths(server, turn):
        drawn = random.Random(f"archive {turn}")
        return [addresses.basemap(server, tile) for tile in drawn.sample(tiles, len(tiles))]

    return Case("archive", "tiles of an MBTiles file, zoom 3 to 8", ("steppe", "Martin, cached", "nginx"),
                paths, lambda server: paths(server, "warm")[:20], rounds=MORE_ROUNDS)
