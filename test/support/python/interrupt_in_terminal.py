"""Repeatedly runs a server in a pseudo-terminal and presses Ctrl-C at a random moment.

Prints the runs with an unexpected end as JSON. A run that hangs ends when this process is killed, because
its terminal disappears.
"""

import json
import os
import pty
import random
import sys
import time

times, seed, case = int(sys.argv[1]), int(sys.argv[2]), json.load(sys.stdin)
moments = random.Random(seed)
failures = []


def read(fd):
    try:
        return os.read(fd, 65536)
    except OSError:  # EIO: no process has the terminal open
        return b""


for run in range(times):
    pid, master = pty.fork()
    if pid == 0:
        os.execv(case["command"][0], case["command"])
    output = b""
    while b"Listening on" not in output or not output.endswith(b"\n"):
        chunk = read(master)
        if not chunk:
            break
        output += chunk
    time.sleep(moments.random() * 0.006)
    os.write(master, b"\x03")
    while chunk := read(master):
        output += chunk
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(master)
    text = output.decode("utf-8", "replace")
    if status != case["status"] or case["printed"] not in text:
        failures.append({"run": run, "status": status, "output": text})

print(json.dumps(failures))
