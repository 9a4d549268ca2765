"""Sends one message of the application protocol and prints the response as JSON."""

import json
import socket
import sys

import app_wire

port, case = int(sys.argv[1]), json.load(sys.stdin)
data = app_wire.build(case)
with socket.create_connection(("127.0.0.1", port)) as s:
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app_wire.send(s, data, case.get("piece", len(data)))
    answer = app_wire.receive(s)
    answer["closed"] = s.recv(1) == b""
print(json.dumps(answer))
