"""Checks the heights in the committed terrain.mbtiles. Needs numpy and Pillow, which `make basemap` has; skipped without."""

import io
import unittest

from archives import Archive

try:
    import numpy
    from PIL import Image

    import mercator
except ImportError as missing:
    raise unittest.SkipTest(f"heights cannot be read: {missing}")

# Longitude, latitude, metres, and how far the grid may be off: it is a mean over half a kilometre.
KNOWN = {
    "Kyzyl-Art pass": (73.32, 39.38, 4280, 150),
    "Khujand": (69.63, 40.28, 320, 60),
    "Bishkek": (74.60, 42.87, 770, 60),
    "Torugart pass": (75.39, 40.55, 3750, 120),
    "Irkeshtam": (73.91, 39.68, 2850, 150),
    "Lake Issyk-Kul": (77.30, 42.40, 1607, 15),
}


class Terrain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.archive = Archive("terrain")

    @classmethod
    def tearDownClass(cls):
        cls.archive.close()

    def metres(self, zoom, longitude, latitude):
        column, row = mercator.tile_at(zoom, longitude, latitude)
        picture = numpy.asarray(Image.open(io.BytesIO(self.archive.tile(zoom, column, row))).convert("RGB")).astype(float)
        longitudes, latitudes = mercator.pixels(zoom, column, row)
        x = abs(longitudes - longitude).argmin()
        y = abs(latitudes - latitude).argmin()
        red, green, blue = picture[y, x]
        return red * 256 + green + blue / 256 - 32768

    def test_knows_the_heights_of_passes_towns_and_lakes(self):
        for name, (longitude, latitude, known, tolerance) in KNOWN.items():
            with self.subTest(name):
                self.assertAlmostEqual(self.metres(7, longitude, latitude), known, delta=tolerance)

    def test_goes_on_around_the_box_without_a_step(self):
        inside, outside = self.metres(7, 66.15, 40.0), self.metres(7, 66.13, 40.0)
        self.assertAlmostEqual(inside, outside, delta=100)
        self.assertAlmostEqual(self.metres(4, 60.0, 42.0), 91, delta=60)


if __name__ == "__main__":
    unittest.main()
