"""Checks the ink in the committed archives of relief. Needs numpy and Pillow, which `make basemap` has; skipped without."""

import io
import unittest

from archives import Archive

try:
    import numpy
    from PIL import Image

    import heights
    import mercator
except ImportError as missing:
    raise unittest.SkipTest(f"pictures cannot be read: {missing}")


class Relief(unittest.TestCase):
    def ink(self, name, zoom, longitude, latitude):
        archive = Archive(name)
        self.addCleanup(archive.close)
        picture = Image.open(io.BytesIO(archive.tile(zoom, *mercator.tile_at(zoom, longitude, latitude))))
        return numpy.asarray(picture.convert("RGBA"))

    def test_is_black_and_white_in_nine_steps(self):
        for name, zoom in (("relief", 4), ("relief-near", 7)):
            ink = self.ink(name, zoom, 75, 42)
            self.assertEqual(ink.shape, (512, 512, 4))
            drawn = ink[ink[:, :, 3] > 0]
            self.assertEqual(set(numpy.unique(drawn[:, :3])), {0, 255}, name)
            self.assertLessEqual(len(numpy.unique(drawn[:, 3])), 9, name)

    def test_is_strong_in_the_mountains_faint_on_plains_and_absent_at_sea(self):
        def strength(longitude, latitude):
            return self.ink("relief", 4, longitude, latitude)[:, :, 3].mean()

        self.assertGreater(strength(75, 38), 3 * strength(60, 52))
        self.assertEqual(strength(-150, 30), 0)

    def test_the_near_relief_fades_out_at_the_edge_of_its_box(self):
        west = heights.GEBCO_BOX[0]
        column, row = mercator.tile_at(7, west, 40)
        longitudes, _ = mercator.pixels(7, column, row)
        ink = self.ink("relief-near", 7, west, 40)
        self.assertEqual(ink[:, longitudes < west, 3].max(), 0)


class Grids(unittest.TestCase):
    grid = heights.Grid(70.0, 40.0, 1.0, numpy.array([[0.0, 10.0], [20.0, 30.0]]))

    def test_heights_between_cells_are_bilinear(self):
        self.assertEqual(self.grid.at(numpy.array([70.5]), numpy.array([40.5])).item(), 15)
        self.assertEqual(self.grid.at(numpy.array([99.0]), numpy.array([0.0])).item(), 10)

    def test_a_coarser_grid_has_the_means_at_the_middles(self):
        coarser = self.grid.coarser(2)
        self.assertEqual((coarser.west, coarser.south, coarser.step, coarser.values.item()), (70.5, 40.5, 2.0, 15.0))


if __name__ == "__main__":
    unittest.main()
