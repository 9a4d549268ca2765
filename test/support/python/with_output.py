"""Becomes a command whose standard output is of a kind:

    plain   that of this program
    unread  a pipe whose reader is gone
    silent  the same, and standard error is that pipe too
    leaving a short pipe whose reader reads a little and leaves
    full    a disk without space
    wrong   a file that is open for reading only
    stuck   a full pipe that nobody empties
    closed  no file at all
"""

import fcntl
import os
import sys

PAGE = 4096

kind, *command = sys.argv[1:]
reader, writer = os.pipe()
if kind == "stuck":
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, bytes(PAGE))
    except BlockingIOError:
        os.set_blocking(writer, True)
    # The command has the reading end too, so that there is a reader.
    os.set_inheritable(reader, True)
elif kind == "leaving":
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, PAGE)
    if os.fork() == 0:
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
elif kind == "full":
    writer = os.open("/dev/full", os.O_WRONLY)
elif kind == "wrong":
    writer = os.open(os.devnull, os.O_RDONLY)

if kind == "closed":
    os.close(1)
elif kind != "plain":
    os.dup2(writer, 1)
if kind == "silent":
    os.dup2(writer, 2)
os.execvp(command[0], command)
