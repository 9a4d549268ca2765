"""Runs a command where /etc/hosts has the lines that standard input gives as JSON.

Needs a network and a mount namespace of its own.
"""

import json
import os
import sys

from namespaces import bring_up_loopback, replace

bring_up_loopback()
replace("/etc/hosts", "\n".join(json.load(sys.stdin)) + "\n")
replace("/etc/nsswitch.conf", "hosts: files\n")
os.execvp(sys.argv[1], sys.argv[1:])
