"""Names on the basemap: towns, regions, countries, waters and landforms from geodata/places.json."""

import json

import shapely

from days import span
from feature import feature

LANGUAGES = ("ru", "zh", "kk", "ky", "uz", "tg")
# Languages of the region written in Cyrillic fall back to Russian, the others to English.
FALL_BACK_TO_RUSSIAN = ("kk", "ky", "tg")
# Zoom from which each rank is in the tiles; the style may show it later.
PLACE_ZOOM = {1: 2, 2: 3, 3: 4, 4: 4, 5: 5, 6: 6}
PHYSICAL_ZOOM = {1: 2, 2: 3, 3: 4, 4: 5, 5: 6}
COUNTRY_ZOOM = {1: 0, 2: 1, 3: 2, 4: 3, 5: 4}
# Almaty handed the capital on to the town that is Astana today.
CAPITAL_MOVED = "1997-12-10"
CAPITALS_THEN = {"almaty": (None, CAPITAL_MOVED), "astana": (CAPITAL_MOVED, None)}
# The names that Natural Earth gives to rivers of ours, stretch by stretch.
RIVERS = {
    "Syr Darya": "syr-darya", "Amu Darya": "amu-darya", "Ile": "ili-river", "Irtysh": "irtysh", "Ertis": "irtysh",
    "Ertix (Irtysh)": "irtysh", "Ural": "ural-river", "Tarim": "tarim", "Naryn": "naryn-river", "Panj": "panj-river",
    "Zarafshon": "zarafshan-river", "Harirud": "tejen-river", "Atrek (Atrak)": "atrek-river", "Esil": "esil-river",
    "Ishim": "esil-river", "Tobol": "tobol-river", "Volga": "volga", "Ob": "ob", "Yarkant": "yarkand-river",
    "Helmand": "helmand",
}


def read_places(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def named(name):
    """`name` in English, and `name:xx` wherever a language writes it otherwise."""
    properties = {"name": name["en"]}
    for language in LANGUAGES:
        fallback = name.get("ru") if language in FALL_BACK_TO_RUSSIAN else None
        text = name.get(language) or fallback
        if text and text != name["en"]:
            properties[f"name:{language}"] = text
    return properties


def periods(entry):
    """The names of an entry over time as (name, from, until); what lies before the first period has today's name."""
    renamed = entry.get("names")
    if not renamed:
        return [(entry["name"], entry.get("from"), entry.get("until"))]
    found = [(row["name"], row.get("from"), row.get("until")) for row in renamed]
    first = found[0][1]
    return [(entry["name"], None, first)] + found if first else found


def towns(places):
    features = []
    for place in places["places"]:
        for name, start, end in periods(place):
            for kind, kind_start, kind_end in kinds(place):
                time = overlap(span(start, end), span(kind_start, kind_end))
                if time is None:
                    continue
                properties = {"kind": kind, "rank": place["rank"], **named(name), **time}
                features.append(point(place, properties, PLACE_ZOOM[place["rank"]]))
    return features


def kinds(place):
    if place["id"] not in CAPITALS_THEN:
        return [(place["kind"], None, None)]
    start, end = CAPITALS_THEN[place["id"]]
    before, after = ("capital", "region_capital") if end else ("region_capital", "capital")
    return [(before, None, CAPITAL_MOVED), (after, CAPITAL_MOVED, None)]


def overlap(one, other):
    both = {"from": max(one["from"], other["from"]), "until": min(one["until"], other["until"])}
    return both if both["from"] < both["until"] else None


def regions(places):
    return [
        point(region, {"kind": region["kind"], **named(name), **span(start, end)}, 4)
        for region in places["regions"]
        for name, start, end in periods(region)
    ]


def physical(places):
    """Waters and landforms. Rivers that Natural Earth draws carry their names themselves."""
    drawn = set(RIVERS.values())
    return [
        feature(
            shapely.geometry.shape(entry["geometry"]),
            {"kind": entry["kind"], "rank": entry["rank"], **named(name), **span(start, end)},
            PHYSICAL_ZOOM[entry["rank"]],
        )
        for entry in places["physical"]
        if entry["id"] not in drawn
        for name, start, end in periods(entry)
    ]


def river_names(places):
    by_id = {entry["id"]: named(entry["name"]) for entry in places["physical"]}
    return {drawn: by_id[ours] for drawn, ours in RIVERS.items()}


def countries(places, sources):
    """Our label points where we have them, elsewhere the middle of the largest part of the country."""
    ours = {entry["iso"]: entry for entry in places["countries"] if entry.get("lon") is not None}
    features = [
        point(entry, {"iso": iso, "rank": entry["rank"], **named(entry["name"])}, COUNTRY_ZOOM[entry["rank"]])
        for iso, entry in ours.items()
    ]
    return features + rest_of_the_world(sources, ours)


def rest_of_the_world(sources, ours):
    from shapes import read

    territories = {language: cldr(sources, language) for language in ("en", *LANGUAGES)}
    features = []
    for shape, row in read(sources["qgis-common"] / "world_map.gpkg", "countries"):
        iso = row["iso_a2"]
        largest = max(shapely.get_parts(shape), key=shapely.area)
        rank = rank_of_area(largest.area)
        if iso in ours or rank is None or iso not in territories["en"]:
            continue
        name = {language: names[iso] for language, names in territories.items()}
        middle = shapely.maximum_inscribed_circle(largest, tolerance=0.1).coords[0]
        label = {"lon": middle[0], "lat": middle[1]}
        features.append(point(label, {"iso": iso, "rank": rank, **named(name)}, COUNTRY_ZOOM[rank]))
    return features


def rank_of_area(square_degrees):
    limits = [(300, 1), (60, 2), (10, 3), (1, 4), (0.1, 5)]
    return next((rank for limit, rank in limits if square_degrees > limit), None)


def cldr(sources, language):
    with open(sources["cldr-localenames-full"] / language / "territories.json", encoding="utf-8") as file:
        return json.load(file)["main"][language]["localeDisplayNames"]["territories"]


def point(entry, properties, minzoom):
    return feature(shapely.Point(entry["lon"], entry["lat"]), properties, minzoom)
