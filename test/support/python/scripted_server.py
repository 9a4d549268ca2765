"""Serves connections one after another, each with its list of steps, and prints its observations as JSON.

A step is a list: its name and its arguments. Bytes are in base64."""

import base64
import json
import socket
import struct
import sys
import time

import app_wire


def listener(place):
    if isinstance(place, str):
        s = socket.socket(socket.AF_UNIX)
        s.bind(place)
    else:
        host, port = place
        s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((host, port))
    s.listen()
    return s


def send(conn, seen, data, piece=None):
    """Sends bytes, optionally in pieces that become separate segments."""
    data = base64.b64decode(data)
    if piece is not None:
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app_wire.send(conn, data, piece or max(len(data), 1))


def dribble(conn, seen, data, pause):
    """Sends a byte at a time, with pauses, until that fails."""
    try:
        for byte in base64.b64decode(data):
            conn.sendall(bytes([byte]))
            time.sleep(pause)
    except OSError as error:
        seen["error"] = type(error).__name__


def receive(conn, seen, count):
    """Receives requests."""
    seen["requests"] += [app_wire.receive(conn) for _ in range(count)]


def receive_bytes(conn, seen, count):
    seen["bytes"] += len(app_wire.receive_exactly(conn, count))


def echo(conn, seen, count):
    """Echoes requests, one at a time: receives the next one only after sending the previous response."""
    for _ in range(count):
        length = app_wire.receive_exactly(conn, 2)
        header = app_wire.receive_exactly(conn, struct.unpack(">H", length)[0])
        content = app_wire.receive_exactly(conn, json.loads(header)["content-length"])
        conn.sendall(length + header + content)
        seen["bytes"] += len(content)


def hold(conn, seen):
    """Sends nothing, and receives until the client is gone."""
    print("Holding")
    try:
        while True:
            data = conn.recv(65536)
            seen["bytes"] += len(data)
            if not data:
                break
        seen["end"] = True
    except OSError as error:
        seen["error"] = type(error).__name__


def stall(conn, seen):
    """Sends and takes nothing until whoever started this process ends it."""
    sys.stdin.read() or time.sleep(3600)


def shutdown(conn, seen):
    conn.shutdown(socket.SHUT_WR)


def reset(conn, seen):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


steps = {
    f.__name__: f
    for f in (send, dribble, receive, receive_bytes, echo, hold, stall, shutdown, reset)
}

given = json.load(sys.stdin)
with listener(given["place"]) as s:
    name = s.getsockname()
    print(f"Listening on {name if isinstance(name, str) else name[:2]}")
    connections = []
    for script in given["scripts"]:
        conn, _ = s.accept()
        seen = {"requests": [], "bytes": 0}
        connections.append(seen)
        with conn:
            for name, *parameters in script:
                steps[name](conn, seen, *parameters)
print(json.dumps(connections))
