"""Calls functions of socket, and prints the result or exception of each.

Reads {"calls": [[function, arguments], ...]} and prints a list of results. Bytes are {"bytes": hex}, and an
array is a tuple.
"""

import json
import socket
import sys


def decode(value):
    if isinstance(value, dict):
        return bytes.fromhex(value["bytes"])
    return tuple(map(decode, value)) if isinstance(value, list) else value


def encode(value):
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return list(map(encode, value)) if isinstance(value, (list, tuple)) else value


# These are RangeError in JavaScript; UnicodeError is a ValueError.
def name_of(error):
    is_range = isinstance(error, (ValueError, OverflowError))
    return "RangeError" if is_range else type(error).__name__


def answer(function, arguments):
    try:
        return {"result": encode(getattr(socket, function)(*decode(arguments)))}
    except (OSError, TypeError, ValueError, OverflowError) as error:
        told = {"error": name_of(error)}
        if isinstance(error, OSError):
            told.update(errno=error.errno, message=str(error))
        return told


print(json.dumps([answer(*call) for call in json.load(sys.stdin)["calls"]]))
