"""Prints a port where nobody listens: the kernel chose it, and it is closed again."""

import json
import socket

with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(json.dumps({"port": s.getsockname()[1]}))
