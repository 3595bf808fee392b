"""How each server wants to be asked: a question becomes the path of a request."""

from urllib.parse import quote

# Path and names of parameters where each server has the features of the layer.
ITEMS = {
    "steppe": "/api/collections/layer/items?",
    "tipg": "/collections/public.layer/items?f=geojson&datetime-column=start&",
    "pygeoapi": "/collections/layer/items?f=json&",
}
TILES = {
    "steppe": "/tiles/layer/{z}/{x}/{y}",
    "Martin": "/layer/{z}/{x}/{y}",
    "tipg": "/collections/public.layer/tiles/WebMercatorQuad/{z}/{x}/{y}",
}
BASEMAP = {"steppe": "/tiles/basemap/{z}/{x}/{y}", "Martin": "/basemap/{z}/{x}/{y}", "nginx": "/basemap/{z}/{x}/{y}"}


def kind(server):
    """The server whose addresses these are: `Martin, PostGIS` is asked like `Martin`."""
    return server.split(",")[0]


def items(server, box, limit):
    path = ITEMS[kind(server)]
    if box.days is None:
        path = path.replace("datetime-column=start&", "")
    days = f"&{datetime(server, box.datetime())}" if box.days else ""
    return f"{path}bbox={box.bbox()}&limit={limit}{days}"


def datetime(server, days):
    """The parameter for some days; tipg takes times alone, so a day becomes its first second."""
    if kind(server) == "tipg":
        days = "/".join(day if day == ".." else f"{day}T00:00:00Z" for day in days.split("/"))
    return f"datetime={quote(days, safe='/.:')}"


def whole(server, limit):
    """The first features of the layer, wherever they lie."""
    return ITEMS[kind(server)].replace("datetime-column=start&", "") + f"limit={limit}"


def on_days(server, days):
    """How many features there were on some days: a page with one of them tells."""
    return f"{ITEMS[kind(server)]}limit=1&{datetime(server, days)}"


def tile(server, address):
    z, x, y = address
    return TILES[kind(server)].format(z=z, x=x, y=y)


def basemap(server, address):
    z, x, y = address
    return BASEMAP[kind(server)].format(z=z, x=x, y=y)
