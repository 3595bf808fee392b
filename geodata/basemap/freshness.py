"""A fingerprint of what a file of JSON says, whatever its layout, to tell whether the basemap is built from it."""

import hashlib
import json


def fingerprint(path):
    with open(path, encoding="utf-8") as file:
        content = json.dumps(json.load(file), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
