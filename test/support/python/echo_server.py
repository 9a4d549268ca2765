"""A blocking echo server for several clients at once; a piece size of 1 sends byte by byte."""

import socket
import sys
import threading

clients, piece = int(sys.argv[1]), int(sys.argv[2])


def serve(conn):
    with conn:
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := conn.recv(65536):
            for i in range(0, len(data), piece):
                conn.sendall(data[i : i + piece])


with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    s.listen()
    print(f"Listening on {s.getsockname()}")
    threads = []
    for _ in range(clients):
        conn, addr = s.accept()
        print(f"Connected by {addr}")
        threads.append(threading.Thread(target=serve, args=(conn,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
