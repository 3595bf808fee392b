"""The servers to compare with, in fixed versions, installed from package registries into the cache folder."""

import importlib.util
import os
import subprocess
import sys

from places import PEERS, ROOT

MARTIN_VERSION = "1.14.0"
# Of the environments of Python: the program that must be there, and the packages.
ENVIRONMENTS = {
    "pygeoapi": ("gunicorn", ["pygeoapi==0.21.0", "gunicorn==27.0.1", "psycopg2-binary==2.9.13", "sqlalchemy==2.1.9",
                              "geoalchemy2==0.20.0", "pygeofilter[backend-sqlalchemy]==0.4.0"]),
    "tipg": ("uvicorn", ["tipg==1.6.1", "uvicorn[standard]"]),
}
# Programs of Debian: what must be there, and the package that brings it.
PROGRAMS = {
    "wrk": "wrk",
    "nginx": "nginx-light",
    "psql": "postgresql-client",
    "ogr2ogr": "gdal-bin",
}


def install():
    """Makes sure that every peer is there; what is there already stays."""
    PEERS.mkdir(parents=True, exist_ok=True)
    os.environ["PATH"] += ":/usr/sbin"  # where Debian puts nginx, and only root looks
    for program, package in PROGRAMS.items():
        subprocess.run([ROOT / "scripts" / "need", program, package], check=True)
    if postgres_folder() is None or not has_postgis():
        need_package("postgresql-postgis")
    for name, (program, packages) in ENVIRONMENTS.items():
        install_environment(name, program, packages)
    install_martin()


def postgres_folder():
    """The folder with the programs of the newest PostgreSQL, or None."""
    lib = "/usr/lib/postgresql"
    versions = sorted(os.listdir(lib), key=int) if os.path.isdir(lib) else []
    there = [f"{lib}/{version}/bin" for version in versions if os.path.exists(f"{lib}/{version}/bin/postgres")]
    return there[-1] if there else None


def has_postgis():
    version = postgres_folder().split("/")[-2]
    return os.path.exists(f"/usr/share/postgresql/{version}/extension/postgis.control")


def need_package(package):
    """For a package whose presence no program on the path tells: a name that is never there."""
    subprocess.run([ROOT / "scripts" / "need", f"the programs of {package}", package], check=True)


def install_environment(name, program, packages):
    folder = PEERS / name
    if (folder / "bin" / program).exists():
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian's Python comes without
        need_package("python3-venv")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run(
        [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
        check=True,
    )


def install_martin():
    """Without its default features: one of them fetches sources over git while it is built."""
    if (PEERS / "martin" / "bin" / "martin").exists():
        return
    # Thin LTO can only help the peer; the package has lost the profile of its repository.
    environment = {**os.environ, "CARGO_TARGET_DIR": str(PEERS / "martin-build"), "CARGO_PROFILE_RELEASE_LTO": "thin"}
    subprocess.run(
        ["cargo", "install", "martin", "--version", f"={MARTIN_VERSION}", "--locked", "--no-default-features",
         "--features", "mbtiles,geojson,postgres", "--bin", "martin", "--root", PEERS / "martin"],
        check=True, env=environment,
    )
