"""A server under measurement: start it, wait until it answers, read its CPU time and memory, stop it."""

import contextlib
import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 600  # seconds for a server to get ready; the longest loads a million features


class Server:
    """A process with its descendants. `others` are servers whose work is part of this one's, as a database's is."""

    def __init__(self, name, command, origin, others=(), **options):
        self.name, self.origin, self.others = name, origin, others
        self.log = open(f"/tmp/steppe-bench-{name.replace(' ', '-')}-{os.getpid()}.log", "w+")
        started = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True, **options
        )
        self.started = started
        self.seconds_to_start = None

    def wait_until(self, ready):
        """Polls until `ready()` is true; fails with the server's own words if it ends before."""
        while not ready():
            if self.process.poll() is not None or time.monotonic() - self.started > PATIENCE:
                self.log.seek(0)
                raise RuntimeError(f"{self.name} did not start: {self.log.read()[-2000:]}")
            time.sleep(0.02)
        self.seconds_to_start = time.monotonic() - self.started
        return self

    def wait_until_it_answers(self, path):
        return self.wait_until(lambda: answers(self.origin + path))

    def printed(self):
        self.log.seek(0)
        return self.log.read()

    def family(self):
        """Numbers of the process, its descendants, and those of the others."""
        own = descendants(self.process.pid, parents())
        return own + [number for other in self.others for number in other.family()]

    def cpu_seconds(self):
        """User and system time of the family, with that of its children which have ended."""
        return sum(cpu_seconds(number) for number in self.family())

    def memory(self):
        """Proportional set size of the family in bytes: memory that is shared counts once."""
        return sum(proportional_set(number) for number in self.family())

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        pathlib.Path(self.log.name).unlink()


@contextlib.contextmanager
def running(*servers):
    """Stops the servers at the end, the last one first."""
    try:
        yield servers
    finally:
        for server in reversed(servers):
            server.stop()


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=30):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def parents():
    """Process number to that of its parent."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := stat(entry.name)):
            found[int(entry.name)] = int(fields[1])
    return found


def descendants(root, parents):
    """A process and all below it."""
    family = [root]
    for number in family:
        family.extend(child for child, parent in parents.items() if parent == number)
    return family


def cpu_seconds(number):
    fields = stat(number)
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def proportional_set(number):
    try:
        text = pathlib.Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)


def stat(number):
    """Fields of /proc/N/stat from the state on (proc(5) counts it as the third); None if the process is gone."""
    try:
        return pathlib.Path(f"/proc/{number}/stat").read_text().rsplit(") ", 1)[1].split()
    except (OSError, IndexError):
        return None
