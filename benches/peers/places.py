"""Where things lie: the repository, what is built, and the cache that holds the peers between runs."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
STEPPE = ROOT / "target" / "release" / "steppe"
MADE_UP_LAYER = ROOT / "target" / "release" / "examples" / "made_up_layer"
# What the bench makes: layers, files for nginx, lists of addresses, results.
WORK = ROOT / "target" / "bench"
RESULTS = WORK / "results"
CRITERION = ROOT / "target" / "criterion"
DOCUMENT = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
BASEMAP = ROOT / "geodata" / "basemap.mbtiles"
# The peers take a quarter of an hour to build, so they outlive `make clean`.
PEERS = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "steppe-peers"
