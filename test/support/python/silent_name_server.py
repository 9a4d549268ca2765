"""Runs a command whose name lookups go to a name server that never answers.

Needs its own network and mount namespace. Prints a line when the server is asked.
"""

import os
import socket
import subprocess
import sys

from namespaces import bring_up_loopback, replace

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
bring_up_loopback()
server.bind(("127.0.0.1", 53))
replace("/etc/resolv.conf", "nameserver 127.0.0.1\n")
replace("/etc/nsswitch.conf", "hosts: dns\n")

process = subprocess.Popen(sys.argv[1:])
server.recv(512)
os.write(1, f"asked by {process.pid}\n".encode())
sys.exit(process.wait())
