"""The methods of operations.ts for CPython, with the same shim preloaded.

Reads lines of JSON, [operation, fault], and prints the outcome of each as a line of JSON. A fault is the
text that the shim reads, or null. The outcome is null if CPython has no such method.
"""

import json
import mmap
import os
import select
import selectors
import socket
import struct
import sys
import tempfile

TEXT = b"hello, world\nand more\n"

with open(os.environ["FAULTS_CONTROL"], "r+b") as control:
    page = mmap.mmap(control.fileno(), 4096)


def number_at(offset):
    return struct.unpack_from("=I", page, offset)[0]


class World:
    def __init__(self, folder):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.client = socket.socket()
        self.client.connect(self.listener.getsockname())
        self.server, _ = self.listener.accept()
        self.left, self.right = socket.socketpair()
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", 0))
        self.datagrams.sendto(TEXT, self.datagrams.getsockname())
        self.fresh = socket.socket()
        self.client.sendall(TEXT)
        self.left.sendall(TEXT)
        path = os.path.join(folder, "file")
        with open(path, "wb") as file:
            file.write(TEXT)
        self.file = open(path, "rb")
        self.made = []

    def keep(self, made):
        self.made.append(made)
        return made

    def knock(self):
        self.keep(socket.socket()).connect(self.listener.getsockname())
        self.made[-1].sendall(TEXT)

    def close(self):
        for made in self.made + [self.listener, self.client, self.server, self.left, self.right,
                                 self.datagrams, self.fresh, self.file]:
            made.close()


operations = {}


def operation(name):
    def add(prepare):
        operations[name] = prepare
        return prepare

    return add


def in_each_mode(name):
    def add(prepare):
        for mode, timeout in (("blocking", None), ("non-blocking", 0), ("timeout", 5)):
            def prepared(w, timeout=timeout):
                call = prepare(w)
                for s in (w.server, w.left, w.right, w.listener, w.fresh, w.datagrams):
                    s.settimeout(timeout)
                return call

            operations[f"{name} ({mode})"] = prepared
        return prepare

    return add


def with_default_timeout(call):
    def with_it():
        socket.setdefaulttimeout(5)
        try:
            return call()
        finally:
            socket.setdefaulttimeout(None)

    return with_it


def simple(name, call):
    operations[name] = lambda w: lambda: call(w)


def of_server(w):
    return w.keep(socket.fromfd(w.server.fileno(), socket.AF_INET, socket.SOCK_STREAM))


def pair(w):
    return [w.keep(s) for s in socket.socketpair()]


simple("socket", lambda w: w.keep(socket.socket()))
operations["socket (default timeout)"] = lambda w: with_default_timeout(
    lambda: w.keep(socket.socket())
)
simple("socketpair", pair)
operations["socketpair (default timeout)"] = lambda w: with_default_timeout(lambda: pair(w))
simple("fromfd", of_server)
operations["fromfd (default timeout)"] = lambda w: with_default_timeout(lambda: of_server(w))
simple("socket.dup", lambda w: w.keep(w.server.dup()))
simple("close", lambda w: socket.close(w.server.detach()))
simple("bind", lambda w: w.fresh.bind(("127.0.0.1", 0)))
simple("listen", lambda w: w.fresh.listen())
simple("shutdown", lambda w: w.server.shutdown(socket.SHUT_RDWR))
simple("create_server", lambda w: w.keep(socket.create_server(("127.0.0.1", 0))))
simple(
    "create_connection",
    lambda w: w.keep(socket.create_connection(("127.0.0.1", w.listener.getsockname()[1]))),
)
simple(
    "create_connection (timeout)",
    lambda w: w.keep(
        socket.create_connection(("127.0.0.1", w.listener.getsockname()[1]), 5, ("127.0.0.1", 0))
    ),
)
simple("getsockname", lambda w: len(w.server.getsockname()))
simple("getpeername", lambda w: len(w.server.getpeername()))
simple("setsockopt", lambda w: w.server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1))
simple("getsockopt", lambda w: w.server.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))
simple("setblocking", lambda w: w.server.setblocking(False))
simple("settimeout", lambda w: w.server.settimeout(3))
simple("get_inheritable", lambda w: w.server.get_inheritable())
simple("set_inheritable", lambda w: w.server.set_inheritable(True))
simple("has_dualstack_ipv6", lambda w: socket.has_dualstack_ipv6())


@operation("socket (fileno)")
def _(w):
    def call():
        s = socket.socket(fileno=w.server.fileno())
        s.detach()
        return int(s.family)

    return call


@operation("socket.close")
def _(w):
    def call():
        w.server.close()
        return w.server.fileno()

    return call


@in_each_mode("accept")
def _(w):
    w.knock()
    return lambda: w.keep(w.listener.accept()[0])


@operation("accept (default timeout)")
def _(w):
    w.knock()
    return with_default_timeout(lambda: w.keep(w.listener.accept()[0]))


@in_each_mode("connect")
def _(w):
    return lambda: w.fresh.connect(w.listener.getsockname())


@in_each_mode("connect_ex")
def _(w):
    return lambda: w.fresh.connect_ex(w.listener.getsockname())


@in_each_mode("recv")
def _(w):
    return lambda: w.server.recv(100)


@in_each_mode("recv_into")
def _(w):
    room = bytearray(100)
    return lambda: bytes(room[: w.server.recv_into(room)])


@in_each_mode("recvfrom")
def _(w):
    return lambda: w.datagrams.recvfrom(100)[0]


@in_each_mode("recvfrom_into")
def _(w):
    room = bytearray(100)

    def call():
        count = w.datagrams.recvfrom_into(room)[0]
        return bytes(room[:count])

    return call


@in_each_mode("recvmsg")
def _(w):
    return lambda: w.right.recvmsg(100, 64)[0]


@in_each_mode("recvmsg_into")
def _(w):
    rooms = [bytearray(5), bytearray(95)]

    def call():
        count = w.right.recvmsg_into(rooms)[0]
        return b"".join(rooms)[:count]

    return call


@in_each_mode("send")
def _(w):
    return lambda: w.server.send(TEXT)


@in_each_mode("sendall")
def _(w):
    def call():
        w.server.sendall(TEXT)
        return w.client.recv(100)

    return call


@in_each_mode("sendto")
def _(w):
    return lambda: w.datagrams.sendto(TEXT, w.datagrams.getsockname())


@in_each_mode("sendmsg")
def _(w):
    return lambda: w.left.sendmsg([TEXT, TEXT])


@operation("recv_fds")
def _(w):
    socket.send_fds(w.left, [b"x"], [w.file.fileno()])
    w.right.recv(len(TEXT))

    def call():
        data, fds, *_ = socket.recv_fds(w.right, 10, 4)
        for fd in fds:
            socket.close(fd)
        return data

    return call


simple("sendfile (blocking)", lambda w: w.server.sendfile(w.file))


@operation("sendfile (timeout)")
def _(w):
    w.server.settimeout(5)
    return lambda: w.server.sendfile(w.file)


simple(
    "select.select", lambda w: [len(ready) for ready in select.select([w.server], [w.client], [], 5)]
)


@operation("select.poll")
def _(w):
    poll = select.poll()
    poll.register(w.server, select.POLLIN)
    return lambda: len(poll.poll(5000))


simple("select.epoll", lambda w: w.keep(select.epoll()))


@operation("epoll.register")
def _(w):
    epoll = w.keep(select.epoll())
    return lambda: epoll.register(w.server, select.EPOLLIN)


def watching(w):
    epoll = w.keep(select.epoll())
    epoll.register(w.server, select.EPOLLIN)
    return epoll


@operation("epoll.modify")
def _(w):
    epoll = watching(w)
    return lambda: epoll.modify(w.server, select.EPOLLOUT)


@operation("epoll.unregister")
def _(w):
    epoll = watching(w)
    return lambda: epoll.unregister(w.server)


@operation("epoll.poll")
def _(w):
    epoll = watching(w)
    return lambda: len(epoll.poll(5))


@operation("epoll.close")
def _(w):
    epoll = w.keep(select.epoll())
    return lambda: epoll.close()


def of_selector(Selector):
    name = Selector.__name__

    def on(method, call):
        def prepare(w):
            selector = w.keep(Selector())
            selector.register(w.server, selectors.EVENT_READ)
            return lambda: call(w, selector)

        operations[f"{name}.{method}"] = prepare

    both = selectors.EVENT_READ | selectors.EVENT_WRITE
    simple(name, lambda w: w.keep(Selector()))
    on("register", lambda w, selector: selector.register(w.client, selectors.EVENT_WRITE).events)
    on("modify", lambda w, selector: selector.modify(w.server, both).events)
    on("unregister", lambda w, selector: selector.unregister(w.server).events)
    on("select", lambda w, selector: len(selector.select(5)))
    on("close", lambda w, selector: selector.close())


for Selector in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    of_selector(Selector)


def text_of(value):
    if isinstance(value, bytes):
        return value.decode("latin1")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(text_of, value))}]"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else "made"


def result_of(call):
    try:
        value = call()
        page[:256] = bytes(256)
        return {"value": text_of(value)}
    except Exception as error:
        page[:256] = bytes(256)
        return {"error": type(error).__name__, "errno": getattr(error, "errno", None)}


def attempt(folder, name, fault):
    if name not in operations:
        return None
    world = World(folder)
    call = operations[name](world)
    page[:] = (fault or "").encode().ljust(4096, b"\0")
    result = result_of(call)
    result["happened"] = number_at(260)
    try:
        world.close()
    except OSError:
        pass  # the call has already closed a descriptor
    return result


with tempfile.TemporaryDirectory() as folder:
    for line in sys.stdin:
        print(json.dumps(attempt(folder, *json.loads(line))), flush=True)
