"""The goals, as ratios of what two servers did in the same rounds, and whether they are met."""

import dataclasses
import statistics

A_MILLION = 1_000_000  # the size that the goals of loading are set for


@dataclasses.dataclass(frozen=True)
class Goal:
    """Ours over theirs in requests a second, in one case; the fastest of the peers counts."""

    title: str
    case: str
    peers: tuple
    at_least: float


GOALS = [
    Goal("features of a box of 0.5°, at most 100, to the fastest peer", "items", ("tipg", "pygeoapi"), 20),
    Goal("features of a box of 2° in ten years, at most 1,000, to tipg", "years", ("tipg",), 50),
    Goal("10,000 features in one answer, to nginx with the same bytes", "whole", ("nginx",), 0.25),
    Goal("distinct tiles, zoom 3 to 10, to Martin on PostGIS", "distinct", ("Martin, PostGIS",), 3),
    Goal("one hot tile, to nginx with the same bytes", "hot", ("nginx",), 0.9),
    Goal("tiles of one MBTiles file, to nginx with the same tiles as files", "archive", ("nginx",), 0.9),
]


def median(rounds, figure):
    return statistics.median(one[figure] for one in rounds)


def ratio(goal, cases):
    """Median of the ratios round by round, or None where the case or its peers did not run."""
    by_server = cases.get(goal.case, {})
    peers = [by_server[name] for name in goal.peers if name in by_server]
    if "steppe" not in by_server or not peers:
        return None
    found = []
    for ours, *others in zip(by_server["steppe"], *peers):
        fastest = max(theirs["requests_per_second"] for theirs in others)
        if fastest > 0:  # a peer may not end one answer in a round
            found.append(ours["requests_per_second"] / fastest)
    return statistics.median(found) if found else None


def limits(size, result):
    """Goals of our own figures alone in the result of one size: title, what it came to, and whether it is met."""
    cases, rows = result["cases"], []
    if "years" in cases and "any day" in cases:
        cost = median(cases["years"]["steppe"], "cpu_ms") / median(cases["any day"]["steppe"], "cpu_ms") - 1
        rows.append(("cost of the filter by time for as many features, in CPU time: at most 10 %", f"{cost:+.0%}", cost <= 0.1))
    if "low" in cases:
        p99 = median(cases["low"]["steppe"], "p99_ms")
        rows.append(("tiles of zoom 3 to 5, each cut anew: p99 at most 50 ms", f"{p99:.0f} ms", p99 <= 50))
    if "mixed" in cases:
        rounds = cases["mixed"]["steppe"]
        spread = median(rounds, "p99_ms") / median(rounds, "p50_ms")
        errors = sum(one["refused"] + one["broken"] for one in rounds)
        told = f"{spread:.1f}×" + (f", {errors} errors" if errors else "")
        rows.append(("64 clients, mixed: p99 at most 5 × p50, no error", told, spread <= 5 and not errors))
    return rows + (loads(result["start"]) if size == A_MILLION else [])


def loads(start):
    in_memory = start["memory"] / start["file"]
    return [
        ("load from GeoJSON: at most 8 s", f"{start['seconds']:.1f} s", start["seconds"] <= 8),
        ("load again, with what was kept beside the file: at most 0.5 s", f"{start['again']:.1f} s", start["again"] <= 0.5),
        ("memory after that: at most 1.5 × the file", f"{in_memory:.1f}×", in_memory <= 1.5),
    ]
