"""The ring of socket pairs with CPython's selectors: see native/bench/ring.c, and ring-options.h for the options."""

import argparse
import json
import resource
import selectors
import socket
from time import monotonic_ns

# Descriptors that the interpreter opens itself.
OTHER_DESCRIPTORS = 16
# The select module does not export it.
FD_SETSIZE = 1024
# The ring of the warm-up.
FIRST = {"n": 10, "a": 1, "w": 200}


class Ring:
    """Socket pairs. `watched` holds sockets and callbacks, `starts` the sockets that write first."""

    def __init__(self, options):
        self.options = options
        self.selector = None
        if options.k == "idle":
            self.make_idle()
        else:
            self.make_ring()

    def make_ring(self):
        """Makes a ring: the reading end of each pair is watched, and its callback writes to the next."""
        callbacks = {"churn": self.forward_anew, "ready": self.forward_unless_looking}
        make_callback = callbacks.get(self.options.k, self.forward)
        n, a = self.options.n, self.options.a
        self.pairs = pairs = [make_pair() for _ in range(n)]
        self.watched = [
            (reader, make_callback(pairs[(i + 1) % n][1])) for i, (reader, _) in enumerate(pairs)
        ]
        self.starts = [pairs[i * n // a][1] for i in range(a)]

    def make_idle(self):
        """Makes idle and active pairs. Both ends of an active pair are watched, and echo what they get."""
        n, a = self.options.n, self.options.a
        self.pairs = [make_pair() for _ in range(n + a)]
        idle, active = self.pairs[:n], self.pairs[n:]
        watched = [end for end, _ in idle] + [end for pair in active for end in pair]
        self.watched = [(end, self.forward(end)) for end in watched]
        self.starts = [end for _, end in active]

    def close(self):
        for pair in self.pairs:
            for end in pair:
                end.close()

    def forward(self, target):
        """Returns a callback that reads from its socket and writes the data to target."""

        def callback(sock, mask):
            data = sock.recv(1)
            self.reads += 1
            if self.writes_left > 0:
                self.writes_left -= 1
                self.writes += target.send(data)

        return callback

    def forward_anew(self, target):
        """Like forward, but unregisters the socket first and registers it again afterwards."""
        forward = self.forward(target)

        def callback(sock, mask):
            self.selector.unregister(sock)
            forward(sock, mask)
            self.selector.register(sock, selectors.EVENT_READ, callback)

        return callback

    def forward_unless_looking(self, target):
        """Like forward, but does not read before `looks` calls of select() have been made."""
        forward = self.forward(target)

        def callback(sock, mask):
            if self.looks == 0:
                forward(sock, mask)

        return callback

    def loop(self):
        selector = self.selector
        while self.selects < self.looks if self.looks > 0 else self.reads < self.writes:
            events = selector.select()
            self.selects += 1
            for key, mask in events:
                callback = key.data
                callback(key.fileobj, mask)

    def run(self, Selector):
        """Runs everything once with a new selector."""
        self.selects = self.reads = self.writes = 0
        self.looks = self.options.w if self.options.k == "ready" else 0
        self.writes_left = self.options.w - self.looks
        with Selector() as selector:
            self.selector = selector
            began = monotonic_ns()
            for sock, callback in self.watched:
                selector.register(sock, selectors.EVENT_READ, callback)
            registered = monotonic_ns()
            for sock in self.starts:
                self.writes += sock.send(b"e")
            started = monotonic_ns()
            self.loop()
            ended = monotonic_ns()
            selects = self.selects
            self.looks = 0
            self.loop()
            drained = monotonic_ns()
            for sock, _ in self.watched:
                selector.unregister(sock)
            unregistered = monotonic_ns()
        return {
            "registration": registered - began,
            "wait": ended - started,
            "total": ended - began,
            "unregistration": unregistered - drained,
            "selects": selects,
            "reads": self.reads,
            "writes": self.writes,
        }


def make_pair():
    pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    for end in pair:
        end.setblocking(False)
    return pair


def number(lowest):
    """Returns the argparse type of an integer option."""

    def parse(text):
        value = int(text)
        if not lowest <= value <= 1_000_000_000:
            raise argparse.ArgumentTypeError(f"must be from {lowest} to 1000000000, not {value}")
        return value

    parse.__name__ = "integer"
    return parse


def read_options():
    parser = argparse.ArgumentParser(description="Passes bytes around a ring of socket pairs.")
    parser.add_argument("-k", choices=["ring", "churn", "idle", "ready"], default="ring", help="kind")
    parser.add_argument("-n", type=number(1), default=100, help="pairs")
    parser.add_argument("-a", type=number(0), default=1, help="active pairs")
    parser.add_argument("-w", type=number(0), default=100, help="writes after the first")
    parser.add_argument("-m", default="poll", help="method: select, poll, epoll or kqueue")
    parser.add_argument("-r", type=number(1), default=25, help="runs")
    parser.add_argument("-b", type=number(0), default=0, help="warm-up runs")
    options = parser.parse_args()
    if not hasattr(selectors, f"{options.m.capitalize()}Selector"):
        parser.error(f"-m {options.m}: not on this system")
    if options.k != "idle" and options.a > options.n:
        parser.error("-a must not be above -n")
    if options.a == 0 and options.w > 0:
        parser.error("-w needs -a above 0")
    return parser, options


def raise_limit(parser, options):
    pairs = options.n + (options.a if options.k == "idle" else 0)
    wanted = 2 * pairs + OTHER_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except ValueError:
            parser.error(f"-n {options.n} needs {wanted} descriptors, and {hard} are allowed")


def repeat(parser, options, count):
    ring = Ring(options)
    if options.m == "select" and max(sock.fileno() for sock, _ in ring.watched) >= FD_SETSIZE:
        parser.error("select is limited to FD_SETSIZE")
    Selector = getattr(selectors, f"{options.m.capitalize()}Selector")
    runs = [ring.run(Selector) for _ in range(count)]
    ring.close()
    return runs


def main():
    parser, options = read_options()
    raise_limit(parser, options)
    if options.b > 0:
        repeat(parser, argparse.Namespace(**{**vars(options), **FIRST}), options.b)
    runs = repeat(parser, options, options.r)
    print(json.dumps({name: [run[name] for run in runs] for name in runs[0]}))


main()
