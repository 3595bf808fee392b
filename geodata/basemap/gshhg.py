"""Reads GSHHG as one package ships it: a file of points, and a file that says which line has which of them."""

import dataclasses

import numpy


@dataclasses.dataclass(frozen=True)
class Record:
    """A shore or a river. Level: 2 = shore of a lake, 3 = of an island in a lake, -1 = river."""

    id: str
    level: int
    points: numpy.ndarray


def read(folder, name):
    """The records of `gshhs` (shores) or `rivers`, intermediate resolution."""
    data = (folder / f"{name}_i.dat").read_bytes()
    for line in (folder / f"{name}meta_i.dat").read_text().splitlines():
        level, _, _, _, _, offset, size, record = line.split()
        points = numpy.frombuffer(data, "<f4", int(size) // 4, int(offset)).reshape(-1, 2)
        yield Record(record, int(level), points.astype(float))
