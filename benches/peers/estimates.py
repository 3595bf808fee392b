"""What criterion measured in process, from the files it leaves, beside the goals of these figures."""

import json

# Name of a bench, what is told of it, the goal in words, and whether a time in seconds meets it.
TOLD = [
    ("index: 1 % of the area, one year, of 1,000,000", "at most 60 µs", lambda seconds, size: seconds <= 60e-6),
    ("encoder: 5,000 features of 10 properties", "at most 1.2 ms", lambda seconds, size: seconds <= 1.2e-3),
    ("GeoJSON/write 20,000 features", "at least 1.5 GB/s", lambda seconds, size: size / seconds >= 1.5e9),
]


def read(folder):
    """Every bench below criterion's folder: id, median time in seconds, bytes it handled or None; sorted by id."""
    found = []
    for file in folder.glob("**/new/benchmark.json"):
        about = json.loads(file.read_text())
        estimates = json.loads(file.with_name("estimates.json").read_text())
        size = (about.get("throughput") or {}).get("Bytes")
        found.append((about["full_id"], estimates["median"]["point_estimate"] / 1e9, size))
    return sorted(found)


def goal(name):
    """Goal in words and test of a bench, or None."""
    return next(((words, is_met) for known, words, is_met in TOLD if known == name), None)
