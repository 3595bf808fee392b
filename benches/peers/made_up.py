"""The made-up layer in one of its sizes: the file, the data folder of our server, and places where something lies."""

import re
import subprocess

from places import MADE_UP_LAYER, WORK

POINT = re.compile(r"\[(-?[\d.]+),(-?[\d.]+)\]")


def folder(size):
    """A data folder with `layer.geojson`, made if it is not there."""
    made = WORK / "layers" / str(size)
    file = made / "layer.geojson"
    if not file.exists():
        made.mkdir(parents=True, exist_ok=True)
        draft = made / "layer.draft"
        with draft.open("wb") as out:
            subprocess.run([MADE_UP_LAYER, str(size)], check=True, stdout=out)
        draft.rename(file)
    return made


def places(size, most=20_000):
    """First positions (longitude, latitude) of up to `most` features. Features lie in no order, so the first ones of
    a file are as good a sample as any."""
    found = []
    with (folder(size) / "layer.geojson").open() as lines:
        for line in lines:
            point = POINT.search(line)
            if point:
                found.append((float(point[1]), float(point[2])))
            if len(found) == most:
                break
    return found
