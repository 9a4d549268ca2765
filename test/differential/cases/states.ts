// Each method of a socket, in each state of a socket.

import { type Case, CONNECTION, LISTENER, NOBODY, sequence } from "./case.ts";

/** The methods with valid arguments; `x` is the socket. */
const CALLS = [
  "x.accept()",
  "x.bind(('127.0.0.1', 0))",
  "x.bind('name')",
  "x.close()",
  "x.connect_ex(('127.0.0.1', 0))",
  "x.connect(nobody.getsockname())",
  "x.connect_ex('nobody')",
  "x.detach()",
  "x.dup()",
  "x.fileno()",
  "x.get_inheritable()",
  "x.getblocking()",
  "x.getpeername()",
  "x.getsockname()",
  "x.getsockopt(SOL_SOCKET, SO_ERROR)",
  "x.getsockopt(SOL_SOCKET, SO_ACCEPTCONN)",
  "x.getsockopt(SOL_SOCKET, SO_TYPE, 4)",
  "x.gettimeout()",
  "x.listen()",
  "x.listen(3)",
  "x.recv(10)",
  "x.recv(0)",
  "x.recv(10, MSG_PEEK)",
  "x.recv(10, MSG_DONTWAIT)",
  "x.recv(1, MSG_OOB)",
  "x.recv_into(bytearray(10))",
  "x.recv_into(bytearray(0))",
  "x.recvfrom(10)",
  "x.recvfrom_into(bytearray(10))",
  "x.recvmsg(10)",
  "x.recvmsg_into([bytearray(4), bytearray(4)])",
  "x.send(b'hello')",
  "x.send(b'')",
  "x.sendall(b'hello')",
  "x.sendall(b'')",
  "x.sendto(b'hello', nobody.getsockname())",
  "x.sendmsg([b'hel', b'lo'])",
  "x.set_inheritable(True)",
  "x.setblocking(True)",
  "x.settimeout(1.5)",
  "x.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1)",
  "x.shutdown(SHUT_RD)",
  "x.shutdown(SHUT_WR)",
  "x.shutdown(SHUT_RDWR)",
  "x.family",
  "x.type",
  "x.proto",
] as const;

/** The state after a call. */
const AFTERWARDS = `
  x.fileno()
  x.gettimeout()
  x.getsockopt(SOL_SOCKET, SO_ERROR)
  x.getsockopt(SOL_SOCKET, SO_ACCEPTCONN)
`;

const renamed = (text: string, name: string): string =>
  `${text}\nx = ${name}\nx.setblocking(False)`;

/** How a non-blocking socket `x` gets into each state. */
const STATES: Readonly<Record<string, string>> = {
  closed: "x = socket()\nx.close()",
  "a new TCP socket": "x = socket(AF_INET, SOCK_STREAM)\nx.setblocking(False)",
  "a new TCP socket with a timeout": "x = socket(AF_INET, SOCK_STREAM)\nx.settimeout(0.01)",
  "a new TCP socket over IPv6": "x = socket(AF_INET6, SOCK_STREAM)\nx.setblocking(False)",
  "a new UDP socket": "x = socket(AF_INET, SOCK_DGRAM)\nx.setblocking(False)",
  "a new UDP socket with a timeout": "x = socket(AF_INET, SOCK_DGRAM)\nx.settimeout(0.01)",
  "a new UDP socket over IPv6": "x = socket(AF_INET6, SOCK_DGRAM)\nx.setblocking(False)",
  "a new UNIX stream": "x = socket(AF_UNIX, SOCK_STREAM)\nx.setblocking(False)",
  "a new UNIX datagram": "x = socket(AF_UNIX, SOCK_DGRAM)\nx.setblocking(False)",
  "a new UNIX seqpacket": "x = socket(AF_UNIX, SOCK_SEQPACKET)\nx.setblocking(False)",
  bound: "x = socket()\nx.bind(('127.0.0.1', 0))\nx.setblocking(False)",
  "bound over UDP":
    "x = socket(AF_INET, SOCK_DGRAM)\nx.bind(('127.0.0.1', 0))\nx.setblocking(False)",
  "bound to a path": "x = socket(AF_UNIX, SOCK_STREAM)\nx.bind('path')\nx.setblocking(False)",
  listening: renamed(LISTENER, "l"),
  "listening with a timeout": `${LISTENER}\nx = l\nx.settimeout(0.01)`,
  "listening at a path":
    "x = socket(AF_UNIX, SOCK_STREAM)\nx.bind('path')\nx.listen()\nx.setblocking(False)",
  refused: "x = socket()\nx.connect_ex(nobody.getsockname())\nx.setblocking(False)",
  "refused in progress": `
    x = socket()
    x.setblocking(False)
    x.connect_ex(nobody.getsockname())
    wait(x, 'writable')`,
  connected: renamed(CONNECTION, "c"),
  "connected with a timeout": `${CONNECTION}\nx = c\nx.settimeout(0.01)`,
  accepted: renamed(CONNECTION, "s"),
  "connected over UDP": `
    other = socket(AF_INET, SOCK_DGRAM)
    other.bind(('127.0.0.1', 0))
    x = socket(AF_INET, SOCK_DGRAM)
    x.connect(other.getsockname())
    x.setblocking(False)`,
  "one of a pair": "x, y = socketpair()\nx.setblocking(False)",
  "one of a datagram pair": "x, y = socketpair(AF_UNIX, SOCK_DGRAM)\nx.setblocking(False)",
  "one of a seqpacket pair": "x, y = socketpair(AF_UNIX, SOCK_SEQPACKET)\nx.setblocking(False)",
  "with data": renamed(`${CONNECTION}\ns.sendall(b'some data')\nreceived(c, 9)`, "c"),
  "a pair with data": "x, y = socketpair()\ny.sendall(b'some data')\nx.setblocking(False)",
  "after the peer's end": renamed(`${CONNECTION}\ns.shutdown(SHUT_WR)\nwait(c, 'ended')`, "c"),
  "after the peer's close": renamed(`${CONNECTION}\ns.close()\nwait(c, 'ended')`, "c"),
  "a pair after the peer's close": "x, y = socketpair()\ny.close()\nx.setblocking(False)",
  "data before the peer's close": renamed(
    `${CONNECTION}\ns.sendall(b'bye')\ns.close()\nwait(c, 'ended')`,
    "c",
  ),
  "reset by the peer": renamed(
    `${CONNECTION}
     s.setsockopt(SOL_SOCKET, SO_LINGER, b'\\x01\\0\\0\\0\\0\\0\\0\\0')
     s.close()
     wait(c, 'reset')`,
    "c",
  ),
  "reset by unread data": renamed(
    `${CONNECTION}\nc.sendall(b'unread')\nreceived(s, 6)\ns.close()\nwait(c, 'reset')`,
    "c",
  ),
  "shut down for reading": renamed(`${CONNECTION}\nc.shutdown(SHUT_RD)`, "c"),
  "shut down for writing": renamed(`${CONNECTION}\nc.shutdown(SHUT_WR)\nwait(s, 'ended')`, "c"),
  "shut down": renamed(`${CONNECTION}\nc.shutdown(SHUT_RDWR)\nwait(s, 'ended')`, "c"),
  "a pair shut down": "x, y = socketpair()\nx.shutdown(SHUT_RDWR)\nx.setblocking(False)",
  full: "x, y = socketpair()\nx.setblocking(False)\nfill(x)",
};

/** Each method in each state. */
export const stateCases: readonly Case[] = Object.entries(STATES).flatMap(([state, steps]) =>
  CALLS.map((call) => sequence(`${state}: ${call}`, NOBODY, steps, call, AFTERWARDS)),
);
