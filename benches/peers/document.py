"""Writes the measured parts of docs/performance.md: each stands between its own two markers, and all else is left."""

import re
import statistics

import estimates
from goals import GOALS, limits, median, ratio


def put(text, part, content):
    """The text with new content between the markers of a part."""
    begin, end = f"<!-- measured: {part} -->", f"<!-- end: {part} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"no markers of the part '{part}'")
    return pattern.sub(lambda _: f"{begin}\n\n{content.strip()}\n\n{end}", text)


def table(heads, rows, right_from=1):
    """A Markdown table; columns from `right_from` on are set to the right."""
    rule = ["---" if at < right_from else "---:" for at in range(len(heads))]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [heads, rule, *rows])


def machine(about, sizes):
    listed = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    return (f"{about['processor']}, {about['cores']} cores shared by server, database and client, {about['memory']} memory, "
            f"Linux {about['kernel']}; load average before the start {about['load']}; {about['date']}; "
            f"Steppe Atlas {about['commit']}; {listed}. "
            "Between the slowest and the fastest round of a server in a case, requests a second differ by "
            f"{spread(sizes):.0%} in the median.")


def spread(sizes):
    """How far the rounds of a server in a case lie apart, over the slower one: median of all."""
    apart = []
    for result in sizes.values():
        for by_server in result["cases"].values():
            for rounds in by_server.values():
                found = [one["requests_per_second"] for one in rounds]
                if min(found) > 0:
                    apart.append(max(found) / min(found) - 1)
    return statistics.median(apart)


def shown(number):
    """Three digits that count."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def marked(words, is_met):
    return f"{words} ✓" if is_met else f"**{words} ✗**"


def goals(sizes):
    """A row for each goal, a column for each size. `sizes` are the results by size; the archive is under 0."""
    measured = sorted(size for size in sizes if size)
    rows = []
    for goal in GOALS:
        cells = []
        for size in measured:
            found = ratio(goal, sizes[size]["cases"])
            cells.append("" if found is None else marked(f"{shown(found)}×", found >= goal.at_least))
        if goal.case == "archive" and 0 in sizes:
            found = ratio(goal, sizes[0]["cases"])
            cells = [marked(f"{shown(found)}×", found >= goal.at_least)] + [""] * (len(measured) - 1)
        rows.append([goal.title, f"≥ {goal.at_least}×", *cells])
    by_title = {}
    for size in measured:
        for title, told, is_met in limits(size, sizes[size]):
            by_title.setdefault(title, {})[size] = marked(told, is_met)
    for title, cells in by_title.items():
        what, _, bound = title.partition(": ")
        rows.append([what, bound, *(cells.get(size, "") for size in measured)])
    return table(["work", "goal", *(f"{size:,}" for size in measured)], rows, right_from=2)


def cases(sizes):
    """A table for each case, a row for each server and size."""
    titles = {key: title for size in sizes for key, title in sizes[size]["titles"].items()}
    parts = []
    for key, title in titles.items():
        rows = []
        for size in sorted(sizes):
            for name, rounds in sizes[size]["cases"].get(key, {}).items():
                rows.append([f"{size:,}" if size else "–", name, *figures(rounds)])
        heads = ["features", "server", "req/s", "p50 ms", "p99 ms", "KB", "CPU ms/req", "MB", "errors"]
        parts.append(f"**{title[0].upper()}{title[1:]}**\n\n{table(heads, rows, right_from=2)}")
    return "\n\n".join(parts)


def figures(rounds):
    errors = sum(one["refused"] + one["broken"] for one in rounds)
    told = [shown(median(rounds, figure)) for figure in ("requests_per_second", "p50_ms", "p99_ms")]
    kilobytes, megabytes = median(rounds, "bytes") / 1e3, median(rounds, "memory") / 1e6
    return [*told, shown(kilobytes), f"{median(rounds, 'cpu_ms'):.3g}", f"{megabytes:,.0f}", errors or ""]


def answers(rows, boxes):
    names = ["steppe", "tipg", "pygeoapi"]
    body = []
    for row in rows:
        truth = "refused" if row["truth"] is None else f"{row['truth']:,}"
        cells = [told_answer(row[name], row["truth"]) for name in names]
        body.append([f"`{row['days']}`", truth, *cells])
    counted = ["boxes of 2° in ten years, right", boxes["sample"], *(boxes["right"][name] for name in names)]
    return table(["datetime", "truth", *names], [*body, counted])


def told_answer(said, truth):
    """A count, or a refusal; what is wrong is bold."""
    words = f"{said:,}" if isinstance(said, int) else said
    is_right = said == truth or (truth is None and said == "status 400")
    return words if is_right else f"**{words}**"


def tiles(rows):
    body = [[row["zoom"], row["tiles"], f"{row['both']:,}", f"{row['only_first']:,}", f"{row['only_second']:,}",
             f"{row['farthest']:.2f}"] for row in rows]
    return table(["zoom", "tiles", "features in both", "only ours", "only Martin's", "farthest apart, px"], body, right_from=0)


def growth(sizes):
    """Loading by size, and what a kilobyte of an answer costs: the same in every size where the answer alone counts."""
    rows = []
    for size in sorted(size for size in sizes if size):
        start, ours = sizes[size]["start"], sizes[size]["cases"]["years"]["steppe"]
        kilobytes = median(ours, "bytes") / 1e3
        rows.append([f"{size:,}", f"{start['file'] / 1e6:,.1f}", f"{start['seconds']:.2f}", f"{start['again']:.2f}",
                     f"{start['memory'] / 1e6:,.0f}", shown(kilobytes), f"{median(ours, 'cpu_ms') / kilobytes:.3f}"])
    heads = ["features", "file, MB", "first start, s", "start again, s", "memory, MB", "KB of a 2° box in ten years", "CPU ms for a KB of it"]
    return table(heads, rows, right_from=0)


def engine(found):
    rows = []
    for name, seconds, size in found:
        rate = f"{size / seconds / 1e9:.2f} GB/s" if size else ""
        goal, met = estimates.goal(name) or ("", None)
        rows.append([name, told_time(seconds), rate, marked(goal, met(seconds, size)) if met else ""])
    return table(["bench", "median", "", "goal"], rows)


def told_time(seconds):
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{shown(seconds * factor)} {unit}"
    return f"{shown(seconds * 1e9)} ns"
