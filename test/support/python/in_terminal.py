"""Runs a command in a pseudo-terminal of some columns, and types; prints what it prints, ends as it ends."""

import fcntl
import json
import os
import pty
import struct
import sys
import termios

columns, given = int(sys.argv[1]), json.load(sys.stdin)
command, typed = given["command"], given.get("typed", "")
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    os.execv(command[0], command)
# The terminal keeps it until somebody reads.
os.write(master, typed.encode())
while True:
    try:
        chunk = os.read(master, 65536)
    except OSError:  # EIO: nobody has the terminal open any more
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk)
sys.stdout.buffer.flush()
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(status if status >= 0 else 1)
