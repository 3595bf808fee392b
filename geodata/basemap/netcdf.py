"""Reads a variable of a classic NetCDF file (CDF-1 and CDF-2).

The format: https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html. Record variables, whose
first dimension can grow, are not read: no grid the basemap is made of has one.
"""

import dataclasses
import struct

import numpy

TYPES = {1: "i1", 2: "S1", 3: ">i2", 4: ">i4", 5: ">f4", 6: ">f8"}


@dataclasses.dataclass(frozen=True)
class Variable:
    """Where the values of a variable stand, of which type they are, and in which shape."""

    offset: int
    type: str
    shape: tuple[int, ...]


def read(path, name):
    """The values of the variable `name`, in the order of its dimensions."""
    variable = variables(path)[name]
    return numpy.memmap(path, variable.type, "r", variable.offset, variable.shape)


def variables(path):
    """The variables of a file by name."""
    with open(path, "rb") as file:
        magic = file.read(4)
        if magic not in (b"CDF\x01", b"CDF\x02"):
            raise ValueError(f"{path} is not a classic NetCDF file")
        header = Header(file, ">q" if magic[3] == 2 else ">i")
        header.number()  # records
        dimensions = [(header.text(), header.number())[1] for _ in range(header.count())]
        header.skip_attributes()
        return dict(header.variable(dimensions) for _ in range(header.count()))


class Header:
    """Reads the header from front to back."""

    def __init__(self, file, offset):
        self.file = file
        self.offset = offset

    def number(self, form=">i"):
        return struct.unpack(form, self.file.read(struct.calcsize(form)))[0]

    def count(self):
        """Entries of the list that begins here."""
        self.number()  # tag
        return self.number()

    def padded(self, size):
        return self.file.read(size + -size % 4)[:size]

    def text(self):
        return self.padded(self.number()).decode()

    def skip_attributes(self):
        for _ in range(self.count()):
            self.text()
            size = numpy.dtype(TYPES[self.number()]).itemsize
            self.padded(self.number() * size)

    def variable(self, dimensions):
        name = self.text()
        shape = tuple(dimensions[self.number()] for _ in range(self.number()))
        self.skip_attributes()
        kind = TYPES[self.number()]
        self.number()  # size
        return name, Variable(self.number(self.offset), kind, shape)
