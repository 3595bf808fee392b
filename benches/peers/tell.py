"""Puts the results that are in target/bench/results and target/criterion into docs/performance.md, and draws the growth.

    python3 benches/peers/tell.py
"""

import json

import document
import estimates
import growth
from bench import ANSWERS_AT
from places import CRITERION, DOCUMENT, PICTURE, RESULTS


def main():
    text = DOCUMENT.read_text()
    for part, content in parts().items():
        text = document.put(text, part, content)
        print(f"\n{part}\n\n{content}")
    DOCUMENT.write_text(text)


def parts():
    """Each part of the document that something was measured for, with its text."""
    found = {}
    sizes = {int(file.stem.split("-")[1]): json.loads(file.read_text()) for file in RESULTS.glob("size-*.json")}
    if sizes:
        about = json.loads((RESULTS / "machine.json").read_text())
        found |= {"machine": document.machine(about, sizes), "goals": document.goals(sizes), "growth": document.growth(sizes),
                  "cases": document.cases(sizes)}
        PICTURE.write_text(growth.picture(sizes))
    if told := sizes.get(ANSWERS_AT):
        found |= {"answers": document.answers(told["answers"], told["boxes"]), "tiles": document.tiles(told["tiles"])}
    if measured := estimates.read(CRITERION):
        found["engine"] = document.engine(measured)
    page = RESULTS / "page.txt"
    if page.exists():
        found["page"] = f"```text\n{page.read_text().strip()}\n```"
    return found


if __name__ == "__main__":
    main()
