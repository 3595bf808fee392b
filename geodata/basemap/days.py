"""Dates of labels and shapes as days since 1970-01-01, the way the tiles carry them."""

import datetime

EVER = -2147483648 + 1
NEVER_ENDS = 2147483647


def day(text, open_end):
    """First day of a year, month or day such as 1987, 2025-09 or 2001~; `open_end` where there is none."""
    if text is None:
        return open_end
    parts = [int(part) for part in text.rstrip("~?%").split("-")]
    return (datetime.date(*(parts + [1, 1])[:3]) - datetime.date(1970, 1, 1)).days


def span(start=None, end=None):
    """The half-open time from `start` to `end` as tile properties."""
    return {"from": day(start, EVER), "until": day(end, NEVER_ENDS)}
