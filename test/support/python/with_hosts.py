"""Runs a command with the lines in /etc/hosts that standard input lists as JSON.

Needs its own network and mount namespace.
"""

import json
import os
import sys

from namespaces import bring_up_loopback, replace

bring_up_loopback()
replace("/etc/hosts", "\n".join(json.load(sys.stdin)) + "\n")
replace("/etc/nsswitch.conf", "hosts: files\n")
os.execvp(sys.argv[1], sys.argv[1:])
