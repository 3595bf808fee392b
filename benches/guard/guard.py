"""Counts the instructions of the hot paths under callgrind, and holds them against benches/guard/counts.json.

    python3 benches/guard/guard.py             fails where a path takes more than 5 % more than written down
    python3 benches/guard/guard.py --update    writes down what they take now

Unlike times, counts are alike on a busy and on a quiet machine; they differ between compilers and processors, so the file
says which it is of.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTS = pathlib.Path(__file__).with_name("counts.json")
MOST_WORSE = 0.05


def main():
    program = built()
    compiler = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    names = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    now = {name: counted(program, name) for name in names}
    if "--update" in sys.argv[1:]:
        COUNTS.write_text(json.dumps({"compiler": compiler, "instructions": now}, indent=2) + "\n")
        return
    written = json.loads(COUNTS.read_text())
    print(f"instructions, written down with {written['compiler']}, now with {compiler}")
    for name, count in now.items():
        print(f"{name:10} {written['instructions'].get(name, 0):14,} {count:14,}")
    if worse := paths_that_became_worse(written["instructions"], now):
        sys.exit(f"{', '.join(worse)}: more than {MOST_WORSE:.0%} more than written down; "
                 "if that is meant, make bench-guard GUARD=--update writes it down")


def paths_that_became_worse(written, now):
    """Those that take too much, or were never written down."""
    return [name for name, count in now.items() if count > written.get(name, 0) * (1 + MOST_WORSE)]


def built():
    """Builds the bench and gives the path of its program."""
    output = subprocess.run(
        ["cargo", "bench", "--bench", "guard", "--locked", "--no-run", "--message-format", "json"],
        check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ).stdout
    found = [message["executable"] for message in map(json.loads, output.splitlines())
             if message["reason"] == "compiler-artifact" and message["target"]["name"] == "guard"]
    return found[-1]


def counted(program, name):
    """Instructions of one path: those inside its function of `guard::counted`."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(
            ["valgrind", "--quiet", "--tool=callgrind", f"--toggle-collect=guard::counted::{name}",
             f"--callgrind-out-file={out.name}", program, name],
            check=True, stdout=subprocess.DEVNULL,
        )
        text = pathlib.Path(out.name).read_text()
    totals = [int(line.split()[1]) for line in text.splitlines() if line.startswith("totals:")]
    if not totals or totals[-1] == 0:
        raise RuntimeError(f"callgrind found no function of the path {name}")
    return totals[-1]


if __name__ == "__main__":
    main()
