"""Reads Mapbox Vector Tiles (version 2.1), as far as a comparison of two of them needs it."""

import dataclasses
import struct


@dataclasses.dataclass
class TileFeature:
    properties: dict
    # Parts, each a list of (x, y) in units of the tile; the closing edge of a ring is written out.
    parts: list


def layers(data):
    """Name of each layer to its extent and features."""
    found = {}
    for field, value in fields(data):
        if field == 3:
            name, extent, features = layer(value)
            found[name] = (extent, features)
    return found


def layer(data):
    name, extent, keys, values, encoded = "", 4096, [], [], []
    for field, value in fields(data):
        match field:
            case 1:
                name = bytes(value).decode()
            case 2:
                encoded.append(value)
            case 3:
                keys.append(bytes(value).decode())
            case 4:
                values.append(property_value(value))
            case 5:
                extent = value
    return name, extent, [feature(one, keys, values) for one in encoded]


def feature(data, keys, values):
    tags, commands, kind = [], [], 0
    for field, value in fields(data):
        match field:
            case 2:
                tags = varints(value)
            case 3:
                kind = value
            case 4:
                commands = varints(value)
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2])}
    return TileFeature(properties, parts(commands, is_point=kind == 1))


def parts(commands, *, is_point):
    found, x, y, at = [], 0, 0, 0
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:  # ClosePath
            found[-1].append(found[-1][0])
            continue
        for _ in range(count):
            x, y = x + unzigzag(commands[at]), y + unzigzag(commands[at + 1])
            at += 2
            if command == 1 or is_point:  # MoveTo
                found.append([])
            found[-1].append((x, y))
    return found


def property_value(data):
    for field, value in fields(data):
        match field:
            case 1:
                return bytes(value).decode()
            case 2:
                return struct.unpack("<f", value)[0]
            case 3:
                return struct.unpack("<d", value)[0]
            case 6:
                return unzigzag(value)
            case 7:
                return bool(value)
            case _:
                return value
    return None


def fields(data):
    """Number and value of each field of a message of Protocol Buffers."""
    at = 0
    while at < len(data):
        head, at = varint(data, at)
        match head & 7:
            case 0:
                value, at = varint(data, at)
            case 1:
                value, at = data[at:at + 8], at + 8
            case 2:
                length, at = varint(data, at)
                value, at = data[at:at + length], at + length
            case 5:
                value, at = data[at:at + 4], at + 4
            case other:
                raise ValueError(f"wire type {other}")
        yield head >> 3, value


def varints(data):
    found, at = [], 0
    while at < len(data):
        value, at = varint(data, at)
        found.append(value)
    return found


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def unzigzag(value):
    return (value >> 1) ^ -(value & 1)
