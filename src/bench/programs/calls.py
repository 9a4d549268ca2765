"""Times single calls of CPython's socket and selectors, in nanoseconds.

The cases are those of native/bench/calls.c, in the same order and with the same options.
"""

import argparse
import errno
import json
import selectors
import socket
import struct
import sys
import time

BURST = 64
MESSAGE = 64
WARM_UP = 10
EVENT_READ = selectors.EVENT_READ
EVENT_BOTH = selectors.EVENT_READ | selectors.EVENT_WRITE

message = bytes(MESSAGE)
sender, receiver = socket.socketpair()
sender.setblocking(False)
receiver.setblocking(False)


def send():
    good = 0
    for _ in range(BURST):
        good += sender.send(message) == MESSAGE
    return good


def recv():
    good = 0
    for _ in range(BURST):
        good += len(receiver.recv(MESSAGE)) == MESSAGE
    return good


def blocking_io_error():
    good = 0
    for _ in range(BURST):
        try:
            receiver.recv(MESSAGE)
        except BlockingIOError:
            good += 1
    return good


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("127.0.0.1", 0))
listener.listen(2 * BURST)
address = listener.getsockname()
connected = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
connected.connect(address)
other, _ = listener.accept()
listener.setblocking(False)
connected.setblocking(False)

# A connection that is closed with a reset leaves no TIME_WAIT.
RESET = struct.pack("ii", 1, 0)
connections = []


def connect():
    for _ in range(BURST):
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        connection.connect(address)
        connections.append(connection)
    return BURST


def accept():
    good = 0
    for _ in range(BURST):
        connection, peer = listener.accept()
        connections.append(connection)
        good += peer is not None
    return good


def close():
    for connection in connections:
        connection.close()
    connections.clear()
    return BURST


def setsockopt():
    for _ in range(BURST):
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return BURST


def getsockopt():
    good = 0
    for _ in range(BURST):
        good += sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
    return good


def connect_ex():
    good = 0
    for _ in range(BURST):
        good += connected.connect_ex(address) == errno.EISCONN
    return good


def nothing(class_name, name):
    if not hasattr(selectors, class_name):
        return []
    selector = getattr(selectors, class_name)()
    selector.register(receiver, EVENT_READ)

    def run():
        good = 0
        for _ in range(BURST):
            good += len(selector.select(0)) == 0
        return good

    return [([(name, run)], 1)]


selector = selectors.DefaultSelector()
watched = [one for _ in range(BURST // 2) for one in socket.socketpair()]
data = 0


def register():
    for one in watched:
        selector.register(one, EVENT_READ, data)
    return len(watched)


def modify():
    for one in watched:
        selector.modify(one, EVENT_BOTH, data)
    return len(watched)


def modify_data():
    global data
    data += 1
    for one in watched:
        selector.modify(one, EVENT_BOTH, data)
    return len(watched)


def unregister():
    for one in watched:
        selector.unregister(one)
    return len(watched)


CASES = [
    ([("send", send), ("recv", recv)], 1),
    ([("blockingIOError", blocking_io_error)], 1),
    ([(None, connect), ("accept", accept), (None, close)], 8),
    ([("setsockopt", setsockopt)], 1),
    ([("getsockopt", getsockopt)], 1),
    ([("connectEx", connect_ex)], 1),
    *nothing("EpollSelector", "epollNothing"),
    *nothing("PollSelector", "pollNothing"),
    *nothing("SelectSelector", "selectNothing"),
    (
        [
            ("register", register),
            ("modify", modify),
            # The mask is already set by the phase before.
            ("modifySame", modify),
            ("modifyData", modify_data),
            ("unregister", unregister),
        ],
        1,
    ),
]


def run_batch(phases, bursts):
    nanoseconds = [0] * len(phases)
    good = [0] * len(phases)
    for _ in range(bursts):
        for i, (_, run) in enumerate(phases):
            begun = time.perf_counter_ns()
            good[i] += run()
            nanoseconds[i] += time.perf_counter_ns() - begun
    return nanoseconds, good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=1024)
    parser.add_argument("-r", type=int, default=15)
    parser.add_argument("-c", action="store_true")
    options = parser.parse_args()
    measurement = {}
    for phases, share in CASES:
        bursts = max(1, -(-(options.n // share) // BURST))
        calls = bursts * BURST
        for batch in range(-WARM_UP, options.r):
            nanoseconds, good = run_batch(phases, bursts)
            for i, (name, _) in enumerate(phases):
                if good[i] != calls:
                    sys.exit(f"{name}: {good[i]} of {calls} calls succeeded")
                if batch >= 0 and name is not None:
                    value = good[i] if options.c else nanoseconds[i] / calls
                    measurement.setdefault(name, []).append(value)
    print(json.dumps(measurement))


main()
