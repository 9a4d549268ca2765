"""Prints a port on which nobody listens: one that the kernel had just given away."""

import json
import socket

with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(json.dumps({"port": s.getsockname()[1]}))
