"""Responds to one message of the application protocol with a given one; prints the request as JSON."""

import json
import socket
import sys

import app_wire

case = json.load(sys.stdin)
data = app_wire.build(case)
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    s.listen()
    print(f"Listening on {s.getsockname()}")
    conn, _ = s.accept()
    with conn:
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = app_wire.receive(conn)
        app_wire.send(conn, data, case.get("piece", len(data)))
        # The client closes first, so no part of the response can be lost.
        request["closed"] = conn.recv(1) == b""
print(json.dumps(request))
