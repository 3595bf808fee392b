"""Runs the cases against the servers that are up, in alternation: A B C A B C. What each did is kept round by round."""

import dataclasses
import gzip
import urllib.request

import load


def run(case, servers, work, seconds):
    """Rounds of every server that the case asks for and that is up: name to list of rounds, as plain values."""
    contenders = [name for name in case.servers if name in servers]
    for name in contenders:
        for path in case.warm(name):
            fetch(servers[name].origin + path)
    rounds = {name: [] for name in contenders}
    for turn in range(case.rounds):
        for name in contenders:
            file = work / "addresses"
            file.write_text("".join(path + "\n" for path in case.paths(name, turn)))
            done = load.measure(servers[name], file, connections=case.connections,
                                seconds=seconds * case.longer, once=case.once)
            rounds[name].append(dataclasses.asdict(done))
            print(f"  {case.title:60} {name:16} {done.requests_per_second:10,.1f} req/s  p99 {done.p99_ms:9.2f} ms", flush=True)
    return rounds


def fetch(address, *, encoded=False):
    """Status and body of an answer; compressed as it came if `encoded`. A refusal has an empty body."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            body = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip" and not encoded:
                body = gzip.decompress(body)
            return answer.status, body
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code, b""
