"""Heights as tiles: terrarium encoding, whole metres, in lossless WebP."""

import io

import numpy
from PIL import Image

import heights
import mbtiles
import mercator

ZOOMS = range(0, heights.GEBCO_ZOOM + 1)
# Terrarium: metres = red * 256 + green + blue / 256 - 32768.
SEA_LEVEL = 32768


def write(sources, target):
    """Every tile that touches the cut of GEBCO."""
    grids = heights.Heights(sources)
    tiles = [
        (zoom, column, row, encoded(grids.at(zoom, *mercator.pixels(zoom, column, row))))
        for zoom in ZOOMS
        for column, row in mercator.tiles_touching(zoom, heights.GEBCO_BOX)
    ]
    mbtiles.write(tiles, metadata(), target)


def encoded(metres):
    above = (numpy.rint(metres) + SEA_LEVEL).astype(numpy.uint16)
    red, green = above >> 8, above & 255
    picture = Image.fromarray(numpy.dstack([red, green, numpy.zeros_like(red)]).astype(numpy.uint8))
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True, quality=75, method=4)
    return file.getvalue()


def metadata():
    return {
        "name": "Steppe Atlas terrain",
        "description": "Heights in metres between Samarkand and Kashgar, Kabul and Lake Balkhash",
        "format": "webp",
        "type": "baselayer",
        "version": "1",
        "encoding": "terrarium",
        "tilesize": str(mercator.TILE),
        "minzoom": str(ZOOMS[0]),
        "maxzoom": str(ZOOMS[-1]),
        "bounds": ",".join(map(str, heights.GEBCO_BOX)),
        "attribution": "GEBCO Compilation Group (2023) GEBCO 2023 Grid · ETOPO5, NOAA",
    }
