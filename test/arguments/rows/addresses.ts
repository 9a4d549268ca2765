import * as socket from "bsd-sockets/socket";

import { int, integer, part, uint16, uint32 } from "../kinds.ts";
import type { Row } from "../row.ts";
import { target } from "./target.ts";

const { AF_INET6, AF_NETLINK, SOCK_STREAM } = socket;
export const addressRows: Row[] = [
  [
    "socket.Socket.bind(address.port)",
    part(0xffff),
    (x) => {
      target.bind(["127.0.0.1", x]);
    },
  ],
  [
    "socket.Socket.connect(address.port)",
    part(0xffff),
    (x) => {
      target.connect(["127.0.0.1", x]);
    },
  ],
  ["socket.Socket.connect_ex(address.port)", part(0xffff), (x) => target.connect_ex(["::1", x])],
  [
    "socket.Socket.sendto(address.port)",
    part(0xffff),
    (x) => target.sendto(Buffer.from("x"), ["127.0.0.1", x]),
  ],
  [
    "socket.Socket.bind(address.flowinfo)",
    part(0xfffff),
    (x) => {
      boundTo(AF_INET6, ["::1", 0, x]);
    },
  ],
  [
    "socket.Socket.bind(address.scopeid)",
    part(0xffffffff),
    (x) => {
      boundTo(AF_INET6, ["::1", 0, 0, x]);
    },
  ],
  ...netlinkRows(),
  [
    "socket.getnameinfo(sockaddr.flowinfo)",
    integer(0, 0xfffff, { or: "others", outside: (name) => `${name} must be 0-1048575.` }),
    (x) => socket.getnameinfo(["::1", 1, x, 0], 0),
  ],
  ["socket.getnameinfo(flags)", int, (x) => socket.getnameinfo(["127.0.0.1", 1], x)],
  [
    "socket.getaddrinfo(port)",
    integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, { or: "others" }),
    (x) => socket.getaddrinfo(null, x),
  ],
  ["socket.getaddrinfo(options.family)", int, (family) => socket.getaddrinfo(null, 1, { family })],
  ["socket.getaddrinfo(options.type)", int, (type) => socket.getaddrinfo(null, 1, { type })],
  ["socket.getaddrinfo(options.proto)", int, (proto) => socket.getaddrinfo(null, 1, { proto })],
  ["socket.getaddrinfo(options.flags)", int, (flags) => socket.getaddrinfo(null, 1, { flags })],
  ["socket.getservbyport(port)", part(0xffff), (x) => socket.getservbyport(x)],
  ["socket.if_indextoname(if_index)", uint32, socket.if_indextoname],
  ["socket.inet_pton(address_family)", int, (x) => socket.inet_pton(x, "127.0.0.1")],
  ["socket.inet_ntop(address_family)", int, (x) => socket.inet_ntop(x, Buffer.alloc(4))],
  ["socket.htons(x)", uint16, socket.htons],
  ["socket.ntohs(x)", uint16, socket.ntohs],
  ["socket.htonl(x)", uint32, socket.htonl],
  ["socket.ntohl(x)", uint32, socket.ntohl],
];

function netlinkRows(): Row[] {
  if (AF_NETLINK === undefined) return [];
  return [
    [
      "socket.Socket.bind(address.pid)",
      part(0xffffffff),
      (x) => {
        boundTo(AF_NETLINK, [x, 0]);
      },
    ],
    [
      "socket.Socket.bind(address.groups)",
      part(0xffffffff),
      (x) => {
        boundTo(AF_NETLINK, [0, x]);
      },
    ],
  ];
}

function boundTo(family: number, address: readonly unknown[]): void {
  using s = socket.socket(family, family === AF_NETLINK ? socket.SOCK_RAW : SOCK_STREAM);
  s.bind(address as never);
}
