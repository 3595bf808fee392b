"""One feature on its way into the tiles, and the zoom from which a thing of its size is worth drawing."""

import math


def feature(geometry, properties, minzoom=0):
    return {"geometry": geometry, "properties": properties, "minzoom": minzoom}


def zoom_of_size(degrees, pixels):
    """The zoom at which `degrees` are at least `pixels` wide on 512-pixel tiles."""
    return max(0, math.ceil(math.log2(360 * pixels / (512 * max(degrees, 1e-6)))))
