"""Accepts one client, receives nothing until SIGUSR1, and then checks that the data is one message,
repeated. Prints `enough` once it has received more than the buffers can hold."""

import json
import signal
import socket
import sys

ENOUGH = 12_000_000

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
message = json.load(sys.stdin)["message"].encode("latin-1")
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    s.listen()
    print(f"Listening on {s.getsockname()}")
    conn, _ = s.accept()
signal.sigwait([signal.SIGUSR1])
count, is_whole, told = 0, True, False
pattern = message * (2 + 65536 // len(message))
with conn:
    try:
        while data := conn.recv(65536):
            start = count % len(message)
            is_whole = is_whole and pattern[start : start + len(data)] == data
            count += len(data)
            if count > ENOUGH and not told:
                told = True
                print("enough")
    except ConnectionResetError:
        pass
print(json.dumps({"count": count, "isWhole": is_whole}))
