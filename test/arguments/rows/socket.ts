import * as socket from "bsd-sockets/socket";

import { fd, int, integer, intOrNull, optionSeconds, part, seconds } from "../kinds.ts";
import type { Row } from "../row.ts";
import { FD, INT_MAX, target } from "./target.ts";

const { AF_INET, SO_RCVBUF, SOCK_STREAM, SOL_SOCKET } = socket;
const fileno = integer(0, INT_MAX, {
  or: "null",
  outside: (name, value) =>
    value === -1
      ? "negative file descriptor"
      : `${name} must be an integer from -2147483648 to ${INT_MAX}, not ${value}`,
});

const lifecycle: Row[] = [
  ["new socket.Socket(fd)", fd, (x) => new socket.Socket(x, 2, 1, 0, null)],
  ["new socket.Socket(family)", int, (x) => new socket.Socket(FD, x, 1, 0, null)],
  ["new socket.Socket(type)", int, (x) => new socket.Socket(FD, 2, x, 0, null)],
  ["new socket.Socket(proto)", int, (x) => new socket.Socket(FD, 2, 1, x, null)],
  ["new socket.Socket(timeout)", seconds, (x) => new socket.Socket(FD, 2, 1, 0, x)],
  ["socket.socket(family)", integer(-(2 ** 31), INT_MAX, { or: "options" }), socket.socket],
  ["socket.socket(type)", int, (x) => socket.socket(AF_INET, x)],
  ["socket.socket(proto)", int, (x) => socket.socket(AF_INET, SOCK_STREAM, x)],
  ["socket.socket(fileno)", fileno, (x) => socket.socket(AF_INET, SOCK_STREAM, 0, x)],
  ["socket.socket(options.family)", int, (family) => socket.socket({ family })],
  ["socket.socket(options.type)", int, (type) => socket.socket({ type })],
  ["socket.socket(options.proto)", int, (proto) => socket.socket({ proto })],
  ["socket.socket(options.fileno)", fileno, (x) => socket.socket({ fileno: x })],
  ["socket.socketpair(family)", int, (x) => socket.socketpair(x)],
  ["socket.socketpair(type)", int, (x) => socket.socketpair(socket.AF_UNIX, x)],
  ["socket.socketpair(proto)", int, (x) => socket.socketpair(socket.AF_UNIX, SOCK_STREAM, x)],
  ["socket.fromfd(fd)", int, (x) => socket.fromfd(x, AF_INET, SOCK_STREAM)],
  ["socket.fromfd(family)", int, (x) => socket.fromfd(FD, x, SOCK_STREAM)],
  ["socket.fromfd(type)", int, (x) => socket.fromfd(FD, AF_INET, x)],
  ["socket.fromfd(proto)", int, (x) => socket.fromfd(FD, AF_INET, SOCK_STREAM, x)],
  ["socket.dup(fd)", int, socket.dup],
  ["socket.close(fd)", int, socket.close],
  ["socket.setdefaulttimeout(timeout)", seconds, socket.setdefaulttimeout],
  [
    "socket.create_connection(options.timeout)",
    seconds,
    (timeout) => socket.create_connection(["127.0.0.1", 1], { timeout }),
  ],
  [
    "socket.create_server(options.backlog)",
    intOrNull,
    (backlog) => socket.create_server(["127.0.0.1", 0], { backlog }),
  ],
  [
    "socket.create_server(options.family)",
    int,
    (family) => socket.create_server(["127.0.0.1", 0], { family }),
  ],
];

const settings: Row[] = [
  [
    "socket.Socket.settimeout(timeout)",
    seconds,
    (x) => {
      target.settimeout(x);
    },
  ],
  [
    "socket.Socket.listen(backlog)",
    int,
    (x) => {
      target.listen(x);
    },
  ],
  [
    "socket.Socket.shutdown(how)",
    int,
    (x) => {
      target.shutdown(x);
    },
  ],
  ["socket.Socket.getsockopt(level)", int, (x) => target.getsockopt(x, SO_RCVBUF)],
  ["socket.Socket.getsockopt(optname)", int, (x) => target.getsockopt(SOL_SOCKET, x)],
  ["socket.Socket.getsockopt(buflen)", int, (x) => target.getsockopt(SOL_SOCKET, SO_RCVBUF, x)],
  [
    "socket.Socket.setsockopt(level)",
    int,
    (x) => {
      target.setsockopt(x, SO_RCVBUF, 1);
    },
  ],
  [
    "socket.Socket.setsockopt(optname)",
    int,
    (x) => {
      target.setsockopt(SOL_SOCKET, x, 1);
    },
  ],
  [
    "socket.Socket.setsockopt(value)",
    integer(-(2 ** 31), INT_MAX, { or: "others" }),
    (x) => {
      target.setsockopt(SOL_SOCKET, SO_RCVBUF, x);
    },
  ],
  [
    "socket.Socket.setsockopt(optlen)",
    integer(0, INT_MAX, { or: "null" }),
    (x) => {
      target.setsockopt(SOL_SOCKET, SO_RCVBUF, null, x);
    },
  ],
  [
    "socket.getOption(socket)",
    integer(0, INT_MAX, { or: "others" }),
    (x) => socket.getOption(x, "SO_RCVBUF"),
    "fd",
  ],
  [
    "socket.setOption(socket)",
    integer(0, INT_MAX, { or: "others" }),
    (x) => {
      socket.setOption(x, "SO_RCVBUF", 1);
    },
    "fd",
  ],
  [
    "socket.setOption(SO_RCVBUF)",
    integer(0, INT_MAX),
    (x) => {
      socket.setOption(target, "SO_RCVBUF", x);
    },
  ],
  [
    "socket.setOption(SO_RCVTIMEO)",
    optionSeconds,
    (x) => {
      socket.setOption(target, "SO_RCVTIMEO", x);
    },
  ],
  [
    "socket.setOption(SO_LINGER.linger)",
    integer(0, INT_MAX),
    (linger) => {
      socket.setOption(target, "SO_LINGER", { onoff: true, linger });
    },
    "SO_LINGER: linger",
  ],
  [
    "socket.setOption(IP_LOCAL_PORT_RANGE.low)",
    part(0xffff),
    (low) => {
      socket.setOption(target, "IP_LOCAL_PORT_RANGE", { low, high: 0 });
    },
    "IP_LOCAL_PORT_RANGE: low",
  ],
];

export const socketRows: Row[] = [...lifecycle, ...settings];
