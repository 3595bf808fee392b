"""Where tiles and their pixels lie: Web Mercator, columns from the west, rows from the north."""

import math

import numpy

# Pixels along the edge of a picture tile.
TILE = 512


def tile_at(zoom, longitude, latitude):
    """Column and row of the tile that holds a place."""
    side = 2 ** zoom
    mercator = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * side), int((1 - mercator / math.pi) / 2 * side)


def corner(zoom, column, row):
    """Longitude and latitude of the north-west corner of a tile."""
    side = 2 ** zoom
    return column / side * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / side))))


def tiles_touching(zoom, box):
    """Column and row of every tile that touches a box (west, south, east, north)."""
    west, south, east, north = box
    left, top = tile_at(zoom, west, north)
    right, bottom = tile_at(zoom, east, south)
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def pixels(zoom, column, row, margin=0):
    """Longitudes and latitudes of the centres of a tile's columns and rows of pixels, with `margin` more on every side."""
    steps = (numpy.arange(-margin, TILE + margin) + 0.5) / TILE
    side = 2 ** zoom
    longitudes = (column + steps) / side * 360 - 180
    latitudes = numpy.degrees(numpy.arctan(numpy.sinh(math.pi * (1 - 2 * (row + steps) / side))))
    return longitudes, latitudes
