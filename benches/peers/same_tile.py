"""Whether two tiles show the same: the same features, each within a pixel of the other."""

import dataclasses
import math

PIXELS = 512  # of a tile on the screen, as MapLibre draws it


@dataclasses.dataclass
class Difference:
    """What two tiles have in common, and what not."""

    both: int  # features in both
    only_first: int
    only_second: int
    farthest: float  # pixels from a corner of one shape to the same feature in the other tile


def difference(first, second, key="id"):
    """Compares the features of two layers, each (extent, features), that lie inside the tile: what a tile carries
    beyond its edge is up to the server."""
    left, right = inside(first, key), inside(second, key)
    both = left.keys() & right.keys()
    farthest = max((apart(left[one], right[one]) for one in both), default=0.0)
    return Difference(len(both), len(left) - len(both), len(right) - len(both), farthest)


def inside(layer, key):
    """Features with a corner inside the tile, by a property that names them, in pixels."""
    extent, features = layer
    scale = PIXELS / extent
    found = {}
    for feature in features:
        parts = [[(x * scale, y * scale) for x, y in part] for part in feature.parts]
        if any(is_inside(corner) for part in parts for corner in part):
            found.setdefault(feature.properties[key], []).extend(parts)
    return found


def is_inside(corner, margin=1.0):
    """A corner at the very edge may have been rounded to either side, so it proves nothing."""
    return all(margin < number < PIXELS - margin for number in corner)


def apart(one, other):
    """The farthest that a corner of one shape, inside the tile, lies from the other shape; both ways."""
    return max(reach(one, other), reach(other, one))


def reach(corners_of, shape):
    corners = [corner for part in corners_of for corner in part if is_inside(corner)]
    return max((min(to_part(corner, part) for part in shape) for corner in corners), default=0.0)


def to_part(corner, part):
    if len(part) == 1:
        return math.dist(corner, part[0])
    return min(to_edge(corner, start, end) for start, end in zip(part, part[1:]))


def to_edge(corner, start, end):
    """Distance of a corner from a straight edge."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = 0.0
    if length:
        share = ((corner[0] - start[0]) * along[0] + (corner[1] - start[1]) * along[1]) / length
    share = min(1.0, max(0.0, share))
    return math.dist(corner, (start[0] + share * along[0], start[1] + share * along[1]))
