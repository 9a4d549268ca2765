import * as socket from "bsd-sockets/socket";

import { anyInteger, int, integer, size } from "../kinds.ts";
import type { Row } from "../row.ts";
import { FD, INT_MAX, target } from "./target.ts";

const bytes = Buffer.alloc(16);
const unlimited = { or: "null" } as const;
const anyOrNull = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, unlimited);
const count = integer(1, Number.MAX_SAFE_INTEGER, unlimited);
const nbytes = (call: string): ReturnType<typeof size> =>
  integer(0, bytes.length, {
    outside: (name, value) => {
      if (value < 0) return `negative buffersize in ${call}`;
      return value === bytes.length + 1
        ? "nbytes is greater than the length of the buffer"
        : `${name} must be an integer from 0 to 4294967295, not ${value}`;
    },
  });
const transfers: Row[] = [
  ["socket.Socket.recv(bufsize)", size("recv"), (x) => target.recv(x)],
  ["socket.Socket.recv(flags)", int, (x) => target.recv(1, x)],
  ["socket.Socket.recv_into(nbytes)", nbytes("recv_into"), (x) => target.recv_into(bytes, x)],
  ["socket.Socket.recv_into(flags)", int, (x) => target.recv_into(bytes, 0, x)],
  ["socket.Socket.recvfrom(bufsize)", size("recvfrom"), (x) => target.recvfrom(x)],
  ["socket.Socket.recvfrom(flags)", int, (x) => target.recvfrom(1, x)],
  [
    "socket.Socket.recvfrom_into(nbytes)",
    nbytes("recvfrom_into"),
    (x) => target.recvfrom_into(bytes, x),
  ],
  ["socket.Socket.recvfrom_into(flags)", int, (x) => target.recvfrom_into(bytes, 0, x)],
  ["socket.Socket.recvmsg(bufsize)", size("recvmsg"), (x) => target.recvmsg(x)],
  ["socket.Socket.recvmsg(ancbufsize)", integer(0, INT_MAX), (x) => target.recvmsg(1, x)],
  ["socket.Socket.recvmsg(flags)", int, (x) => target.recvmsg(1, 0, x)],
  [
    "socket.Socket.recvmsg_into(ancbufsize)",
    integer(0, INT_MAX),
    (x) => target.recvmsg_into([bytes], x),
  ],
  ["socket.Socket.recvmsg_into(flags)", int, (x) => target.recvmsg_into([bytes], 0, x)],
  ["socket.Socket.send(flags)", int, (x) => target.send(bytes, x)],
  [
    "socket.Socket.sendall(flags)",
    int,
    (x) => {
      target.sendall(bytes, x);
    },
  ],
  ["socket.Socket.sendto(flags)", int, (x) => target.sendto(bytes, x, ["127.0.0.1", 1])],
  ["socket.Socket.sendmsg(flags)", int, (x) => target.sendmsg([bytes], [], x)],
  ["socket.send_fds(fds)", int, (x) => socket.send_fds(target, [bytes], [x])],
  ["socket.send_fds(flags)", int, (x) => socket.send_fds(target, [bytes], [], x)],
  ["socket.recv_fds(bufsize)", size("recvmsg"), (x) => socket.recv_fds(target, x, 1)],
  [
    "socket.recv_fds(maxfds)",
    integer(0, Math.floor((INT_MAX - socket.CMSG_LEN(0)) / 4)),
    (x) => socket.recv_fds(target, 1, x),
  ],
  ["socket.recv_fds(flags)", int, (x) => socket.recv_fds(target, 1, 1, x)],
  ["socket.CMSG_LEN(length)", integer(0, INT_MAX - socket.CMSG_LEN(0)), (x) => socket.CMSG_LEN(x)],
  [
    "socket.CMSG_SPACE(length)",
    integer(0, INT_MAX - socket.CMSG_SPACE(1)),
    (x) => socket.CMSG_SPACE(x),
  ],
  [
    "socket.Socket.sendfile(file)",
    integer(0, INT_MAX, { or: "others" }),
    (x) => target.sendfile(x),
  ],
  [
    "socket.Socket.sendfile(offset)",
    integer(0, Number.MAX_SAFE_INTEGER),
    (x) => target.sendfile(FD, x),
  ],
  ["socket.Socket.sendfile(count)", count, (x) => target.sendfile(FD, 0, x)],
];

const files: Row[] = [
  [
    "socket.Socket.makefile(options.buffering)",
    anyOrNull,
    (buffering) => target.makefile("rb", { buffering }),
  ],
  ...(["read", "read1", "readline"] as const).map((method): Row => {
    const file = target.makefile("rb");
    return [`socket.SocketFile.${method}(size)`, anyInteger, (x) => file[method](x)];
  }),
  ["socket.SocketFile.readlines(hint)", anyInteger, (x) => target.makefile("rb").readlines(x)],
  ...(["read", "readline"] as const).map((method): Row => {
    const file = target.makefile("r");
    return [`socket.SocketTextFile.${method}(size)`, anyInteger, (x) => file[method](x)];
  }),
];

export const transferRows: Row[] = [...transfers, ...files];
