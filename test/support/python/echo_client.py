"""Sends data on several connections at once, half-closes each, and compares the echo.

The data is text outside ASCII; a piece size of 1 sends it byte by byte.
"""

import json
import socket
import sys
import threading

port, connections, size, piece = map(int, sys.argv[1:5])
results = [None] * connections


def talk(index):
    pattern = f"connection {index}: κόσμε 🐰 ".encode()
    data = (pattern * (size // len(pattern) + 1))[:size]
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def send():
            for i in range(0, len(data), piece):
                s.sendall(data[i : i + piece])
            s.shutdown(socket.SHUT_WR)

        sender = threading.Thread(target=send)
        sender.start()
        received = bytearray()
        while chunk := s.recv(65536):
            received += chunk
        sender.join()
    results[index] = received == data


threads = [threading.Thread(target=talk, args=(i,)) for i in range(connections)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps(results))
