"""The lines that areas share: every stretch of outline that two of them have in common."""

import shapely


def shared_lines(areas):
    """Takes (shape, key) of areas whose outlines agree point by point; yields (set of two keys, line)."""
    sides = {}
    for shape, key in areas:
        for ring in rings(shape):
            for a, b in zip(ring, ring[1:]):
                sides.setdefault((min(a, b), max(a, b)), set()).add(key)
    stretches = {}
    for stretch, keys in sides.items():
        if len(keys) == 2:
            stretches.setdefault(frozenset(keys), []).append(stretch)
    for keys, lines in stretches.items():
        yield keys, shapely.line_merge(shapely.multilinestrings(lines))


def rings(shape):
    for polygon in shapely.get_parts(shape):
        yield list(polygon.exterior.coords)
        for interior in polygon.interiors:
            yield list(interior.coords)
