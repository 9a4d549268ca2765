"""Changes to a program's own network and mount namespace."""

import fcntl
import os
import socket
import struct
import subprocess
import tempfile

SIOCSIFFLAGS = 0x8914
IFF_UP = 1


def bring_up_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def replace(path, text):
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    subprocess.run(["mount", "--bind", file.name, path], check=True)
    os.unlink(file.name)
