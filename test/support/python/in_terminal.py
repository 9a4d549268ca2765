"""Runs a command in a pseudo-terminal of some width; passes on its output and exit status.

Types the input at once. When the command has printed the awaited text, if any, presses Ctrl-C or another
key.
"""

import fcntl
import json
import os
import pty
import struct
import sys
import termios

# Variables besides TERM that tell Node whether a terminal has colours; build machines set CI.
COLOUR_NAMES = {
    "CI",
    "COLORTERM",
    "FORCE_COLOR",
    "NODE_DISABLE_COLORS",
    "NO_COLOR",
    "TEAMCITY_VERSION",
    "TERM_PROGRAM",
    "TMUX",
}

columns, given = int(sys.argv[1]), json.load(sys.stdin)
command, awaited = given["command"], given.get("awaited", "").encode()
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    # A terminal with colours, wherever the tests run.
    environment = {name: value for name, value in os.environ.items() if name not in COLOUR_NAMES}
    os.execve(command[0], command, {**environment, "TERM": "xterm-256color"})
# The terminal buffers it until the command reads.
os.write(master, given.get("typed", "").encode())
output = b""
while True:
    try:
        chunk = os.read(master, 65536)
    except OSError:  # EIO: no process has the terminal open
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk)
    output += chunk
    if awaited and awaited in output:
        awaited = b""
        os.write(master, given.get("key", "\x03").encode())
sys.stdout.buffer.flush()
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(status if status >= 0 else 1)
