import type { Explanations } from "../explanation.ts";

/** Errors of addresses and paths. */
export const addresses: Explanations = {
  EADDRINUSE: {
    meetings: [
      ["bind", "another socket has this address and port, maybe one in TIME_WAIT"],
      ["bind (UNIX)", "the path is there already, even if its server has gone"],
      ["listen", "another socket listens there, though both could bind with SO_REUSEADDR"],
      ["bind", "port 0 was asked for, and no port is free to be chosen"],
      ["connect (macOS)", "exactly this connection, of both addresses and ports, exists"],
    ],
    wayOut:
      "Set SO_REUSEADDR before bind, which passes over TIME_WAIT. Find who has the port: bsd-sockets " +
      "netstat --port N. Unlink a stale path, or take port 0 and let the kernel choose.",
  },
  EADDRNOTAVAIL: {
    meetings: [
      ["bind", "the address is not one of this machine's"],
      ["connect", "all local ports to that destination are taken: many are in TIME_WAIT"],
      ["bind (IPv6)", "the interface of a link-local address is missing: fe80::1%eth0"],
      ["connect (Linux)", "exactly this connection, of both addresses and ports, exists"],
      ["connect (macOS)", "to port 0"],
    ],
    wayOut:
      'Bind "" or an address that “ip addr” lists. Keep connections open instead of making one for ' +
      "each request.",
  },
  EAFNOSUPPORT: {
    meetings: [
      ["socket", "the system does not have this family, such as IPv6 that is switched off"],
      ["connect, bind, sendto", "the address is of another family than the socket"],
    ],
    wayOut: "Take family and address from one answer of getaddrinfo: bsd-sockets resolve.",
  },
  EDESTADDRREQ: {
    meetings: [["send", "a UDP socket that is not connected was given no address"]],
    wayOut: "Use sendto, or connect first.",
  },
  EACCES: {
    meetings: [
      ["bind", "ports below 1024 are root's (Linux: net.ipv4.ip_unprivileged_port_start)"],
      ["bind, connect (UNIX)", "no permission to write to the folder, or to the socket's path"],
      [
        "sendto, connect",
        "to a broadcast address without SO_BROADCAST, or where a route forbids it",
      ],
      ["socket", "this user may not have ICMP sockets: ping_group_range"],
    ],
    wayOut: "Take a higher port, look at the path's permissions, or set SO_BROADCAST.",
  },
  EPERM: {
    meetings: [
      ["socket", "raw and packet sockets are for root, or for CAP_NET_RAW"],
      ["setsockopt", "the option is for root, such as SO_MARK or SO_RCVBUFFORCE"],
      ["sendto, connect", "a firewall of this machine forbids it"],
      ["epoll_ctl", "the descriptor is a plain file, which is always ready"],
    ],
    wayOut: "Run it as root, or give the program the capability: setcap cap_net_raw+ep.",
  },
  ENOENT: {
    meetings: [
      ["connect (UNIX)", "there is no such path: the server has not started, or is elsewhere"],
      ["bind (UNIX)", "the folder of the path does not exist"],
      ["epoll_ctl", "MOD or DEL of a descriptor that is not in the set"],
    ],
    wayOut: "Compare the path, which counts from the current folder unless it begins with a slash.",
  },
  ENOTDIR: {
    meetings: [["bind, connect (UNIX)", "a part of the path before the last is a file"]],
    wayOut: "Correct the path.",
  },
  ELOOP: {
    meetings: [
      ["bind, connect (UNIX)", "the path leads through too many symbolic links, or in a circle"],
      ["epoll_ctl", "epolls would watch each other in a circle"],
    ],
    wayOut: "Follow the links with “namei -l PATH”.",
  },
  ENAMETOOLONG: {
    meetings: [["bind, connect (UNIX, macOS)", "the path is too long; Linux says EINVAL"]],
    wayOut:
      "Use a short path. An address has room for 108 bytes on Linux and 104 on macOS; beyond that this " +
      "package and Python refuse it before the call.",
  },
  EROFS: {
    meetings: [["bind (UNIX)", "the path is on a file system that cannot be written"]],
    wayOut: "Put the socket elsewhere, such as /run or /tmp, or use an abstract name on Linux.",
  },
};
