"""CPython's side of the differential test.

Reads sequences, one JSON array of steps per line, and prints one JSON object for each: the outcomes
of the steps, and the descriptors left open. A step is a line of Python.
"""

import ast
import errno
import hashlib
import json
import math
import os
import random
import select
import selectors
import signal
import socket
import struct
import sys
import tempfile
import time

FIRST_DESCRIPTOR = 100
LONGEST_WAIT = 3.0
TOKEN = sys.argv[1].encode()

# States of tcp(7), in the first byte of TCP_INFO.
CLOSED_STATES = {6, 7}
ENDED_STATES = {6, 7, 8, 9, 11}
BYTES_RECEIVED = slice(128, 136)


def until(condition):
    """Waits until a condition is true; returns False after a timeout."""
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.0002)
    return True


def tcp_info(s, size=1):
    return s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, size)


def wait(s, what):
    """Waits for the effect of an earlier step, without changing anything."""
    if s.fileno() < 0:
        return False
    if what == "ended":
        return until(lambda: tcp_info(s)[0] in ENDED_STATES)
    if what == "reset":
        return until(lambda: tcp_info(s)[0] in CLOSED_STATES)
    poll = select.poll()
    poll.register(s, {"readable": select.POLLIN, "writable": select.POLLOUT}[what])
    return len(poll.poll(LONGEST_WAIT * 1000)) > 0


def received(s, total):
    """Waits until this many bytes have arrived in total on a connection, read or not."""
    if s.fileno() < 0:
        return False
    field = BYTES_RECEIVED
    return until(lambda: struct.unpack("Q", tcp_info(s, field.stop)[field])[0] >= total)


def fill(s):
    """Sends on a non-blocking socket until the kernel takes no more."""
    while True:
        try:
            s.send(b"x" * 4096)
        except BlockingIOError:
            return "full"


def ready(selector, timeout=0):
    """Returns a selector's events, sorted so that their order does not matter."""
    return sorted((key.fd, events) for key, events in selector.select(timeout))


def close_on_exec(s):
    """True if the descriptor is closed when another program is executed."""
    return not os.get_inheritable(s if isinstance(s, int) else s.fileno())


def is_nonblocking(s):
    """True if O_NONBLOCK is set, which also happens for a socket with a timeout."""
    return not os.get_blocking(s.fileno())


def write_file(name, data):
    with open(name, "wb") as file:
        file.write(data)


def own_address():
    """Returns an address that is free in every family, with a port outside the kernel's range.

    A port that the kernel chooses is free at one address only, and another process may get it once
    it is released. This side uses even ports below that range, the other side odd ones.
    """
    while True:
        port = random.randrange(20000, 32000, 2)
        try:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                with socket.socket(socket.AF_INET6, kind) as probe:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                    probe.bind(("::", port))
            return ("127.0.0.1", port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise


def namespace():
    names = {k: v for k, v in vars(socket).items() if not k.startswith("__")}
    names.update(
        {
            "select": select,
            "selectors": selectors,
            "errno": errno,
            "nan": float("nan"),
            "inf": float("inf"),
            "wait": wait,
            "received": received,
            "fill": fill,
            "ready": ready,
            "close_on_exec": close_on_exec,
            "is_nonblocking": is_nonblocking,
            "write_file": write_file,
            "own_address": own_address,
            "open_file": lambda name: open(name, "rb"),
            "abstract": lambda name: b"\0" + TOKEN + name,
            "pid": os.getpid(),
            "uid": os.getuid(),
            "gid": os.getgid(),
            "ints": lambda *numbers: struct.pack(f"{len(numbers)}i", *numbers),
            "numbers": lambda data: list(struct.unpack(f"{len(data) // 4}i", data)),
            "is_cpython": True,
        }
    )
    return names


def encode_text(text):
    return text.replace(TOKEN.decode(), "<token>")


def encode_bytes(value):
    value = bytes(value).replace(TOKEN, b"<token>")
    if len(value) > 200:
        digest = hashlib.sha1(value).hexdigest()
        return {"bytes": value[:16].hex(), "length": len(value), "sha1": digest}
    return {"bytes": value.hex()}


def encode(value):
    """Encodes a value as JSON, in the same form as the other side."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return encode_text(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return repr(value)
        return int(value) if value.is_integer() else value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return encode_bytes(value)
    if isinstance(value, socket.socket):
        numbers = [value.fileno(), value.family, value.type, value.proto]
        return {"socket": [*map(int, numbers), encode(value.gettimeout())]}
    if isinstance(value, selectors.SelectorKey):
        return {"key": [encode(value.fileobj), value.fd, value.events, encode(value.data)]}
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    if isinstance(value, selectors._SelectorMapping):
        return {"map": [[fd, encode(key)] for fd, key in sorted(value.items())]}
    return {"object": type(value).__name__.lower()}


def encode_error(error):
    number = error.errno if isinstance(error, OSError) else None
    is_plain = not isinstance(error, (KeyError, BaseExceptionGroup))
    message = encode_text(str(error if is_plain else error.args[0]))
    outcome = {"error": type(error).__name__, "errno": number, "message": message}
    if isinstance(error, BaseExceptionGroup):
        outcome["errors"] = [encode_error(each) for each in error.exceptions]
    return outcome


def assign(target, value, names):
    if isinstance(target, ast.Name):
        names[target.id] = value
        return
    values = list(value)
    if len(values) != len(target.elts):
        raise ValueError("wrong number of values to unpack")
    for part, each in zip(target.elts, values):
        assign(part, each, names)


compiled = {}


def parse(step):
    """Returns the code of a step, and the target of its assignment."""
    if step not in compiled:
        statement = ast.parse(step).body[0]
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        compiled[step] = (compile(ast.Expression(statement.value), step, "eval"), target)
    return compiled[step]


def collect(value, kept):
    """Keeps sockets and similar objects alive, so that nothing is closed before the end."""
    if isinstance(value, (tuple, list)):
        for item in value:
            collect(item, kept)
    elif hasattr(value, "close") and hasattr(value, "fileno") or hasattr(value, "get_map"):
        kept.append(value)


def execute(step, names, kept):
    code, target = parse(step)
    try:
        value = eval(code, names)
        collect(value, kept)
        if target is not None:
            assign(target, value, names)
        return {"value": encode(value)}
    except (Exception, KeyboardInterrupt) as error:
        # Keeps what a constructor has opened reachable, as in the package until garbage collection.
        return encode_error(error)


def opened():
    return [fd for fd in map(int, os.listdir("/proc/self/fd")) if fd >= FIRST_DESCRIPTOR]


def clean_up(kept, inherited):
    """Closes everything the sequence opened; returns the descriptors that had no owner."""
    for each in reversed(kept):
        try:
            each.close()
        except OSError:
            pass
    left = []
    for fd in opened():
        if fd in inherited:
            continue
        try:
            os.fstat(fd)
        except OSError:
            continue  # the listing's own descriptor, closed by now
        os.close(fd)
        left.append(fd)
    socket.setdefaulttimeout(None)
    for name in os.listdir("."):
        os.unlink(name)
    return left


def run(steps, inherited):
    names = namespace()
    kept = []
    outcomes = [execute(step, names, kept) for step in steps]
    return {"outcomes": outcomes, "left": clean_up(kept, inherited)}


def occupy_low_descriptors():
    """Makes new descriptors have the same numbers on both sides."""
    while os.open("/dev/null", os.O_RDONLY) < FIRST_DESCRIPTOR - 1:
        pass


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        occupy_low_descriptors()
        inherited = set(opened())
        for line in sys.stdin:
            print(json.dumps(run(json.loads(line), inherited)), flush=True)
        os.chdir("/")


main()
