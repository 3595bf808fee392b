"""A PostgreSQL of our own with PostGIS, in a folder that goes away, and the layer in it."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

from install import postgres_folder
from processes import Server, free_port

USER = "steppe"
# More than the stock settings give, in the peers' favour: memory for a layer of a million features, no parallel
# workers that would take the cores from the requests, no compilation of short queries.
SETTINGS = {
    "shared_buffers": "2GB", "work_mem": "64MB", "maintenance_work_mem": "512MB", "effective_cache_size": "8GB",
    "max_wal_size": "8GB", "max_connections": "200", "max_parallel_workers_per_gather": "0", "jit": "off",
    "fsync": "off", "synchronous_commit": "off", "random_page_cost": "1.1",
}


class Database:
    """The running server, with a database for each size of layer."""

    def __init__(self):
        self.bin = pathlib.Path(postgres_folder())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="steppe-bench-postgres-"))
        self.port = free_port()
        # PostgreSQL refuses to run as root; its Debian package brings a user.
        self.options = {"cwd": self.folder}
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        data = self.folder / "data"
        subprocess.run(
            [self.bin / "initdb", "--pgdata", data, "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"],
            check=True, stdout=subprocess.DEVNULL, **self.options,
        )
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self.bin / "postgres", "-D", data, "-p", self.port, "-k", self.folder, "-h", "127.0.0.1", *settings]
        self.server = Server("postgres", command, None, **self.options)
        self.server.wait_until(lambda: self.runs("select 1"))

    def runs(self, sql):
        return subprocess.run(self.psql("postgres", sql), capture_output=True).returncode == 0

    def psql(self, name, sql):
        return ["psql", self.address(name), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "-v", "ON_ERROR_STOP=1", "-c", sql]

    def rows(self, name, sql):
        """Rows of a query as lists of text."""
        output = subprocess.run(self.psql(name, sql), check=True, capture_output=True, text=True).stdout
        return [line.split("|") for line in output.splitlines() if line]

    def address(self, name):
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def load(self, name, file):
        """Puts a GeoJSON file into the table `layer` of a new database, with indexes on place and time."""
        subprocess.run(self.psql("postgres", f'create database "{name}"'), check=True)
        subprocess.run(self.psql(name, "create extension postgis"), check=True)
        subprocess.run(
            ["ogr2ogr", "-f", "PostgreSQL", "PG:" + self.address(name), str(file), "-nln", "layer", "-lco", "GEOMETRY_NAME=geom",
             "-nlt", "GEOMETRY", "--config", "PG_USE_COPY", "YES", "-gt", "100000"],
            check=True,
        )
        for sql in ['create index on layer (start)', 'create index on layer ("end")', "vacuum analyze layer"]:
            subprocess.run(self.psql(name, sql), check=True)

    def drop(self, name):
        subprocess.run(self.psql("postgres", f'drop database "{name}" with (force)'), check=True)


@contextlib.contextmanager
def database():
    made = Database()
    try:
        yield made
    finally:
        made.server.stop()
        shutil.rmtree(made.folder, ignore_errors=True)
