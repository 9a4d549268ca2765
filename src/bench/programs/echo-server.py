"""A single-threaded echo server with the selectors module. Prints its port."""

import resource
import selectors
import socket
import types

RECEIVE_SIZE = 65536
BACKLOG = 4096

sel = selectors.DefaultSelector()


def accept_wrapper(sock):
    try:
        conn, addr = sock.accept()
    except BlockingIOError:
        return
    conn.setblocking(False)
    conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sel.register(conn, selectors.EVENT_READ, types.SimpleNamespace(addr=addr, outb=b""))


def close_connection(sock):
    sel.unregister(sock)
    sock.close()


def send_some(sock, outb):
    try:
        return sock.send(outb)
    except BlockingIOError:
        return 0


def echo(key):
    sock = key.fileobj
    try:
        recv_data = sock.recv(RECEIVE_SIZE)
    except BlockingIOError:
        return
    if not recv_data:
        close_connection(sock)
        return
    sent = send_some(sock, recv_data)
    if sent < len(recv_data):
        key.data.outb = recv_data[sent:]
        sel.modify(sock, selectors.EVENT_WRITE, key.data)


def send_left(key):
    data = key.data
    data.outb = data.outb[send_some(key.fileobj, data.outb) :]
    if not data.outb:
        sel.modify(key.fileobj, selectors.EVENT_READ, data)


def service_connection(key, mask):
    try:
        if mask & selectors.EVENT_READ:
            echo(key)
        else:
            send_left(key)
    except OSError:
        close_connection(key.fileobj)


_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
lsock.bind(("127.0.0.1", 0))
lsock.listen(BACKLOG)
lsock.setblocking(False)
sel.register(lsock, selectors.EVENT_READ, None)
print(lsock.getsockname()[1], flush=True)

while True:
    for key, mask in sel.select():
        if key.data is None:
            accept_wrapper(key.fileobj)
        else:
            service_connection(key, mask)
