"""One round of load: wrk asks a server for a list of addresses, and /proc tells what that cost."""

import dataclasses
import json
import pathlib
import subprocess
import time

LUA = pathlib.Path(__file__).with_name("wrk.lua")


@dataclasses.dataclass
class Round:
    """What one server did in one round."""

    requests_per_second: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    bytes: float  # of an answer, with its head
    cpu_ms: float  # of the server and its database, for one request
    memory: int  # bytes after the round
    refused: int  # answers with a status from 400 on
    broken: int  # connections that failed, answers that took longer than 30 s


def measure(server, paths_file, *, connections, seconds, once=False):
    """Loads a server with the addresses of a file, at one thread of wrk."""
    before = server.cpu_seconds()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-H", "Accept-Encoding: gzip",
               "-s", LUA, server.origin, "--", paths_file, "once" if once else "round"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    counted = json.loads(output.strip().splitlines()[-1])
    requests = max(counted["requests"], 1)
    cpu_ms = (server.cpu_seconds() - before) * 1e3 / requests
    wait_until_idle(server)
    return Round(
        requests_per_second=counted["requests"] / counted["seconds"],
        p50_ms=counted["p50_ms"],
        p99_ms=counted["p99_ms"],
        max_ms=counted["max_ms"],
        bytes=counted["bytes"] / requests,
        cpu_ms=cpu_ms,
        memory=server.memory(),
        refused=counted["refused"],
        broken=counted["broken"],
    )


def wait_until_idle(server, *, patience=60):
    """Some servers go on with requests whose client has left; the next one's round begins when that is over."""
    last, until = server.cpu_seconds(), time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(0.1)
        now = server.cpu_seconds()
        if now - last <= 0.02:
            return
        last = now
