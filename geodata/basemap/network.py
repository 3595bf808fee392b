"""A network of roads or railways: read from scgraph_data, thinned, ranked by what it connects, joined into lines."""

import collections
import heapq
import json
import math
import re

# Kilometres. A link as long as this is a straight stroke across the steppe that no road or railway follows.
LONGEST_LINK = 150
# A link for which the rest of the network has a way at most this much longer repeats that way without its bends.
DETOUR = 1.1
# Kilometres. Shorter dead ends are yards and sidings.
SHORTEST_END = 6
# Kilometres. What hangs together only over so short a length has lost its surroundings to the limit above.
SMALLEST_PART = 100
# Kilometres from a town to the nearest point of the network that serves it.
REACH = 25
EARTH_RADIUS = 6371.0


def read(path, frame):
    """The links inside a frame (west, south, east, north): (longitude, latitude) to neighbours and kilometres."""
    west, south, east, north = frame
    with open(path, encoding="utf-8") as file:
        texts = dict(line.split("=", 1) for line in file if line.startswith(("graph=", "nodes=")))
    places = [(longitude, latitude) for latitude, longitude in json.loads(texts["nodes"])]
    inside = [west <= longitude <= east and south <= latitude <= north for longitude, latitude in places]
    links = collections.defaultdict(dict)
    # Keys of a Python dictionary are numbers, those of JSON texts.
    for start, neighbours in enumerate(json.loads(re.sub(r"(\d+):", r'"\1":', texts["graph"]))):
        for end in map(int, neighbours):
            if inside[start] and inside[end] and places[start] != places[end]:
                join(links, places[start], places[end], distance(places[start], places[end]))
    return links


def join(links, one, other, length):
    links[one][other] = links[other][one] = length


def part(links, one, other):
    del links[one][other], links[other][one]


def edges(links):
    """Every link once, in an order that does not depend on the run, with its length first."""
    return sorted((length, one, other) for one in links for other, length in links[one].items() if one < other)


def thin(links):
    """Takes out what is no course of a road or railway: too long links, doubles of a finer way, stubs, scraps."""
    for length, one, other in reversed(edges(links)):
        if length > LONGEST_LINK or way(links, one, other, length * DETOUR):
            part(links, one, other)
    for chain in chains(links):
        ends = [len(links[chain[0]]), len(links[chain[-1]])]
        if 1 in ends and sum(map(distance, chain, chain[1:])) < SHORTEST_END:
            for one, other in zip(chain, chain[1:]):
                part(links, one, other)
    for connected in parts(links):
        scrap = [(one, other) for one in connected for other in links[one] if one < other]
        if sum(links[one][other] for one, other in scrap) < SMALLEST_PART:
            for one, other in scrap:
                part(links, one, other)


def parts(links):
    """The places that hang together, as sets."""
    found, seen = [], set()
    for start in sorted(links):
        connected, waiting = set(), [start]
        while waiting:
            place = waiting.pop()
            if place not in connected and place not in seen:
                connected.add(place)
                waiting += links[place]
        seen |= connected
        found.append(connected)
    return found


def way(links, start, end, longest):
    """Whether another way than the direct link leads from start to end in at most so many kilometres."""
    queue, done = [(0.0, start)], set()
    while queue:
        length, place = heapq.heappop(queue)
        if place == end:
            return True
        if place in done:
            continue
        done.add(place)
        for neighbour, step in links[place].items():
            direct = place == start and neighbour == end
            if not direct and length + step + distance(neighbour, end) <= longest:
                heapq.heappush(queue, (length + step, neighbour))
    return False


def on_ways_between(links, towns):
    """The links on the shortest ways between any two towns, as pairs of places."""
    stops = sorted({stop for town in towns if (stop := nearest(links, town))})
    used = set()
    for start in stops:
        before = shortest_ways(links, start)
        for stop in stops:
            while stop in before and (link := (before[stop], stop))[0] is not None:
                used.add((min(link), max(link)))
                stop = link[0]
    return used


def taken_out(links, chosen):
    """The network of the chosen links alone, which are then missing from `links`."""
    others = collections.defaultdict(dict)
    for one, other in sorted(chosen):
        if other in links[one]:
            join(others, one, other, links[one][other])
            part(links, one, other)
    return others


def nearest(links, town):
    length, place = min((distance(town, place), place) for place in links)
    return place if length <= REACH else None


def shortest_ways(links, start):
    """For every place that can be reached, the one before it on the shortest way (Dijkstra)."""
    before, queue = {}, [(0.0, start, None)]
    while queue:
        length, place, last = heapq.heappop(queue)
        if place in before:
            continue
        before[place] = last
        for neighbour, step in links[place].items():
            if neighbour not in before:
                heapq.heappush(queue, (length + step, neighbour, place))
    return before


def chains(links):
    """The links joined into lines that run from fork to fork, each a list of places; rings without a fork are left out."""
    lines, walked = [], set()
    for start in sorted(place for place in links if len(links[place]) not in (0, 2)):
        for first in sorted(links[start]):
            line = [start, first]
            while len(links[line[-1]]) == 2:
                line.append(next(place for place in links[line[-1]] if place != line[-2]))
            if (start, first) not in walked:
                walked |= {(line[0], line[1]), (line[-1], line[-2])}
                lines.append(line)
    return lines


def distance(one, other):
    """Kilometres along the great circle, by the haversine formula."""
    (west, south), (east, north) = (map(math.radians, place) for place in (one, other))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(half))
