"""Every server that is measured: how it is started on a layer, and where it answers what."""

import os
import subprocess
import textwrap

from install import MARTIN_VERSION
from places import BASEMAP, PEERS, STEPPE
from processes import Server, free_port

WORKERS = 2  # of every peer that has workers: one for each core of the smallest machine
# Our server takes an end after today for a plan, which may not come true; the peers know no plans, so all days of the
# made-up layer are to lie in the past.
TODAY = "2100-01-01"
READY = "Steppe Atlas is at "


def steppe(folder):
    """Ours, on a data folder."""
    command = [STEPPE, "serve", "--data", folder, "--listen", "127.0.0.1:0", "--today", TODAY]
    server = Server("steppe", command, None, env={**os.environ, "RUST_LOG": "warn"})
    server.wait_until(lambda: READY in server.printed())
    server.origin = server.printed().split(READY)[1].split()[0].rstrip("/")
    return server


def martin(work, name, *, database=None, file=None, cached):
    """Martin on a table of PostGIS or a GeoJSON file, and on the background map; with its cache on or off."""
    port = free_port()
    config = textwrap.dedent(f"""\
        listen_addresses: 127.0.0.1:{port}
        worker_processes: {WORKERS}
        cache: {"{}" if cached else "disable"}
        mbtiles:
          sources:
            basemap: {BASEMAP}
        """)
    if database:
        config += f"postgres:\n  connection_string: {database[0].address(database[1])}\n"
    if file:
        config += f"geojson:\n  sources:\n    layer: {file}\n"
    path = work / f"{name.replace(' ', '-').replace(',', '')}.yaml"
    path.write_text(config)
    others = [database[0].server] if database else []
    server = Server(name, [PEERS / "martin" / "bin" / "martin", "--config", path], f"http://127.0.0.1:{port}", others)
    return server.wait_until_it_answers("/health")


def tipg(database, name):
    """tipg on a table of PostGIS, which it calls `public.layer`."""
    port = free_port()
    command = [PEERS / "tipg" / "bin" / "uvicorn", "tipg.main:app", "--port", port, "--workers", WORKERS, "--log-level", "warning"]
    environment = {**os.environ, "DATABASE_URL": database.address(name), "TIPG_MAX_FEATURES_PER_QUERY": "10000"}
    server = Server("tipg", command, f"http://127.0.0.1:{port}", [database.server], env=environment)
    return server.wait_until_it_answers("/collections/public.layer")


def pygeoapi(work, database, name):
    """pygeoapi on a table of PostGIS, under gunicorn."""
    port = free_port()
    config, definition = work / "pygeoapi.yaml", work / "pygeoapi-openapi.yaml"
    config.write_text(PYGEOAPI.format(port=port, database_port=database.port, database=name))
    folder = PEERS / "pygeoapi" / "bin"
    environment = {**os.environ, "PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(definition)}
    subprocess.run([folder / "pygeoapi", "openapi", "generate", config, "--output-file", definition], check=True,
                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [folder / "gunicorn", "pygeoapi.flask_app:APP", "--bind", f"127.0.0.1:{port}", "--workers", WORKERS,
               "--no-control-socket"]
    server = Server("pygeoapi", command, f"http://127.0.0.1:{port}", [database.server], env=environment)
    return server.wait_until_it_answers("/collections/layer?f=json")


def nginx(work):
    """nginx with the files below `work/files`, each compressed already."""
    port = free_port()
    (work / "files").mkdir(exist_ok=True)
    (work / "files" / "ready").write_text("")
    config = work / "nginx.conf"
    account = "user root;" if os.getuid() == 0 else ""
    config.write_text(NGINX.format(account=account, workers=WORKERS, work=work, port=port))
    server = Server("nginx", ["nginx", "-c", config, "-e", work / "nginx-error.log"], f"http://127.0.0.1:{port}")
    return server.wait_until_it_answers("/ready")


def versions():
    """Name and version of every peer."""
    def said(*command):
        output = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        return (output.stdout + output.stderr).strip().splitlines()[0]

    def package(environment, name):
        code = f"import importlib.metadata as m; print(m.version('{name}'))"
        return said(PEERS / environment / "bin" / "python", "-c", code)

    return {
        "Martin": MARTIN_VERSION,
        "tipg": f"{package('tipg', 'tipg')}, uvicorn {package('tipg', 'uvicorn')}",
        "pygeoapi": f"{package('pygeoapi', 'pygeoapi')}, gunicorn {package('pygeoapi', 'gunicorn')}",
        "nginx": said("nginx", "-v").split("/")[-1],
        "PostgreSQL": said("psql", "--version").split()[2],
        "wrk": said("wrk", "-v").split()[1],
    }


NGINX = """\
{account}
worker_processes {workers};
daemon off;
pid {work}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=20000 inactive=10m;
  open_file_cache_valid 10m;
  keepalive_requests 100000000;
  client_body_temp_path {work}/nginx-temp; proxy_temp_path {work}/nginx-temp; fastcgi_temp_path {work}/nginx-temp;
  uwsgi_temp_path {work}/nginx-temp; scgi_temp_path {work}/nginx-temp;
  default_type application/octet-stream;
  server {{
    listen 127.0.0.1:{port};
    root {work}/files;
    add_header Content-Encoding gzip;
    add_header Cache-Control no-cache;
    etag on;
  }}
}}
"""

PYGEOAPI = """\
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  language: en-US
  limits: {{default_items: 10, max_items: 10000}}
  map: {{url: 'http://127.0.0.1/', attribution: none}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: bench, description: bench, keywords: [bench], keywords_type: theme, terms_of_service: none, url: 'http://127.0.0.1'}}
  license: {{name: none, url: 'http://127.0.0.1'}}
  provider: {{name: bench, url: 'http://127.0.0.1'}}
  contact: {{name: bench}}
resources:
  layer:
    type: collection
    title: layer
    description: a made-up layer
    keywords: [bench]
    extents:
      spatial: {{bbox: [46, 34, 96, 56], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'}}
      temporal: {{begin: null, end: null}}
    providers:
      - type: feature
        name: PostgreSQL
        data: {{host: 127.0.0.1, port: {database_port}, dbname: '{database}', user: steppe, password: none, search_path: [public]}}
        id_field: ogc_fid
        table: layer
        geom_field: geom
        time_field: start
"""
