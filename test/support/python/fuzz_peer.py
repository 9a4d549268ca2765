# Calls CPython's functions: reads lines of JSON with a function's name and arguments, and prints a line
# with the result, or with the name of the exception, for each.
#
# Values that JSON lacks are objects with one member: {"int": digits}, {"float": 8 bytes in hex},
# {"bytes": hex}, {"dict": pairs}, {"tuple": values}.

import ast
import json
import socket
import struct
import sys
import unicodedata


def decode(value):
    if not isinstance(value, dict):
        return value
    [(kind, content)] = value.items()
    if kind == "int":
        return int(content)
    if kind == "float":
        return float(content) if content == "nan" else struct.unpack(">d", bytes.fromhex(content))[0]
    if kind == "bytes":
        return bytes.fromhex(content)
    if kind == "tuple":
        return tuple(decode(item) for item in content)
    if kind == "list":
        return [decode(item) for item in content]
    return {decode(key): decode(item) for key, item in content}


def encode(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": "nan" if value != value else struct.pack(">d", value).hex()}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    return {"list": [encode(item) for item in value]}


def unassigned(text):
    return sum(unicodedata.category(character) == "Cn" for character in text)


# Reads a message like the tutorial's programs.
def message(data):
    (length,) = struct.unpack(">H", data[:2])
    header = json.loads(data[2 : 2 + length].decode("utf-8"))
    content = data[2 + length :]
    assert len(content) == header["content-length"]
    if header["content-type"] != "text/json":
        return (header["byteorder"], content)
    return (header["byteorder"], json.loads(content.decode(header["content-encoding"])))


functions = {
    "calcsize": struct.calcsize,
    "pack": lambda format, values: struct.pack(format, *decode(values)),
    "unpack": lambda format, values: struct.unpack(format, decode(values)),
    "repr": lambda value: repr(decode(value)),
    "unassigned": unassigned,
    "int": int,
    "literal": lambda text: ast.literal_eval(text),
    "dumps": lambda value: json.dumps(decode(value), ensure_ascii=False),
    "loads": json.loads,
    "message": lambda data: message(decode(data)),
    "inet_pton": lambda family, text: socket.inet_pton(family, text),
    "inet_aton": socket.inet_aton,
    "inet_ntop": lambda family, packed: socket.inet_ntop(family, decode(packed)),
    "CMSG_LEN": socket.CMSG_LEN,
    "CMSG_SPACE": socket.CMSG_SPACE,
}


def answer(line):
    name, *values = json.loads(line)
    try:
        return {"value": encode(functions[name](*values))}
    except Exception as error:
        return {"raised": type(error).__name__}


sys.set_int_max_str_digits(0)
for line in sys.stdin:
    sys.stdout.write(json.dumps(answer(line)) + "\n")
    sys.stdout.flush()
