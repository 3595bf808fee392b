"""Whether the answers are right: counts over time beside what SQL says and what a plain loop over the file says."""

import datetime
import json

import addresses
from cases import YEARS_LIMIT, ten_years
from run import fetch

# Questions about days, with what the API rules say of those that are no span.
QUESTIONS = [
    "1990-01-01/2000-01-01", "../2000-01-01", "1990-01-01/..", "1990-06-01", "2030-01-01/2040-01-01",
    "1700-01-01/1750-01-01", "../..", "2000-01-01/1990-01-01",
]
COUNTED = ("steppe", "tipg", "pygeoapi")
SAMPLE = 30


def over_time(size, file, database, servers):
    """A row for each question: the truth by SQL and by the loop, and what each server says."""
    features = json.loads(file.read_text())["features"]
    lives = [(feature["properties"]["start"], feature["properties"]["end"]) for feature in features]
    rows = []
    for days in QUESTIONS:
        row = {"days": days, "truth": None, "loop": None}
        if span := span_of(days):
            row["truth"] = count(database, size, lived(span))
            row["loop"] = sum(start <= span[1] and span[0] <= end for start, end in lives)
        for name in COUNTED:
            row[name] = said(fetch(servers[name].origin + addresses.on_days(name, days)))
        rows.append(row)
    return rows


def in_boxes(size, places, database, servers):
    """Of a sample of boxes with ten years: how many each server counts as SQL does."""
    boxes = ten_years(places, SAMPLE, "answers")
    right = {name: 0 for name in COUNTED}
    for box in boxes:
        west, south, east, north = box.bbox().split(",")
        place = f"st_intersects(geom, st_makeenvelope({west}, {south}, {east}, {north}, 4326))"
        truth = count(database, size, f"{place} and {lived(box.days)}")
        for name in COUNTED:
            right[name] += said(fetch(servers[name].origin + addresses.items(name, box, 1))) == truth
    return {"sample": len(boxes), "right": right}


def factor_for_equal_answers(server, places):
    """By which factor boxes of ten years shrink so that as many features answer without days, on average."""
    boxes = ten_years(places, SAMPLE, "factor")

    def answered(boxes):
        return sum(returned(server, box) for box in boxes)

    wanted, low, high = answered(boxes), 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        if answered([box.shrunk(middle) for box in boxes]) < wanted:
            low = middle
        else:
            high = middle
    return high


def returned(server, box):
    status, body = fetch(server.origin + addresses.items("steppe", box, YEARS_LIMIT))
    if status != 200:
        raise RuntimeError(f"{status} for {box}")
    return json.loads(body)["numberReturned"]


def count(database, size, condition):
    return int(database.rows(str(size), f"select count(*) from layer where {condition}")[0][0])


def lived(span):
    """The rule in SQL: first and last day of a feature are days on which it is there."""
    return f"start <= '{span[1]}' and \"end\" >= '{span[0]}'"


def span_of(days):
    """First and last day of a question, as ISO text that sorts; None if it is no span that may be asked for."""
    first, _, last = days.partition("/")
    if first == last == "..":
        return None
    first, last = (first, last or first)
    span = ("0001-01-01" if first == ".." else first, "9999-12-31" if last == ".." else last)
    is_forward = datetime.date.fromisoformat(span[0]) <= datetime.date.fromisoformat(span[1])
    return span if is_forward else None


def said(answer):
    """The count of an answer, or its status if it is refused."""
    status, body = answer
    return json.loads(body)["numberMatched"] if status == 200 else f"status {status}"
