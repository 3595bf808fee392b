"""The Aral Sea in the shapes it had: before it shrank, when it had split, and after its east fell dry."""

import shapely

import gshhg
from days import span
from feature import feature

# The record of GSHHG (intermediate resolution) that is the shore around 1960.
SHORE_RECORD = "33260"
# Where the shape of about 2004 is cut to leave what held water after the eastern basin had fallen dry:
# the northern sea behind the dam of Kokaral, and the western trough.
NORTH = shapely.Polygon([(59.9, 46.3), (60.78, 46.3), (60.78, 46.1), (61.4, 46.1), (61.4, 47), (59.9, 47)])
WEST = shapely.Polygon([(58, 44), (58.95, 44), (58.95, 45.4), (59.2, 45.62), (59.33, 45.72), (59.4, 46.1), (58, 46.1)])


def epochs(around_2004, folder):
    """The sea went down year by year; each shape stands for the years it is nearest to."""
    today = shapely.union(around_2004.intersection(NORTH), around_2004.intersection(WEST))
    shapes = [
        (around_1960(folder), None, "1987"),
        (around_2004, "1987", "2014"),
        (today, "2014", None),
    ]
    return [feature(shape, {"kind": "lake", **span(start, end)}) for shape, start, end in shapes]


def around_1960(folder):
    shore, islands = None, []
    for record in gshhg.read(folder, "gshhs"):
        if record.id == SHORE_RECORD:
            shore = shapely.make_valid(shapely.Polygon(record.points))
        elif record.level == 3:
            islands.append(shapely.make_valid(shapely.Polygon(record.points)))
    return shore.difference(shapely.union_all([island for island in islands if island.intersects(shore)]))
