import type { Explanations } from "../explanation.ts";

/** Errors of what was asked for: kinds of sockets, options, sizes. */
export const requests: Explanations = {
  EPROTONOSUPPORT: {
    meetings: [["socket", "the protocol is unknown, or not for this family and type"]],
    wayOut: "Leave the protocol 0, or take all three from one answer of getaddrinfo.",
  },
  ESOCKTNOSUPPORT: {
    meetings: [["socket", "the family does not have this type, such as SOCK_SEQPACKET of AF_INET"]],
    wayOut: "Take a type that the family has.",
  },
  EPROTOTYPE: {
    meetings: [
      [
        "connect (UNIX)",
        "the listener has another type: a stream does not reach a datagram socket",
      ],
      ["socket (macOS)", "type and protocol do not match"],
    ],
    wayOut: "Give both sides the same type.",
  },
  EOPNOTSUPP: {
    meetings: [
      ["listen, accept", "the socket is no stream: UDP has no connections to accept"],
      ["recv, send", "a flag that this kind of socket does not have, such as MSG_OOB of UDP"],
      ["sendto, setsockopt", "this protocol cannot do that"],
    ],
    wayOut: "Make the socket with the right type. On Linux ENOTSUP has the same number.",
  },
  ENOPROTOOPT: {
    meetings: [
      [
        "setsockopt, getsockopt",
        "the level does not have this option: level and name do not match",
      ],
      ["setsockopt, getsockopt", "the kernel is older than the option"],
    ],
    wayOut: "Give the option's own level: IPPROTO_TCP for TCP_ names, SOL_SOCKET for SO_ names.",
  },
  EMSGSIZE: {
    meetings: [
      ["send, sendto (UDP)", "the datagram is larger than IP can carry: 65,507 bytes over IPv4"],
      ["send (UDP, raw)", "it is larger than the path takes, and must not be fragmented"],
      ["send (UNIX datagrams)", "it is larger than the send buffer"],
      ["sendmsg", "there are more buffers than IOV_MAX, 1024 on Linux"],
    ],
    wayOut: "Send smaller messages, below 1,200 bytes across the Internet, or use TCP.",
  },
  EINVAL: {
    meetings: [
      ["bind", "the socket is bound already, or the address has a wrong length"],
      ["accept", "the socket does not listen"],
      ["listen (Linux)", "the socket is connected"],
      ["setsockopt", "the value has a wrong size, or is out of range"],
      ["shutdown, send, socket", "flags or an argument that the call does not know"],
      ["epoll_ctl", "an epoll cannot watch itself"],
    ],
    wayOut: "Look at each argument, and at the order: bind, listen, accept.",
  },
  EDOM: {
    meetings: [["setsockopt", "SO_RCVTIMEO or SO_SNDTIMEO with microseconds beyond a second"]],
    wayOut: "Give whole seconds and less than 1,000,000 microseconds.",
  },
  ENODEV: {
    meetings: [
      ["setsockopt", "no interface has this name or index: SO_BINDTODEVICE, multicast groups"],
      ["bind (AF_PACKET)", "the interface is not there"],
    ],
    wayOut: "List the interfaces: if_nameindex(), or “ip link”.",
  },
  ENXIO: {
    meetings: [
      ["sendto (AF_PACKET)", "there is no interface with this index"],
      ["if_indextoname", "the same"],
      ["open (UNIX)", "a socket's path cannot be opened as a file"],
    ],
    wayOut: "List the interfaces: if_nameindex(). Use connect for a socket's path.",
  },
};
