"""Measures the memory of `bsd-sockets serve` under many peers: python3 scripts/peer-memory.py partial 1000

partial: each peer sends a message of 1 MiB without its last byte. unread: each sends a message whose response
is five times as long, and the beginning of another message, and reads nothing. Loopback only.
"""

import json
import pathlib
import re
import socket
import struct
import subprocess
import sys
import time

kind, count = sys.argv[1], int(sys.argv[2])
MEBIBYTE = 1 << 20
SETTLED_SECONDS = 3


def message(content):
    header = {"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8"}
    text = json.dumps({**header, "content-length": len(content)}).encode()
    return struct.pack(">H", len(text)) + text + content


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


full = b'{"action":["' + b"\x7f" * (MEBIBYTE - 15) + b'"]}'
sent = {"partial": message(full)[:-1], "unread": message(full) + message(full)[:60_000]}[kind]
main = pathlib.Path(__file__).parent.parent / "dist/cli/main.js"
server = subprocess.Popen(
    ["node", main, "serve", "127.0.0.1", "0", "--write-timeout", "600", "--request-timeout", "600"],
    stdout=subprocess.PIPE, text=True,
)
try:
    port = int(re.search(r", (\d+)", server.stdout.readline())[1])
    before = resident(server.pid)
    peers = [socket.socket() for _ in range(count)]
    for peer in peers:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        peer.connect(("127.0.0.1", port))
        peer.sendall(sent)
    last = settled = 0.0
    while settled < SETTLED_SECONDS:  # The server is still working.
        time.sleep(1)
        now = resident(server.pid)
        settled, last = (settled + 1 if abs(now - last) < 1 else 0), now
    print(f"{kind}: {count} peers, {(last - before) / count:.2f} MiB each, {last:.0f} MiB in all")
finally:
    server.kill()
