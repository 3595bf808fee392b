"""Draws how the cost of a request grows with the data: server CPU for a request over features, both logarithmic."""

import math
from xml.sax.saxutils import escape

from goals import median

PANELS = [("items", "features of a 0.5° box"), ("years", "features of a 2° box in ten years"), ("distinct", "distinct tiles, zoom 3–10")]
# A colour and a dash for each server, so that none is told by colour alone.
LINES = {
    "steppe": ("ours", ""), "tipg": ("first", "6 3"), "pygeoapi": ("second", "2 3"),
    "Martin, PostGIS": ("first", "9 3 2 3"), "Martin, GeoJSON": ("second", "1 4"),
}
WIDTH, HEIGHT, PANEL, GAP, LEFT, TOP, BOTTOM = 1020, 400, 260, 66, 70, 50, 90
SIZES, COSTS = (1_000, 1_000_000), (0.01, 10_000)  # what the axes span: features, ms

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1d2733 }
  .title { font-weight: 600 } .small { font-size: 11px }
  .grid { stroke: #c9d1da } .ours { stroke: #0b6e99; stroke-width: 3 } .first { stroke: #b3470b } .second { stroke: #5d6b7a }
  .line { fill: none; stroke-width: 2 } .line.ours { stroke-width: 3.5 }
  .dot.ours { fill: #0b6e99 } .dot.first { fill: #b3470b } .dot.second { fill: #5d6b7a }
  .dot { stroke: none }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #11171d } text { fill: #e3e9ef } .grid { stroke: #36424e }
    .ours { stroke: #5cc3ee } .first { stroke: #f0a06a } .second { stroke: #a4b1be }
    .dot.ours { fill: #5cc3ee } .dot.first { fill: #f0a06a } .dot.second { fill: #a4b1be }
    .dot { stroke: none }
  }
"""


def curves(sizes, case):
    """Server to its points (features, CPU ms for a request), where it ran in more than one size."""
    found = {}
    for size in sorted(size for size in sizes if size):
        for name, rounds in sizes[size]["cases"].get(case, {}).items():
            found.setdefault(name, []).append((size, median(rounds, "cpu_ms")))
    return {name: points for name, points in found.items() if len(points) > 1 and name in LINES}


def share(value, span):
    """Where a value lies on a logarithmic axis, 0 to 1."""
    low, high = map(math.log10, span)
    return (math.log10(min(max(value, span[0]), span[1])) - low) / (high - low)


def picture(sizes):
    """The whole picture as SVG."""
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
           'aria-label="Server CPU for a request over the number of features, for each server">',
           f"<style>{STYLE}</style>", f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
           f'<text x="16" y="{HEIGHT / 2 - 20}" transform="rotate(-90 16 {HEIGHT / 2 - 20})" text-anchor="middle">'
           "server CPU for a request, ms</text>"]
    used = []
    for at, (case, title) in enumerate(PANELS):
        left = LEFT + at * (PANEL + GAP)
        found = curves(sizes, case)
        out += axes(left, title)
        out += [line for name, points in found.items() for line in curve(left, name, points)]
        used += [name for name in found if name not in used]
    out += legend(used)
    return "\n".join([*out, "</svg>\n"])


def axes(left, title):
    bottom, height = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM
    yield f'<text class="title" x="{left + PANEL / 2}" y="{TOP - 16}" text-anchor="middle">{escape(title)}</text>'
    for power in range(-2, 5):
        y = bottom - share(10 ** power, COSTS) * height
        yield f'<line class="grid" x1="{left}" x2="{left + PANEL}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="small" x="{left - 5}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:,g}</text>'
    for size, label in ((1_000, "1k"), (10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")):
        x = left + share(size, SIZES) * PANEL
        yield f'<text class="small" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{label}</text>'
    yield f'<text class="small" x="{left + PANEL / 2}" y="{bottom + 36}" text-anchor="middle">features in the layer</text>'


def curve(left, name, points):
    kind, dash = LINES[name]
    bottom, height = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM
    places = [(left + share(size, SIZES) * PANEL, bottom - share(cost, COSTS) * height) for size, cost in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line {kind}" points="{path}" stroke-dasharray="{dash}"/>'
    for x, y in places:
        yield f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def legend(names):
    for at, name in enumerate(names):
        kind, dash = LINES[name]
        x, y = LEFT + at * 190, HEIGHT - 20
        yield f'<line class="line {kind}" x1="{x}" x2="{x + 34}" y1="{y - 4}" y2="{y - 4}" stroke-dasharray="{dash}"/>'
        yield f'<text x="{x + 42}" y="{y}">{escape(name)}</text>'
